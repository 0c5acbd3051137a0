"""CT9: the comments that let a rule pass."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.paper import Medium, Paper, Suppression
from qdgen.check.rule import Certainty, Remark, Unchecked, all_rules, rule
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text


@rule(
    "CT901",
    "suppression-without-reason",
    Severity.WARNING,
    Certainty.PRACTICE,
    Medium.CONTENT,
)
def suppression_without_reason(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A comment lets a rule pass and does not say why.

    Whoever signs, or drafts next year, must be able to see why a fault was left standing.

    Wrong: # bỏ qua TN101
    Right: # bỏ qua TN101: nguyên văn của văn bản gốc
    Source: không có quy định; thông lệ soạn thảo bằng qdgen
    """
    told: set[int] = set()
    for suppression in paper.suppressions:
        if not suppression.reason and id(suppression.piece) not in told:
            told.add(id(suppression.piece))
            yield _remark(
                suppression,
                text("{word} is let pass without a reason", word=suppression.word),
                text("write the reason after a colon: {words}: …", words=suppression.piece.text),
            )


@rule(
    "CT902",
    "suppression-of-unknown-rule",
    Severity.WARNING,
    Certainty.PRACTICE,
    Medium.CONTENT,
)
def suppression_of_unknown_rule(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A comment lets a rule pass that does not exist, or that does not judge content files.

    Such a comment does nothing; its code or name is misspelt, or the rule looks at Word and PDF
    files only.

    Wrong: # bỏ qua TN1011: nguyên văn
    Right: # bỏ qua TN101: nguyên văn
    Source: không có quy định; thông lệ soạn thảo bằng qdgen
    """
    rules = {rule.code: rule for rule in all_rules()}
    for suppression in paper.suppressions:
        if not suppression.code:
            near = nearest(suppression.word, [*rules, *(rule.name for rule in rules.values())])
            yield _remark(
                suppression,
                text("there is no rule {word}", word=suppression.word),
                text("perhaps {near} is meant", near=near)
                if near
                else text("the rules are listed by: qdgen explain"),
            )
        elif not rules[suppression.code].media & paper.medium:
            yield _remark(
                suppression,
                text(
                    "{word} judges Word and PDF files only; here it lets nothing pass",
                    word=suppression.word,
                ),
                text("delete the comment"),
            )


@rule(
    "CT903",
    "unused-suppression",
    Severity.WARNING,
    Certainty.PRACTICE,
    Medium.CONTENT,
)
def unused_suppression(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A comment lets a rule pass that finds nothing there.

    What it excused has been mended or stands elsewhere; left behind, it would hide the next fault.

    Wrong: # bỏ qua TN101: nguyên văn (khi không còn hai dấu cách liền nhau)
    Right: (xóa dòng chú giải đó)
    Source: không có quy định; thông lệ soạn thảo bằng qdgen
    """
    for suppression in paper.suppressions:
        if suppression.judged and not suppression.used:
            yield _remark(
                suppression,
                text("{word} finds nothing here that could be let pass", word=suppression.word),
                text("delete it from the comment, or move the comment to the text it is about"),
            )


def _remark(suppression: Suppression, message: Text, hint: Text) -> Remark:
    end = suppression.start + len(suppression.word)
    return Remark(message, hint, suppression.piece, suppression.start, end)
