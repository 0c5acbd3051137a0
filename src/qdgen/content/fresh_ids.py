"""New ids from Vietnamese words: short, in ASCII, the same each time, taken by nothing else."""

from __future__ import annotations

import re
from collections.abc import Container

from qdgen.content.markup_parser import ESCAPED
from qdgen.content.vocabulary import plain_letters

_MARKUP = re.compile(rf"@[a-z0-9-]+(?:\([^)]*\))?|<[^>]*>|[{re.escape(ESCAPED)}]")
_WORD = re.compile(r"[a-z0-9]+")
# Words that tell one provision from another least.
_EMPTY_WORDS = re.compile(
    r"\b(?:và|của|các|những|về|theo|tại|cho|với|để|trong|được|có|là|đã|sẽ|này|đó|từ|do|bởi|trên|việc"
    r"|một|khi|cơ quan|đơn vị|liên quan|thực hiện|triển khai|tổ chức|phối hợp|trách nhiệm)\b"
)
_LONGEST, _MOST_WORDS = 28, 5


def fresh_id(words: str, taken: Container[str], *, otherwise: str = "muc") -> str:
    """An id for what is called `words`, not among `taken` (ids, register keys, file stems of the
    dossier); add it to them before asking for the next. Where the words give none, `otherwise`
    begins it."""
    bare = _MARKUP.sub(" ", words).lower()
    syllables = _WORD.findall(plain_letters(_EMPTY_WORDS.sub(" ", bare)))
    syllables = syllables or _WORD.findall(plain_letters(bare))
    chosen: list[str] = []
    for syllable in syllables[:_MOST_WORDS]:
        if chosen and len("-".join([*chosen, syllable])) > _LONGEST:
            break
        chosen.append(syllable[:_LONGEST])
    name = "-".join(chosen) or otherwise
    if name not in taken and name != "quyet-dinh":
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
