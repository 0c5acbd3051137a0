"""`qdgen verify`"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import chosen_language, say
from qdgen.messages import Text, render, text

if TYPE_CHECKING:
    from qdgen.pipeline.verify import Verified
    from qdgen.signing.changes import Problem
    from qdgen.signing.verify import FileVerdict, SignatureVerdict

_VIETNAM = timezone(timedelta(hours=7))
_FORMAT = 1


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Certificates of the authorities that are trusted (PEM or DER).",
)
@click.option(
    "--crl",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Lists of revoked certificates, as the authorities publish them (PEM or DER).",
)
@click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    help="The dossier to compare with (default: the one of its name in content/).",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell."
)
@click.pass_context
def verify(
    ctx: click.Context,
    target: Path,
    trust: tuple[Path, ...],
    crl: tuple[Path, ...],
    content: Path | None,
    form: str,
) -> None:
    """Tell whether a signed PDF, or the folder of a package, is whole: who signed, when, and
    whether anything was changed."""
    from qdgen.pipeline.verify import VerifyOrder
    from qdgen.pipeline.verify import verify as verify_target
    from qdgen.signing.trust import revocation_lists, trusted_roots

    order = VerifyOrder(
        target,
        Path.cwd(),
        trusted_roots(trust),
        datetime.now(UTC),
        content,
        revocation_lists(crl),
    )
    verified = verify_target(order)
    language = chosen_language()
    if form == "json":
        click.echo(json.dumps(_data(verified, language), ensure_ascii=False, indent=2))
    else:
        for indent, line, colour in _lines(verified):
            click.echo(" " * indent, nl=False)
            say(line, language, colour=colour)
    ctx.exit(0 if verified.holds else 1)


def _lines(verified: Verified) -> Iterator[tuple[int, Text, str | None]]:
    for file in verified.files:
        yield 0, text("{name}", name=file.name), None
        for signature in file.signatures:
            yield 2, _who(signature), "green" if signature.holds else "red"
            for problem in signature.problems:
                yield 6, _wrong(problem), "red"
            for remark in signature.remarks:
                yield 6, text("· {remark}", remark=remark), None
        for problem in file.problems:
            yield 2, _wrong(problem), "red"
    for problem in verified.problems:
        yield 0, _wrong(problem), "red"
    if verified.content_agrees:
        yield 0, text("✓ the text is the content's, word for word"), "green"
    for reason in verified.unchecked:
        yield 0, text("? not looked at: {reason}", reason=reason), "yellow"
    if verified.holds:
        yield 0, text("The verdict: whole and as it was signed."), "green"
    else:
        yield 0, text("The verdict: NOT to be relied on; see the lines marked ✗."), "red"


def _wrong(problem: Problem) -> Text:
    return text("✗ {problem} [{code}]", problem=problem.message, code=problem.code)


def _who(signature: SignatureVerdict) -> Text:
    moment = signature.stamped or signature.claimed
    when = f"{moment.astimezone(_VIETNAM):%d/%m/%Y %H:%M:%S} +07:00" if moment else "?"
    said = (
        text("time stamped by an authority")
        if signature.stamped
        else text("by the signer's own clock")
    )
    return text(
        "{mark} {field}: {by} ({issuer}), {when}, {said}",
        mark="✓" if signature.holds else "✗",
        field=signature.field,
        by=signature.by or "?",
        issuer=signature.issuer or "?",
        when=when,
        said=said,
    )


def _data(verified: Verified, language: str) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "target": verified.name,
        "holds": verified.holds,
        "content_agrees": verified.content_agrees,
        "number": verified.told.number_and_symbol if verified.told else None,
        "files": [_file(file, language) for file in verified.files],
        "problems": _problems(verified.problems, language),
        "unchecked": [render(reason, language) for reason in verified.unchecked],
    }


def _file(file: FileVerdict, language: str) -> dict[str, Any]:
    return {
        "name": file.name,
        "holds": file.holds,
        "problems": _problems(file.problems, language),
        "signatures": [
            {
                "field": s.field,
                "by": s.by,
                "issuer": s.issuer,
                "claimed": s.claimed.isoformat() if s.claimed else None,
                "stamped": s.stamped.isoformat() if s.stamped else None,
                "holds": s.holds,
                "problems": _problems(s.problems, language),
                "remarks": [render(remark, language) for remark in s.remarks],
                "revocation_known": s.is_revocation_known,
            }
            for s in file.signatures
        ],
    }


def _problems(problems: list[Any], language: str) -> list[dict[str, str]]:
    return [{"code": p.code, "message": render(p.message, language)} for p in problems]
