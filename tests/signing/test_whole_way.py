"""The decision of 2025 from draft to a package signed by both and verified, as a clerk does it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pikepdf
from issuing_desk import commit, git

import pdf_a
import pki
from building import PROJECT, REAL, environment, program, qdgen_run
from pki import Keys


def test_the_real_decision_from_draft_to_verified(tmp_path: Path, keys: Keys) -> None:
    desk = tmp_path / "bo"
    shutil.copytree(PROJECT / "content", desk / "content")
    git(tmp_path, "init", "--quiet", "bo")
    commit(desk)
    draft = qdgen_run("build", cwd=desk)
    assert draft.returncode == 0, draft.stderr

    # its blank and its slips stand in the way, so a reason is needed
    given = ("issue", REAL, "--so", "1234", "--ngay", "10/6/2025")
    refused = qdgen_run("--lang", "en", *given, cwd=desk)
    assert refused.returncode == 7
    assert "blank" in refused.stderr
    issued = qdgen_run(*given, "--force", "ban hành theo bản đã trình ký", cwd=desk)
    assert issued.returncode == 0, issued.stderr
    package = desk / "output" / REAL / "ban-hanh"
    pdf = package / f"{REAL}.pdf"
    stages = [Path(shutil.copyfile(pdf, tmp_path / "0.pdf"))]

    # the person and the organ have a token each
    library, persons = pki.soft_token(keys.signer, tmp_path / "hsm")
    for field, environ in (("nguoi-ky", persons), ("co-quan", keys.environ)):
        signed = subprocess.run(
            program("sign", pdf, "--field", field, "--pkcs11", library, "--token", pki.TOKEN),
            cwd=desk,
            env=environment(**environ),
            input=f"{pki.PIN}\n",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert signed.returncode == 0, signed.stderr
        stages.append(Path(shutil.copyfile(pdf, tmp_path / f"{field}.pdf")))

    # veraPDF finds nothing before signing, after the first and after the second; it does in a
    # copy whose fields show nothing
    with pikepdf.open(stages[0]) as broken:
        for field in broken.Root.AcroForm.Fields:
            del field["/AP"]
        broken.save(tmp_path / "broken.pdf")
    *good, bad = pdf_a.faults("2b", *stages, tmp_path / "broken.pdf")
    assert good == [[], [], []]
    assert [fault.partition(":")[0] for fault in bad] == ["6.3.3-1", "6.3.3-1"]

    verified = qdgen_run("verify", package, "--trust", keys.root, "--format", "json", cwd=desk)
    told = json.loads(verified.stdout)
    assert verified.returncode == 0, told
    assert told["number"] == "1234/QĐ-BKHCN"
    assert told["content_agrees"]
    assert [s["by"] for file in told["files"] for s in file["signatures"]] == [
        "Nguyễn Văn An",
        "Bộ Khoa học và Công nghệ",
    ]
