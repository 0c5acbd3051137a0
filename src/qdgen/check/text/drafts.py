"""What offices stamp on a draft: DỰ THẢO, DỰ THẢO LẦN 2 ngày 10/6/2025."""

from __future__ import annotations

import re

_STAMP = re.compile(
    r"[\[(]?dự thảo(?: (?:lần )?(?:thứ )?\d{1,2})?"
    r"(?:[,;.:]? ?[-–—(]? ?(?:ngày )?\d{1,2}[/.]\d{1,2}[/.]\d{4})?[\])]?",
    re.IGNORECASE,
)


def is_draft_stamp(words: str) -> bool:
    """Whether `words` are the stamp of a draft and nothing else."""
    return _STAMP.fullmatch(" ".join(words.split())) is not None
