"""How git is to show content and Word files: diff drivers as data.

See gitattributes(5), "Defining an external diff driver". The patterns are POSIX extended regular
expressions; git reads them as bytes or as UTF-8, as the locale has it, so that no class of theirs
may name a letter beyond ASCII: what is neither space nor sign is a letter.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator

CONTENT_DRIVER = "qdgen-content"
WORD_DRIVER = "qdgen-docx"

WORD_LINE = f"*.docx diff={WORD_DRIVER}"
CONTENT_LINE = f"**/content/**/*.yaml diff={CONTENT_DRIVER}"

_SYLLABLE = "[^[:space:][:punct:]]+"
# The same words as `review.words`, and what only a source holds: ids, keys, mentions.
WORD_REGEX = "|".join(
    [
        "[0-9]+([-./,][0-9]+)*%?",  # 02/3/2025, 6/2025, 1.250.000, 12,5%
        f"[0-9]+([-./][0-9]+)*[-/]{_SYLLABLE}([-/&]{_SYLLABLE})*",  # 55/2025/NĐ-CP, 57-NQ/TW
        f"{_SYLLABLE}([-_&]{_SYLLABLE})*",  # QĐ-BKHCN, bao-cao, noi_dung, KH&CN
        r"@[a-z0-9-]+(\([^()]*\))?",  # @qd142(số)
        "[^[:space:]]",
    ]
)

# The nearest of these lines above a change stands in the header of the hunk: an id, a column, an
# entry of a register or a key at the left margin.
_CONTENT_HEADERS = r"""^ *(-? *(id|khoa): +[^ ].*)$
^([a-z0-9][a-z0-9_-]*:)"""
# In a Word file shown as text: the bookmark of a provision or row; in a template a tag.
_WORD_HEADERS = r"""  (#[a-z0-9_]+)$
(\{%p (if|elif|for) .*%\})"""


def settings(python: str) -> Iterator[tuple[str, str]]:
    """The keys and values for .git/config; `python` is the path of the interpreter."""
    yield f"diff.{CONTENT_DRIVER}.xfuncname", _CONTENT_HEADERS
    yield f"diff.{CONTENT_DRIVER}.wordRegex", WORD_REGEX
    yield f"diff.{WORD_DRIVER}.textconv", textconv_command(python)
    yield f"diff.{WORD_DRIVER}.cachetextconv", "true"
    yield f"diff.{WORD_DRIVER}.xfuncname", _WORD_HEADERS
    yield f"diff.{WORD_DRIVER}.wordRegex", WORD_REGEX


def textconv_command(python: str) -> str:
    """The command git hands to its shell; `python` is the path of the interpreter."""
    # -P keeps the repository's own folder out of the import path: nothing in it may run.
    return f"{shlex.quote(python.replace(os.sep, '/'))} -P -m qdgen show --textconv"


def content_lines(parent: str) -> list[str]:
    """The lines of .gitattributes for the dossiers in the folder `parent` that is not below a
    folder `content`: relative to the top, with slashes, "" for the top itself."""
    if parent:
        return [_line(f"/{_literal(parent)}/**/*.yaml")]
    return [_line("/*/*.yaml"), _line("/van-ban.yaml"), _line("/don-vi.yaml")]


def content_lines_of_top() -> list[str]:
    """The lines for a repository that is itself one dossier."""
    return [_line("/*.yaml")]


def _line(pattern: str) -> str:
    if any(c in pattern for c in ' "\t'):
        quoted = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        pattern = f'"{quoted}"'
    return f"{pattern} diff={CONTENT_DRIVER}"


def _literal(folder: str) -> str:
    return "".join(f"\\{c}" if c in "*?[\\" else c for c in folder)
