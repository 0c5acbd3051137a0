"""Pairs of versions of a dossier, made at random, with the list of what was done to the old one.

`random_pair(seed)` gives the same pair always. No edit touches what another one touched, so that
each can be found by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from random_dossier import VOCABULARY, Made, Maker, Node, Words

PAIRS = 300
_DAILY = 16


@dataclass(frozen=True)
class Done:
    """One edit. `where` is the id, register key or column it was done to or in; `old` and `new` are
    the words as they stand in the content, "" where there are none.

    `what` is one of: reworded, emphasis, note added, note removed, note reworded; text added, text
    removed (a paragraph, dash line, căn cứ or recipient without an id); node added, node removed,
    node moved (a provision or a row with all below it); cell filled, cell emptied; basis added,
    basis removed (a register key); register; width.
    """

    what: str
    where: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Pair:
    """Two versions, as content files by their path in a content folder, and what was done."""

    seed: int
    old: dict[str, str]
    new: dict[str, str]
    done: tuple[Done, ...]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write both below `folder`; the two dossier folders."""
        for name, files in (("old", self.old), ("new", self.new)):
            for path, words in files.items():
                file = folder / name / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(words, encoding="utf-8")
        return folder / "old/2025-thu", folder / "new/2025-thu"


def seeds(*, whole: bool) -> list[int]:
    """The seeds a test takes: all, or every day the same few."""
    everything = list(range(PAIRS))
    return everything if whole else Random(30).sample(everything, _DAILY)  # noqa: S311


def random_pair(seed: int, most: int = 8) -> Pair:
    """A pair with one edit up to `most`."""
    dice = Random(seed)  # noqa: S311
    maker = Maker(dice)
    old = maker.made()
    editor = _Editor(maker, old.copy())
    wanted = dice.randint(1, most)
    for _ in range(wanted * 3):
        if len(editor.done) < wanted:
            editor.edit()
    return Pair(seed, old.files(), editor.made.files(), tuple(editor.done))


class _Editor:
    def __init__(self, maker: Maker, made: Made) -> None:
        self.made = made
        self.done: list[Done] = []
        self._maker = maker
        self._dice = maker.random
        self._touched: set[int] = set()
        """The serials of texts, and the ids() of lists, that were changed."""
        self._mentioned = {
            word.removeprefix("@").partition("(")[0]
            for text in self._texts()
            for word in text.words
            if word.startswith("@")
        }

    def edit(self) -> None:
        """Do one thing, if the dice fall on something that can be done."""
        acts = (
            *(self._reword,) * 5,
            *(self._add_node, self._remove_node, self._move_node) * 2,
            *(
                self._add_text,
                self._remove_text,
                self._note,
                self._note,
                self._cell,
                self._emphasis,
            ),
            *(self._basis, self._register, self._width),
        )
        done = self._dice.choice(acts)()
        if done is not None:
            self.done.append(done)

    # --- texts -----------------------------------------------------------------------------------

    def _texts(self) -> Iterator[Words]:
        for node in self.made.nodes():
            yield from node.own_words()
        yield from self.made.bases
        yield from self.made.recipients

    def _untouched(self, *, with_note: bool = False) -> Words | None:
        """A text nobody touched yet, long enough to be known again."""
        found = [
            (text, node.id)
            for node in self.made.nodes()
            for text in node.own_words()
            if text.serial not in self._touched and len(text.free()) > 5
            if text.notes or not with_note
        ]
        if not found:
            return None
        text, self._owner = self._dice.choice(found)
        self._touched.add(text.serial)
        return text

    def _other(self, text: Words) -> str:
        return self._dice.choice([word for word in VOCABULARY if word not in text.words])

    def _reword(self) -> Done | None:
        text = self._untouched()
        if text is None:
            return None
        old = text.written()
        at = self._dice.choice(text.free())
        kind = self._dice.choice(("replace", "insert", "delete"))
        if kind == "replace":
            text.words[at] = self._other(text)
        elif kind == "insert":
            self._shift(text, at, 1)
            text.words.insert(at, self._other(text))
        else:
            self._shift(text, at, -1)
            del text.words[at]
        return Done("reworded", self._owner, old, text.written())

    @staticmethod
    def _shift(text: Words, at: int, by: int) -> None:
        """What hangs on the words from `at` on goes with them."""
        text.notes = {n + by if n >= at else n: note for n, note in text.notes.items()}
        text.bold = {n + by if n >= at else n for n in text.bold}

    def _emphasis(self) -> Done | None:
        text = self._untouched()
        if text is None or self._is_title(text):
            return None
        old = text.written()
        text.bold.add(self._dice.choice(text.free()))
        return Done("emphasis", self._owner, old, text.written())

    def _is_title(self, text: Words) -> bool:
        """Whether it holds no markup: the title of a provision."""
        return any(node.title is text for node in self.made.nodes())

    def _note(self) -> Done | None:
        text = self._untouched(with_note=self._dice.random() < 0.6)
        if text is None or self._is_title(text):
            return None
        old = text.written()
        if text.notes and self._dice.random() < 0.5:
            text.notes.clear()
            return Done("note removed", self._owner, old, text.written())
        if text.notes:
            note = next(iter(text.notes.values()))
            note[self._dice.randrange(len(note))] = self._other(Words(note))
            return Done("note reworded", self._owner, old, text.written())
        text.notes[self._dice.choice(text.free())] = self._maker.note()
        return Done("note added", self._owner, old, text.written())

    def _lists(self) -> list[tuple[str, list[Words]]]:
        """The lists of texts without ids, and whose they are. A provision's only text is no list:
        it is the provision's own."""
        found = [("noi_nhan", self.made.recipients), ("can_cu", self.made.bases)]
        for node in self.made.nodes():
            if node.title is not None and node.texts:
                found.append((node.id, node.texts))
            if node.dashes:
                found.append((node.id, node.dashes))
        return found

    def _add_text(self) -> Done:
        where, texts = self._dice.choice(self._lists())
        text = self._maker.sentence(end="" if where in {"noi_nhan", "can_cu"} else ".")
        texts.insert(self._dice.randint(0, len(texts)), text)
        self._touched |= {text.serial, id(texts)}
        return Done("text added", where, "", text.written())

    def _remove_text(self) -> Done | None:
        found = [
            (where, texts, text)
            for where, texts in self._lists()
            for text in texts
            if len(texts) > 1
            and text.serial not in self._touched
            and not text.words[0].startswith("@")
        ]
        if not found:
            return None
        where, texts, text = self._dice.choice(found)
        texts.remove(text)
        self._touched |= {text.serial, id(texts)}
        return Done("text removed", where, text.written())

    # --- provisions and rows ---------------------------------------------------------------------

    def _families(self, least: int) -> list[tuple[Node, list[Node]]]:
        """The lists of provisions or rows, `least` or more, that nobody changed yet."""
        return [
            (node, node.children)
            for root in self.made.roots()
            for node in root.all()
            if len(node.children) >= least and id(node.children) not in self._touched
        ]

    def _untouched_below(self, node: Node) -> bool:
        return all(
            inner.id not in self._mentioned
            and id(inner.children) not in self._touched
            and not any(text.serial in self._touched for text in inner.own_words())
            and not {id(inner.texts), id(inner.dashes), id(inner.cells)} & self._touched
            for inner in node.all()
        )

    def _add_node(self) -> Done | None:
        families = self._families(1)
        if not families:
            return None
        _, family = self._dice.choice(families)
        like = family[0]
        if like.cells:
            node = self._maker.row()
        elif like in self.made.rows.children:
            node = self._maker.group()
        elif like in self.made.articles.children:
            node = self._maker.article()
        elif like in self.made.plan.children:
            node = self._maker.section(0)
        elif like.title is not None:
            node = self._maker.section(1)
        else:
            node = self._maker.point()
        family.insert(self._dice.randint(0, len(family)), node)
        self._touched.add(id(family))
        for inner in node.all():
            self._touched |= {id(inner.children), id(inner.texts), id(inner.dashes)}
            self._touched |= {text.serial for text in inner.own_words()}
        return Done("node added", node.id)

    def _remove_node(self) -> Done | None:
        found = [
            (family, node)
            for _, family in self._families(2)
            for node in family
            if self._untouched_below(node)
        ]
        if not found:
            return None
        family, node = self._dice.choice(found)
        family.remove(node)
        self._touched.add(id(family))
        return Done("node removed", node.id)

    def _move_node(self) -> Done | None:
        """Two places or more away, or below another parent: else either of two might have moved."""
        families = self._families(4)
        if not families:
            return None
        parent, family = self._dice.choice(families)
        at = self._dice.randrange(len(family))
        node = family[at]
        others = [
            (there, inner)
            for there, inner in self._families(2)
            if inner is not family
            and bool(inner[0].cells) == bool(node.cells)
            and self._kind(there) == self._kind(parent)
        ]
        if others and self._dice.random() < 0.5:
            _, target = self._dice.choice(others)
            family.remove(node)
            target.insert(self._dice.randint(0, len(target)), node)
            self._touched |= {id(family), id(target)}
            return Done("node moved", node.id)
        to = self._dice.choice([n for n in range(len(family)) if abs(n - at) > 1])
        family.remove(node)
        family.insert(to, node)
        self._touched.add(id(family))
        return Done("node moved", node.id)

    def _kind(self, parent: Node) -> str:
        """What may stand below it: khoản below a Điều, điểm below a khoản, and so on."""
        for name, root in zip(("articles", "plan", "rows"), self.made.roots(), strict=True):
            if parent is root:
                return name
            for child in root.children:
                if parent is child:
                    return f"{name} 1"
                if any(parent is inner for inner in child.all()):
                    return f"{name} 2"
        return ""

    def _cell(self) -> Done | None:
        rows = [n for n in self.made.nodes() if n.cells and id(n.cells) not in self._touched]
        row = self._dice.choice(rows)
        self._touched.add(id(row.cells))
        if "thoi_gian" not in row.cells:
            row.cells["thoi_gian"] = text = self._maker.sentence(7, end="")
            self._touched.add(text.serial)
            return Done("cell filled", row.id, "", text.written())
        text = row.cells["thoi_gian"]
        if text.serial in self._touched:
            return None
        del row.cells["thoi_gian"]
        return Done("cell emptied", row.id, text.written())

    # --- the rest --------------------------------------------------------------------------------

    def _basis(self) -> Done | None:
        keys = [basis.words[0].removeprefix("@") for basis in self.made.bases]
        free = [key for key in self.made.register if key not in keys]
        if "basis" in {done.what.partition(" ")[0] for done in self.done}:
            return None
        if free and self._dice.random() < 0.5:
            key = self._dice.choice(free)
            at = self._dice.randint(0, len(self.made.bases))
            self.made.bases.insert(at, self._maker.key(key))
            return Done("basis added", key)
        text = self._dice.choice([b for b in self.made.bases if b.words[0].startswith("@")])
        self.made.bases.remove(text)
        return Done("basis removed", text.words[0].removeprefix("@"))

    def _register(self) -> Done | None:
        key, entry = self._dice.choice(list(self.made.register.items()))
        if id(entry) in self._touched:
            return None
        self._touched.add(id(entry))
        name = self._dice.choice(("so", "ngay", "trich_yeu"))
        old = entry[name]
        entry[name] = {
            "so": f"{key.removeprefix('qd')}5/QĐ-TTg",
            "ngay": "29/12/2023",
            "trich_yeu": f"{old} sửa đổi",
        }[name]
        return Done("register", f"{key}/{name}", old, entry[name])

    def _width(self) -> Done | None:
        if any(done.what == "width" for done in self.done):
            return None
        key = self._dice.choice(tuple(self.made.widths))
        old, self.made.widths[key] = self.made.widths[key], "6,1"
        return Done("width", f"phu-luc/cot/{key}/rong", old, "6,1")
