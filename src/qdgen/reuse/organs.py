"""What a decision says in other words with the organ that issues it: authority, heads, offices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qdgen.content.model import DecisionHeader
from qdgen.reuse.kinds import Kind, listed

ORGAN_KINDS = ("bo", "ubnd-tinh", "ubnd-xa", "so")
"""Ministry, provincial and communal People's Committee, department of a province."""

_BODY, _HEAD = "tập thể", "đứng đầu"
_PLACEHOLDER = re.compile(r"⟦(\w+)⟧")
_COMMITTEE = re.compile(r"Ủy ban nhân dân (tỉnh|thành phố|xã|phường|đặc khu) (.+)")
_COMMUNES = ("xã", "phường", "đặc khu")
_NO_INITIAL = frozenset({"và", "của"})


@dataclass(frozen=True, slots=True)
class Organ:
    """Who issues: its kind, name and symbol ("QĐ-BTP"), the organ above it where that is printed,
    and the place of issue. `province_word` is tỉnh, thành phố, xã …"""

    kind: str
    name: str
    symbol: str
    place: str
    parent: str = ""
    province_word: str = "tỉnh"

    def words(self, kind: Kind) -> dict[str, str]:
        """The words for a decision of `kind`, by their ⟦keys⟧."""
        told = listed("co-quan")[self.kind]
        who = _BODY if kind.by_body and _BODY in told["tham_quyen"] else _HEAD
        plain = {
            "co_quan": self.name,
            "chu_quan": self.parent,
            "ky_hieu": self.symbol,
            "dia_danh": self.place,
            "cap": self.province_word,
        }
        chosen = {
            "tham_quyen": told["tham_quyen"][who],
            "quyen_han": told["quyen_han"].get(who, ""),
            "de_nghi": told["de_nghi"][kind.proposer],
            **{key: told[key] for key in _SAME_FOR_ALL_KINDS},
        }
        return plain | {key: _filled(words, plain) for key, words in chosen.items()}

    @property
    def basis(self) -> str:
        """The key, in the kinds' own register, of the law on its organisation; "" where each organ
        has a document of its own."""
        return str(listed("co-quan")[self.kind].get("can_cu_van_ban", ""))

    @property
    def basis_wanted(self) -> str:
        """The document on its functions and organisation, in words with a blank, as markup."""
        words = str(listed("co-quan")[self.kind].get("can_cu_to_chuc", ""))
        return _filled(words, {"co_quan": self.name, "chu_quan": self.parent})


_SAME_FOR_ALL_KINDS = (
    "chuc_vu",
    "nguoi_dung_dau",
    "chanh_van_phong",
    "to_chuc_can_bo",
    "ke_toan",
    "thu_truong",
    "lanh_dao",
    "cong_thong_tin",
)


def organ_named(
    name: str, *, kind: str = "", symbol: str = "", place: str = "", parent: str = ""
) -> Organ:
    """The organ called `name`; what is not given is taken from its name, as far as that says it."""
    kind = kind or kind_of_organ(name)
    told = listed("co-quan")[kind]
    where = _COMMITTEE.fullmatch(parent or name) if kind != "bo" else None
    return Organ(
        kind,
        name,
        symbol or told.get("ky_hieu") or f"QĐ-{initials(name)}",
        place or told.get("dia_danh") or (_place(where) if where else ""),
        parent,
        where[1] if where else "tỉnh",
    )


def organ_of(header: DecisionHeader) -> Organ:
    """The organ of a decision that is there already."""
    return organ_named(
        header.organ.value,
        symbol=header.symbol.value,
        place=header.place.value,
        parent=header.parent.value if header.parent else "",
    )


def kind_of_organ(name: str) -> str:
    """Which of ORGAN_KINDS an organ of that name is; a ministry where the name does not say."""
    if found := _COMMITTEE.fullmatch(name):
        return "ubnd-xa" if found[1] in _COMMUNES else "ubnd-tinh"
    return "so" if name.startswith(("Sở ", "Ban ", "Chi cục ")) else "bo"


def initials(name: str) -> str:
    """The letters of an organ's symbol: BKHCN for Bộ Khoa học và Công nghệ."""
    return "".join(word[0].upper() for word in name.split() if word not in _NO_INITIAL)


def _place(where: re.Match[str]) -> str:
    # A city with the name of a person is never called by that name alone (PL I, II.4.a).
    return "Thành phố Hồ Chí Minh" if where[2] == "Hồ Chí Minh" else where[2]


def _filled(words: str, values: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], words)
