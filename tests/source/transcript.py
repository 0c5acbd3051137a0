"""The dossier of 2025 as its YAML says it, cut into the same parts as the source.

Read with plain PyYAML, every scalar a text, and with the few generated words spelled out here, so
that a mistake in the program cannot hide one in the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from source_text import syllables

CONTENT = Path(__file__).parents[2] / "content"
DOSSIER = CONTENT / "2025-du-lieu-quoc-gia"

_MENTION = re.compile(r"@([a-z0-9-]+)(?:\((số|đầy đủ)\))?")
_BLANK = re.compile(r"@trống\([^)]*\)")
_ROMAN = ("I", "II", "III", "IV", "V")
_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"


def load(path: Path) -> Any:
    """A YAML file with every scalar as text."""
    content = path.read_text(encoding="utf-8")
    return yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and maps only


class Transcript:
    """Decision, plan, footnotes, annex head and rows of the dossier, as syllables."""

    def __init__(self) -> None:
        self._register: dict[str, dict[str, str]] = load(CONTENT / "van-ban.yaml")
        self._decision = load(DOSSIER / "quyet-dinh.yaml")
        self._plan = load(DOSSIER / "ke-hoach.yaml")
        self._annex = load(DOSSIER / "phu-luc.yaml")
        self._own: dict[str, str] = {"phu-luc": "Phụ lục"} | {
            article["id"]: f"Điều {number}"
            for number, article in enumerate(self._decision["dieu"], 1)
        }
        self._notes: list[list[str]] = []
        self.decision = syllables("\n".join(self._decision_lines()))
        self.plan = syllables("\n".join(self._plan_lines()))
        self.notes = self._notes
        self.annex_head = syllables("\n".join(self._annex_lines()))
        self.rows = {stt: syllables("\n".join(cells)) for stt, cells in self._rows()}

    # --- inline markup ---

    def _cite(self, key: str, form: str | None) -> str:
        if key in self._own:
            return self._own[key]
        entry = self._register[key]
        words = f"{entry['loai']} số {entry['so']}"
        if form == "số":
            return words
        words += f" ngày {_printed_day(entry['ngay'])} của {entry['co_quan']}"
        return f"{words} {entry['trich_yeu']}" if form == "đầy đủ" else words

    def _say(self, text: str) -> str:
        """`text` with citations told, footnotes taken out and blanks left out."""
        while (start := text.find("^(")) >= 0:
            end = _closing_bracket(text, start + 1)
            self._notes.append(syllables(self._say(text[start + 2 : end])))
            text = text[:start] + text[end + 1 :]
        text = _BLANK.sub("", text)
        return _MENTION.sub(lambda match: self._cite(match[1], match[2]), text)

    # --- parts ---

    def _reference_line(self, lead: str) -> str:
        header = self._decision["van_ban"]
        assert not header["so"]
        assert not header["ngay"]
        return (
            f"({lead} {header['loai']} số /{header['ky_hieu']} ngày tháng năm {header['nam']} "
            f"của {header['tham_quyen']})"
        )

    def _decision_lines(self) -> Iterator[str]:
        header = self._decision["van_ban"]
        yield header["co_quan_ban_hanh"].upper()
        yield _MOTTO
        yield f"Số: /{header['ky_hieu']}"
        yield f"{header['dia_danh']}, ngày tháng năm {header['nam']}"
        yield header["loai"].upper()
        yield header["trich_yeu"]
        yield header["tham_quyen"].upper()
        bases = [self._basis(basis) for basis in self._decision["can_cu"]]
        for number, basis in enumerate(bases, 1):
            yield basis if basis[-1] in ",;." else basis + ("." if number == len(bases) else ";")
        yield f"{header['loai'].upper()}:"
        for number, article in enumerate(self._decision["dieu"], 1):
            yield f"Điều {number}. {article.get('tieu_de', '')}"
            yield self._say(article.get("noi_dung", ""))
            for clause_number, clause in enumerate(article.get("khoan", ()), 1):
                yield f"{clause_number}. {self._say(clause['noi_dung'])}"
        yield "Nơi nhận:"
        for recipient in self._decision["noi_nhan"]:
            if isinstance(recipient, dict):
                yield f"- Lưu: {recipient['luu']}."
            else:
                yield f"- {self._say(recipient)};"
        yield from (self._decision["ky"][key] for key in ("quyen_han", "chuc_vu", "ho_ten"))

    def _basis(self, basis: str | dict[str, str]) -> str:
        if isinstance(basis, str):
            return f"Căn cứ {self._cite(basis, 'đầy đủ')}"
        if "nguyen_van" in basis:
            return basis["nguyen_van"]
        return f"Theo đề nghị của {basis['de_nghi']}"

    def _plan_lines(self) -> Iterator[str]:
        header = self._plan["van_ban"]
        yield self._decision["van_ban"]["co_quan_ban_hanh"].upper()
        yield _MOTTO
        yield header["tieu_de"].upper()
        yield self._reference_line(header["loi_dan"])
        for roman, section in zip(_ROMAN, self._plan["muc"], strict=False):
            yield f"{roman}. {section['tieu_de'].upper()}"
            yield from self._section_lines(section)
            for number, inner in enumerate(section.get("muc", ()), 1):
                yield f"{number}. {inner['tieu_de']}"
                yield from self._section_lines(inner)
        yield self._plan["cuoi"]

    def _section_lines(self, section: dict[str, Any]) -> Iterator[str]:
        text = section.get("noi_dung", [])
        yield from map(self._say, [text] if isinstance(text, str) else text)
        yield from (f"- {self._say(item)}" for item in section.get("gach", ()))

    def _annex_lines(self) -> Iterator[str]:
        header = self._annex["phu_luc"]
        yield "Phụ lục"
        yield header["tieu_de"]
        yield self._reference_line(header["loi_dan"])
        yield "STT"
        yield from (column["tieu_de"] for column in self._annex["cot"])

    def _rows(self) -> Iterator[tuple[str, list[str]]]:
        assert self._annex["stt"] == ["I", "1 liên tục", "(1)", "(12.1)"]
        task = 0
        for roman, group in zip(_ROMAN, self._annex["hang"], strict=False):
            yield roman, [group["tieu_de"]]
            for row in group["hang"]:
                task += 1
                yield str(task), self._cells(row)
                for number, part in enumerate(row.get("hang", ()), 1):
                    yield f"({number})", self._cells(part)
                    for inner, leaf in enumerate(part.get("hang", ()), 1):
                        yield f"({number}.{inner})", self._cells(leaf)

    def _cells(self, row: dict[str, Any]) -> list[str]:
        columns = [column["khoa"] for column in self._annex["cot"]]
        written = row.keys() - {"id", "hang"}
        assert written in ({"tieu_de"}, set(columns)), row["id"]
        return [self._say(row[key]) for key in ("tieu_de", *columns) if key in row]


def _printed_day(written: str) -> str:
    day, month, year = map(int, written.split("/"))
    return f"{day:02}/{month:02}/{year}" if month < 3 else f"{day:02}/{month}/{year}"


def _closing_bracket(text: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if not depth:
            return index
    raise ValueError(f"bracket not closed: {text[opening:]}")
