"""Sentences for the user, kept as data until the command line says them in a language.

A `Text` holds an English msgid with named places and their values; `render` looks the msgid up
in the Babel catalogue of the chosen language. Nothing below `cli/` knows which language that is.
"""

from __future__ import annotations

import gettext
import os
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
LOCALE_FOLDER = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence: `msgid` in English with `{named}` places, and what fills them."""

    msgid: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return render(self, "en")


def text(msgid: str, /, **values: object) -> Text:
    """Mark `msgid` for the catalogues; `values` are strings, numbers, paths or other `Text`."""
    return Text(msgid, tuple(values.items()))


def render(message: Text, language: str) -> str:
    """Say `message` in `language` ("vi" or "en")."""
    sentence = _catalogue(language).gettext(message.msgid) if message.msgid else ""
    values = {
        name: render(value, language) if isinstance(value, Text) else value
        for name, value in message.values
    }
    return string.Formatter().vformat(sentence, (), values)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("qdgen", LOCALE_FOLDER, [language], fallback=True)


def language_of_environment(environ: os._Environ[str] | dict[str, str] = os.environ) -> str:
    """The user's language: QDGEN_LANG, then the locale; Vietnamese where neither says."""
    for variable in ("QDGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "")
        if value[:2].lower() in LANGUAGES:
            return value[:2].lower()
    return "vi"
