"""JSON that came along with a file: bounded, and told of in the user's words where it is broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from qdgen.errors import ContentError
from qdgen.messages import Text
from qdgen.reasons import reason

Parsed = TypeVar("Parsed")


def read_json_file(
    path: Path,
    parse: Callable[[dict[str, Any]], Parsed],
    broken: Callable[[str | Text], ContentError],
    most_bytes: int,
) -> Parsed | None:
    """What `parse` makes of the JSON at `path`; None where there is no file.

    Raises `broken(why)` where it cannot be read, is larger than `most_bytes`, or is not what
    `parse` takes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise broken(reason(error)) from error
    try:
        if len(data) > most_bytes:
            raise ValueError(len(data))  # noqa: TRY301 - as broken as what cannot be parsed
        return parse(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise broken(str(error)) from error
