"""The exceptions that end a run, each with its published exit code (docs/errors.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from qdgen.diagnostics import Diagnostic
from qdgen.messages import Text


class QdgenError(Exception):
    """Ends the run. `message` says what happened, `hint` what to do, `diagnostics` where."""

    exit_code: ClassVar[int] = 1

    def __init__(
        self, message: Text, hint: Text = Text(""), diagnostics: Sequence[Diagnostic] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics)


class UsageError(QdgenError):
    """The command was called with something it cannot take."""

    exit_code = 2


class ContentError(QdgenError):
    """The content files are not valid; `diagnostics` lists every mistake found."""

    exit_code = 3


class TemplateError(QdgenError):
    """A Word template lacks or misuses something, or the merge lost text."""

    exit_code = 4


class MissingToolError(QdgenError):
    """A program or font from outside is not installed; the hint gives the command."""

    exit_code = 5


class ConversionError(QdgenError):
    """A program from outside failed, hung, or wrote something that is not the document."""

    exit_code = 6


class RefusedError(QdgenError):
    """An act with legal effect was refused because something is unresolved."""

    exit_code = 7


class OutputError(QdgenError):
    """A file could not be read or written (disk full, no permission, locked)."""

    exit_code = 8
