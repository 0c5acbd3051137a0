"""The deadlines of an annex as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from qdgen.check.columns import columns_of_headings
from qdgen.check.text.dates import find_dates
from qdgen.reuse.annex_table import AnnexTable, TableRow

_PRODUCT = "-//qdgen//deadlines//VI"


def calendar_of(
    table: AnnexTable, rows: Sequence[TableRow], made: date
) -> tuple[bytes, list[TableRow]]:
    """The calendar of `rows`: a whole-day event on the last day of each deadline, and the tasks
    whose deadline names no date. `made` is the day it is of: nothing is read from the clock."""
    from icalendar import Alarm, Calendar, Event

    columns = columns_of_headings([column.heading for column in table.columns])
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", table.title)
    stamp = datetime.combine(made, time(), UTC)
    dateless = []
    for row in rows:
        if row.is_heading or columns.deadline < 0:
            continue
        words = row.printed.get(table.columns[columns.deadline].key, "")
        days = [found.last for found in find_dates(words) if found.last is not None]
        if not days:
            dateless.append(row)
            continue
        event = Event()
        event.add("uid", f"{table.name}/{table.annex}/{row.id}@qdgen")
        event.add("dtstamp", stamp)
        event.add("dtstart", max(days))
        event.add("dtend", max(days) + timedelta(days=1))
        event.add("summary", _one_line(_task(table, row, columns.task)))
        event.add("description", "\n".join(_told(table, row)))
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _one_line(_task(table, row, columns.task)))
        alarm.add("trigger", timedelta(days=-7))
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical(), dateless


def _task(table: AnnexTable, row: TableRow, place: int) -> str:
    key = table.columns[max(place, 0)].key
    return row.printed.get(key, "") or row.id


def _told(table: AnnexTable, row: TableRow) -> list[str]:
    return [
        f"{column.heading}: {_one_line(row.printed[column.key])}"
        for column in table.columns
        if row.printed.get(column.key)
    ]


def _one_line(words: str) -> str:
    return " ".join(words.split())
