"""VD21: what is told of a document agrees with the register."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.citation_agreement import subject_remark
from qdgen.check.text.cited import documents_in, is_own_number
from qdgen.check.text.wordings import clause, difference, same_name
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import short_date

NO_REGISTER = text("there is no register of documents to compare with")
"""Why nothing could be compared."""


@rule("VD211", "date-against-register", Severity.ERROR, Certainty.DERIVED, TEXTS)
def date_against_register(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The date of a cited document is not the one of the register.

    The register is where the date was looked up, so either the text or the register is wrong.

    Wrong: Quyết định số 142/QĐ-TTg ngày 20/02/2024 (danh mục: 02/02/2024)
    Right: Quyết định số 142/QĐ-TTg ngày 02/02/2024
    Source: suy ra: một văn bản chỉ có một ngày ban hành
    """
    if not paper.registers.documents:
        yield Unchecked(NO_REGISTER)
        return
    for document in documents_in(paper):
        day = document.entry.day if document.entry else None
        for mention in document.mentions if day else ():
            when = mention.citation.date
            if when is None or day is None or mention.day is None or mention.day == day:
                continue
            yield Remark(
                text("the register dates {name} {date}", name=mention.name, date=short_date(day)),
                text("find out which one is right"),
                mention.piece,
                when.start,
                when.end,
            )


@rule("VD212", "issuer-against-register", Severity.WARNING, Certainty.DERIVED, TEXTS)
def issuer_against_register(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The issuer of a cited document is not the one of the register.

    The minister issues a decision, or the ministry, but not both; the register says which.

    Wrong: Quyết định số 813/QĐ-BTTTT … của Bộ Thông tin và Truyền thông (danh mục: Bộ trưởng Bộ …)
    Right: Quyết định số 813/QĐ-BTTTT … của Bộ trưởng Bộ Thông tin và Truyền thông
    Source: suy ra: một văn bản chỉ có một cơ quan hoặc người ban hành
    """
    if not paper.registers.documents:
        yield Unchecked(NO_REGISTER)
        return
    for document in documents_in(paper):
        issuer = document.entry.issuer if document.entry else ""
        for mention in document.mentions if issuer else ():
            c = mention.citation
            if c.issuer and not same_name(c.issuer, issuer):
                yield Remark(
                    text(
                        'the register names "{issuer}" as the issuer of {name}',
                        issuer=issuer,
                        name=mention.name,
                    ),
                    text("find out which one is right"),
                    mention.piece,
                    c.issuer_start,
                    c.issuer_end,
                )


@rule("VD213", "subject-against-register", Severity.WARNING, Certainty.DERIVED, TEXTS)
def subject_against_register(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The subject of a cited document is worded otherwise than in the register.

    The subject is quoted as it stands on the document. Where only "về việc" is added or left out,
    it is remarked.

    Wrong: Quyết định số 142/QĐ-TTg … về việc phê duyệt Chiến lược (danh mục: phê duyệt …)
    Right: Quyết định số 142/QĐ-TTg … phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030
    Source: suy ra: trích yếu được dẫn như trên văn bản (CC-04)
    """
    if not paper.registers.documents:
        yield Unchecked(NO_REGISTER)
        return
    for document in documents_in(paper):
        subject = document.entry.subject if document.entry else ""
        for mention in document.mentions if subject else ():
            if differs := difference(clause(mention.subject), subject):
                message = text(
                    "the register words the subject of {name} otherwise", name=mention.name
                )
                yield subject_remark(mention, subject, differs, message)


@rule("VD214", "typed-citation", Severity.INFO, Certainty.PRACTICE, Medium.CONTENT)
def typed_citation(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A citation is typed out although the register has the document.

    A key prints number, date and issuer from one place, so they cannot differ, and the words
    follow when the register is corrected. Words that must stand as they are (nguyen_van) are not
    meant.

    Wrong: theo Quyết định số 142/QĐ-TTg
    Right: theo @qd142(số)
    Source: quy ước của bộ công cụ, không phải của Nghị định
    """
    for document in documents_in(paper):
        if document.entry is None:
            continue
        for mention in document.mentions:
            c = mention.citation
            if mention.is_generated or mention.piece.verbatim or is_own_number(paper, c.number):
                continue
            key = document.entry.key
            short = not c.is_dated and c.issuer_start < 0
            yield Remark(
                text("the register has {name}", name=mention.name),
                text("write @{key}(số)", key=key) if short else text("write @{key}", key=key),
                mention.piece,
                c.start,
                c.number_end,
            )
