"""From draft to signed: issuing, signing and verifying a decision, short and long."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.places import QDGEN, REAL_DOSSIER
from benchmarks.suite import Plan, Ratio, Scale, Series, prepare, start

_PATIENCE = 420.0
_GIVEN = ("--so", "1234", "--ngay", "10/6/2025", "--force", "đo thời gian")


def issue_sign_verify(made: Path, scale: Scale) -> Sequence[Plan]:
    """The real decision, and one with an annex of `scale.signed` rows where that is not 0, each the
    whole way; against building it."""
    content = made / "content"
    made.mkdir(parents=True)
    shutil.copytree(REAL_DOSSIER.parent, content)
    prepare("keys", str(made / "keys"))
    real = _way("the real decision", content / REAL_DOSSIER.name, made / "real")
    plans = [_plan(*real, max(1, scale.rounds // 2))]
    if scale.signed:
        prepare("rows", str(scale.signed), str(made / "long"))
        name = f"an annex of {scale.signed:,} rows"
        long = _way(name, made / "long" / "dossier", made / "long-out")
        plans.append(_plan(*long, 1))
    return plans


def _way(name: str, dossier: Path, out: Path) -> tuple[str, Path, Path]:
    """Issue and sign once, so that there is something to sign again and to verify. Gives the name
    with the pages there are."""
    start([*QDGEN, "issue", str(dossier), *_GIVEN, "--output", str(out)])
    package = out / dossier.name / "ban-hanh"
    shutil.copytree(package, out / "signed")
    for field in ("nguoi-ky", "co-quan"):
        start(_sign(out / "signed" / f"{dossier.name}.pdf", field, out))
    told = json.loads((package / "ke-khai.json").read_text(encoding="utf-8"))
    pages = max(file["so_trang"] for file in told["tep"])
    return f"{name}, {pages} pages", dossier, out


def _sign(pdf: Path, field: str, out: Path, *more: str) -> list[str]:
    key = out.parent / "keys" / "ky.p12"
    return [*QDGEN, "sign", str(pdf), "--field", field, "--pkcs12", str(key), *more]


def _plan(name: str, dossier: Path, out: Path, rounds: int) -> Plan:
    built, again, signed = out / "built", out / "again", out / "again.pdf"
    pdf = out / dossier.name / "ban-hanh" / f"{dossier.name}.pdf"
    verify = (*QDGEN, "verify", str(out / "signed"), "--content", str(dossier))
    return Plan(
        f"issue, sign, verify: {name}",
        [
            Series("build", "qdgen build", Command(
                (*QDGEN, "build", str(dossier), "--output", str(built)),
                cleared=(built,), timeout=_PATIENCE)),
            Series("issue", "qdgen issue", Command(
                (*QDGEN, "issue", str(dossier), *_GIVEN, "--output", str(again)),
                cleared=(again,), timeout=_PATIENCE)),
            Series("sign", "qdgen sign", Command(
                tuple(_sign(pdf, "nguoi-ky", out, "--output", str(signed))),
                made=(signed,), timeout=_PATIENCE)),
            Series("verify", "qdgen verify, the text against the content included", Command(
                (*verify, "--trust", str(out.parent / "keys" / "ca.pem")), timeout=_PATIENCE)),
        ],
        [
            Ratio("qdgen issue : qdgen build", "issue", "build"),
            Ratio("qdgen sign : qdgen build", "sign", "build"),
            Ratio("qdgen verify : qdgen build", "verify", "build", 1.0),
        ],
        rounds=rounds,
    )  # fmt: skip
