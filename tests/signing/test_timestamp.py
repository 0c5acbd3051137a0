"""The authority that is named stamps the time over HTTP (RFC 3161); else nothing is asked."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from issuing_desk import NAME
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

import pki
from building import environment, program
from pki import Keys
from qdgen.pipeline.verify import VerifyOrder, verify
from qdgen.signing.trust import trusted_roots

MOMENT = datetime(2026, 2, 5, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def authority(keys: Keys) -> Iterator[tuple[str, list[str]]]:
    """A time stamping authority on this machine: its address, and what it was asked."""
    owner = pki.leaf(keys.authority, "Cơ quan cấp dấu thời gian", stamps_time=True)
    store = SimpleCertificateStore()
    store.register(pki.asn1(keys.authority))
    stamper = DummyTimeStamper(
        tsa_cert=pki.asn1(owner), tsa_key=pki.asn1_key(owner), certs_to_embed=store, fixed_dt=MOMENT
    )
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.headers["Content-Type"])
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    thread.join()
    server.server_close()


def signed(pdf: Path, keys: Keys, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program("--lang", "en", "sign", pdf, "--field", "nguoi-ky", "--pkcs12", keys.file, *more),
        env=environment(),
        input=f"{pki.PASSWORD}\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_authority_named_stamps_the_time_and_verify_tells_it(
    desk: Path, keys: Keys, authority: tuple[str, list[str]]
) -> None:
    address, asked = authority
    pdf = desk / "output" / NAME / "ban-hanh" / f"{NAME}-quyet-dinh.pdf"
    answer = signed(pdf, keys, "--tsa", address)
    assert answer.returncode == 0, answer.stderr
    assert set(asked) == {"application/timestamp-query"}
    (file,) = verify(VerifyOrder(pdf, desk, trusted_roots([keys.root]), MOMENT)).files
    assert file.signatures[0].stamped == MOMENT
    assert file.signatures[0].problems == []


def test_an_authority_that_does_not_answer_leaves_the_file_as_it_was(
    desk: Path, keys: Keys
) -> None:
    pdf = desk / "output" / NAME / "ban-hanh" / f"{NAME}-quyet-dinh.pdf"
    before = pdf.read_bytes()
    answer = signed(pdf, keys, "--tsa", "http://127.0.0.1:9/")
    assert answer.returncode == 7, answer.stderr
    assert "the time could not be stamped" in answer.stderr
    assert pdf.read_bytes() == before
