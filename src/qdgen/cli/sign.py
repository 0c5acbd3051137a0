"""`qdgen sign`"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from qdgen.cli.output import chosen_language, say
from qdgen.errors import UsageError
from qdgen.messages import Text, render, text
from qdgen.tree import shown

_VIETNAM = timezone(timedelta(hours=7))
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("pdf", type=_FILE)
@click.option(
    "--field",
    type=click.Choice(["nguoi-ky", "co-quan"]),
    required=True,
    help="Whose signature: nguoi-ky (the person, first), co-quan (the organ).",
)
@click.option("--pkcs12", type=_FILE, help="Sign with the key in this file (.p12, .pfx).")
@click.option("--pkcs11", type=_FILE, help="Sign with a token, by this library of its maker.")
@click.option("--token", default="", help="The label of the token.")
@click.option("--certificate", default="", help="The label of the certificate on the token.")
@click.option("--image", type=_FILE, help="Picture of the signature or seal: a transparent PNG.")
@click.option("--tsa", default="", metavar="URL", help="Have the time stamped by this authority.")
@click.option("--output", "-o", type=_FILE, help="Write here instead of over the PDF.")
def sign(pdf: Path, field: str, **given: Any) -> None:
    """Sign a field of an issued PDF. Password or PIN is asked for on the terminal."""
    from qdgen.signing.keys import Pkcs12, Token, opened
    from qdgen.signing.sign import Appearance, information
    from qdgen.signing.sign import sign as sign_field

    language = chosen_language()
    if (given["pkcs12"] is None) == (given["pkcs11"] is None):
        raise UsageError(
            text("a key is needed"), text("--pkcs12 FILE, or --pkcs11 LIBRARY --token LABEL")
        )
    key = (
        Pkcs12(given["pkcs12"])
        if given["pkcs12"] is not None
        else Token(given["pkcs11"], given["token"], given["certificate"])
    )
    line, font = _information(pdf, field, given["image"])
    if line:
        line = information(line, datetime.now(_VIETNAM))
    with opened(key, lambda question: _secret(question, language)) as signer:
        sign_field(
            pdf,
            given["output"] or pdf,
            field,
            signer,
            appearance=Appearance(given["image"], line, font),
            timestamp_url=given["tsa"],
        )
    say(
        text("signed {field} in {file}", field=field,
             file=shown(given["output"] or pdf, Path.cwd())),
        language,
    )  # fmt: skip


def _information(pdf: Path, field: str, image: Path | None) -> tuple[str, Path | None]:
    """On a separate file of an attachment: number and symbol, and the font to write them in."""
    from qdgen.outside import find_font_files
    from qdgen.signing.manifest import read_manifest
    from qdgen.signing.places import DECISION_PART, ORGAN

    told = read_manifest(pdf.parent)
    if field != ORGAN or image is not None or told is None:
        return "", None
    part = told.part_of(pdf.name)
    if part in ("", DECISION_PART):
        return "", None
    fonts = find_font_files()
    return f"{told.number_and_symbol}", fonts["regular"] if fonts else None


def _secret(question: Text, language: str) -> str:
    """Asked on the terminal, without an echo; read as a line where there is none."""
    if sys.stdin.isatty():
        answer: str = click.prompt(render(question, language), hide_input=True)
        return answer
    return sys.stdin.readline().rstrip("\r\n")
