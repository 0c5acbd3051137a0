"""The kinds of decisions that can be begun anew, and what each asks for: data in `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `words` are the question, and the note of the blank that stays where
    nobody answers; `kind` is "ngày", "số", "tiền" (a figure with its dots), or "" for words."""

    key: str
    words: str
    example: str
    default: str = ""
    kind: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision. `by_body`: issued by the organ as a body where it is one that decides as
    a body, else by its head; `proposer` names who proposes it; `name_key` the question whose answer
    tells one such dossier from another."""

    name: str
    title: str
    by_body: bool
    proposer: str
    questions: tuple[Question, ...]
    name_key: str = ""

    def files(self) -> dict[str, str]:
        """The content of its dossier by the names of its files, with ⟦keys⟧ to be filled in."""
        folder = _DATA / self.name
        return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by its name, in the order of the list."""
    questions = {key: _question(key, told) for key, told in listed("cau-hoi").items()}
    return {
        name: Kind(
            name,
            told["ten"],
            told["nguoi"] == "tập thể",
            told["de_nghi"],
            tuple(questions[key] for key in told["hoi"]),
            told.get("ten_thu_muc", ""),
        )
        for name, told in listed("loai").items()
    }


def _question(key: str, told: dict[str, Any]) -> Question:
    return Question(
        key,
        told["hoi"],
        str(told["vi_du"]),
        str(told.get("mac_dinh", "")),
        told.get("kieu", ""),
        tuple(told.get("chon", ())),
    )


@cache
def listed(file: str) -> Any:
    """The content of a file of `data/`, without its ending."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(_DATA / f"{file}.yaml", encoding="utf-8") as stream:
        return yaml.load(stream, loader)  # noqa: S506  (both are safe loaders)
