"""A worksheet filled in: what is decided stands in the content, and the new decision is issued."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from year_office import NEXT, Office

from building import REAL
from qdgen.check.inspection import Inspection
from qdgen.check.paper import Medium
from qdgen.check.rule import all_rules
from qdgen.check.subjects import Subject
from qdgen.content.yaml_reader import parse
from qdgen.diagnostics import Severity
from qdgen.errors import RefusedError
from qdgen.pipeline.issue import issue
from qdgen.pipeline.issue_order import IssueOrder
from qdgen.reuse.next_year.items import AGREE

DECISIONS: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "decisions-2026.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """2026 with everything decided and carried out."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.roll()
    office.decide(lambda item: DECISIONS.get(item.id, AGREE))
    # what was decided “đã sửa” is done by hand: the order of the căn cứ, one word in two places
    office.change("quyet-dinh.yaml", "    Phê duyệt Kế hoạch", "    Ban hành Kế hoạch")
    office.change("quyet-dinh.yaml", "  - qd142\n", "")
    office.change("quyet-dinh.yaml", "  - qd813\n", "  - qd142\n  - qd813\n")
    office.apply()
    return office


def test_issuing_is_refused_while_anything_is_open_or_not_carried_out(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    office.roll()
    folder = office.content / NEXT
    order = IssueOrder(folder, 57, date(2026, 2, 10), office.here / "out", office.here)
    with pytest.raises(RefusedError) as raised:
        issue(order, lambda _message: None)
    told = [d.code for d in raised.value.diagnostics if d.code.startswith(("roll", "decision"))]
    assert told == ["roll-open"] * len(office.worksheet().open)
    office.decide(lambda item: DECISIONS.get(item.id, AGREE))
    with pytest.raises(RefusedError) as raised:
        issue(order, lambda _message: None)
    told = [str(d.message) for d in raised.value.diagnostics if d.code == "decision-waiting"]
    assert "nguoi-ky/ho_ten is decided, but the content does not say so yet" in told
    assert not any(d.code == "roll-open" for d in raised.value.diagnostics)


def test_every_decision_of_the_data_is_about_an_item(office: Office) -> None:
    assert DECISIONS.keys() <= office.items().keys()


def test_nothing_is_open_afterwards_and_nothing_more_happens(office: Office) -> None:
    before = {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()}
    worksheet = office.worksheet()
    assert not [item.id for item in worksheet.items if item.is_open or item.is_waiting]
    assert office.apply().files == []
    assert {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()} == before


def test_words_decided_stand_in_the_content_and_what_was_agreed_to_does(office: Office) -> None:
    annex, decision = office.text("phu-luc.yaml"), office.text("quyet-dinh.yaml")
    assert "thoi_gian: Quý III/2026" in annex
    assert "thoi_gian: Tháng 11/2026" in annex
    assert "Uỷ ban" not in annex.replace('"Uỷ ban"', "")
    assert "ho_ten: Nguyễn Văn An" in decision
    assert "Công nghê " not in decision
    assert "@qd142(số).\n" in decision


def test_last_years_decision_is_a_basis_and_in_the_register(office: Office) -> None:
    register = (office.content / "van-ban.yaml").read_text(encoding="utf-8")
    root, _, _ = parse(register, "van-ban.yaml")
    assert root is not None
    entry = root["qd-2025-du-lieu-quoc-gia"]
    assert isinstance(entry, dict)
    assert (str(entry["so"]), str(entry["ngay"])) == ("1234/QĐ-BKHCN", "10/6/2025")
    decision = office.text("quyet-dinh.yaml")
    assert decision.index("- qd-2025-du-lieu-quoc-gia") < decision.index("- de_nghi:")


def test_2025_is_left_only_where_the_worksheet_says_so(office: Office) -> None:
    told = sorted(
        f"{item.spot.file}:{item.spot.line}"
        for item in office.worksheet().items
        if "2025" in item.current and item.spot.line and item.id.startswith(("nam/", "thoi-han/"))
    )
    (last,) = (i for i in office.worksheet().items if i.id == "can-cu/nam-truoc")
    assert last.now == "@qd-2025-du-lieu-quoc-gia"
    at = office.text("quyet-dinh.yaml").splitlines().index("  - qd-2025-du-lieu-quoc-gia") + 1
    assert sorted(office.years(2025)) == sorted([*told, f"quyet-dinh.yaml:{at}"])


def test_the_new_decision_passes_the_check(office: Office) -> None:
    folder = office.content / NEXT
    subject = Subject(Medium.CONTENT, folder, NEXT)
    inspected = Inspection(all_rules(), office.here).one(subject)
    assert inspected.examined is not None
    told = [f for f in inspected.examined.findings if f.severity is not Severity.INFO]
    assert [(f.rule.code, str(f.located.location)) for f in told] == []
    assert [d.code for d in inspected.noticed] == []


def test_the_new_decision_is_built_and_issued(office: Office) -> None:
    order = IssueOrder(
        office.content / NEXT, 57, date(2026, 2, 10), office.here / "out", office.here
    )
    issued = issue(order, lambda _message: None)
    assert {path.suffix for path in issued.files} >= {".docx", ".pdf", ".json"}
    assert not issued.overridden


def test_two_rolls_of_a_year_are_one_of_two(tmp_path: Path) -> None:
    twice, once = Office(tmp_path / "twice"), Office(tmp_path / "once")
    for target, origin, name in ((2026, REAL, NEXT), (2027, NEXT, "2027-du-lieu-quoc-gia")):
        twice.roll(target, origin)
        twice.agree(name)
        assert twice.apply(name).problems == []
        assert twice.worksheet(name).open == []
    once.roll(2027)
    once.agree("2027-du-lieu-quoc-gia")
    once.apply("2027-du-lieu-quoc-gia")
    for name in ("quyet-dinh.yaml", "ke-hoach.yaml", "phu-luc.yaml"):
        assert twice.text(name, "2027-du-lieu-quoc-gia") == once.text(name, "2027-du-lieu-quoc-gia")
