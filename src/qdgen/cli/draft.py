"""The draft that `qdgen build --ban-thao` asks for."""

from __future__ import annotations

import sys
from datetime import date

from qdgen.document.draft import MOST, Draft
from qdgen.errors import UsageError
from qdgen.messages import text


def asked_draft(number: str | None, day: str | None) -> Draft | None:
    """The draft asked for: `number` is None where none is, "" where it is not counted.

    Without a day it bears that of today on a terminal, and none elsewhere, so that scripts give
    the same bytes on every day. Raises UsageError.
    """
    if number is None:
        if day is not None:
            raise UsageError(
                text("--ngay-ban-thao is for drafts only"),
                text("give it with --ban-thao: qdgen build --ban-thao 2 --ngay-ban-thao 10/6/2025"),
            )
        return None
    if number and not (number.isdecimal() and 1 <= int(number) <= MOST):
        raise UsageError(
            text("“{words}” is no number of a draft", words=number),
            text(
                "write figures from 1 to {most}, with dossiers before the option: "
                "qdgen build DOSSIER --ban-thao 2",
                most=MOST,
            ),
        )
    return Draft(int(number or 0), _day(day))


def _day(given: str | None) -> date | None:
    if given is not None:
        from qdgen.cli.issue import parse_day

        return parse_day(given)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return date.today()  # noqa: DTZ011 - the day on which it is printed and handed round
    return None
