"""Days on which offices are closed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from qdgen.check.text.lexicon import listed

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@cache
def _feasts() -> dict[date, str]:
    """Feasts after the lunar calendar, as far as the table goes."""
    table = listed("ngay-nghi")
    found: dict[date, str] = {}
    for text in table["tet"].values():
        first = _day(text)
        found.update({first + timedelta(days=n): "tết Nguyên đán" for n in range(-1, 4)})
    found.update({_day(text): "ngày Giỗ Tổ Hùng Vương" for text in table["gio_to"].values()})
    return found


def new_year_days(year: int) -> tuple[date, ...] | None:
    """The days off at the lunar new year (tết Nguyên đán) that falls into `year`; None where the
    table does not know them."""
    table: dict[int, str] = listed("ngay-nghi")["tet"]
    first = table.get(year)
    return tuple(_day(first) + timedelta(days=n) for n in range(-1, 4)) if first else None


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def day_off(day: date) -> str:
    """Why offices are closed on `day`, in Vietnamese; "" where they are open."""
    fixed: dict[str, str] = listed("ngay-nghi")["co_dinh"]
    feast = fixed.get(f"{day.day}/{day.month}") or _feasts().get(day, "")
    return feast or (WEEKDAYS[day.weekday()] if day.weekday() >= 5 else "")
