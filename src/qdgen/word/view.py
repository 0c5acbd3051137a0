"""What a template may print: each part of the document as variables with Vietnamese names.

The list of variables is the contract with whoever restyles a template; docs/templates.md tells it.
"""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.document.model import (
    Annex,
    Attachment,
    Decision,
    Inlines,
    Paragraph,
    Role,
    Run,
    plain_text,
)
from qdgen.messages import Text, text
from qdgen.word.slots import Slot, SlotBook, Token

View = dict[str, object]
_CENTRED = (Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION)
_LITERAL_LABEL = (Role.POINT, Role.OUTLINE_3)


def decision_view(decision: Decision, book: SlotBook) -> View:
    """The variables of quyet-dinh.docx."""
    body = _blocks(decision.body, "khoi.chu", book)
    signature = decision.signature
    return {
        **_organ(decision.parent_organ, decision.organ, book),
        "so_ky_hieu": book.words("so_ky_hieu", decision.number_line, text("number line")),
        "dia_danh_ngay": book.words("dia_danh_ngay", decision.date_line, text("date line")),
        "ten_loai": book.put(
            Slot("ten_loai", (Run(decision.type),), text("type"), anchor=decision.anchor)
        ),
        "trich_yeu": book.put(Slot("trich_yeu", decision.subject, text("subject"), balanced=True)),
        "tham_quyen": book.words(
            "tham_quyen", decision.authority, text("authority"), balanced=True
        ),
        "can_cu": _lines("can_cu", decision.bases, text("legal bases"), book),
        "noi_dung": body,
        "noi_nhan": _lines("noi_nhan", decision.recipients, text("recipients"), book, label="-"),
        "ky": {
            "quyen_han": [_signed("quyen_han", line, book) for line in signature.capacity],
            "chuc_vu": _signed("chuc_vu", signature.position, book),
            "ho_ten": _signed("ho_ten", signature.name, book),
        },
    }


def attachment_view(attachment: Attachment, book: SlotBook) -> View:
    """The variables of de-cuong.docx and dieu-khoan.docx."""
    return {
        **_organ(attachment.parent_organ, attachment.organ, book),
        "ten_loai": book.words("ten_loai", attachment.type_line, text("type")),
        "ten_van_ban": book.put(
            Slot(
                "ten_van_ban",
                attachment.title,
                text("title"),
                anchor=attachment.anchor,
                balanced=True,
            )
        ),
        "dan_chieu": book.put(
            Slot("dan_chieu", attachment.reference_line, text("reference line"), balanced=True)
        ),
        "noi_dung": _blocks(attachment.body, "khoi.chu", book),
        "cuoi": book.words("cuoi", attachment.closing, text("closing line")),
    }


def annex_view(annex: Annex, book: SlotBook) -> View:
    """The variables of phu-luc.docx; its table's rows are made from prototypes (see `table`)."""
    heading: Inlines = (Run(annex.label),)
    marked = None
    if annex.number:
        heading = (Run(f"{annex.label} "), Run(annex.number))
        marked = (1, annex.anchor)
    return {
        "nhan_phu_luc": book.put(
            Slot("nhan_phu_luc", heading, text("annex heading"), anchor=annex.anchor, marked=marked)
        ),
        "ten_phu_luc": book.put(Slot("ten_phu_luc", annex.title, text("title"), balanced=True)),
        "dan_chieu": book.put(
            Slot("dan_chieu", annex.reference_line, text("reference line"), balanced=True)
        ),
        "noi_dung": _blocks(annex.before, "khoi.chu", book),
        "ghi_chu": _blocks(annex.after, "khoi.chu", book),
    }


def _organ(parent: str, organ: str, book: SlotBook) -> View:
    return {
        "co_quan_chu_quan": book.words(
            "co_quan_chu_quan", parent, text("superior organ"), balanced=True
        ),
        "co_quan": book.words("co_quan", organ, text("organ"), balanced=True),
    }


def _signed(variable: str, words: str, book: SlotBook) -> Token | str:
    return book.words(f"ky.{variable}", words, text("signature"), balanced=True)


def _lines(
    variable: str, lines: Sequence[Inlines], name: Text, book: SlotBook, label: str = ""
) -> list[Token | str]:
    return [book.put(Slot(variable, inlines, name, label)) for inlines in lines]


def _blocks(paragraphs: Sequence[Paragraph], variable: str, book: SlotBook) -> list[View]:
    blocks: list[View] = []
    for paragraph in paragraphs:
        name = text("{place}", place=_place(paragraph))
        block: View = {"kieu": paragraph.role.value}
        label = paragraph.label
        if paragraph.role in _LITERAL_LABEL:
            marked = (0, paragraph.anchor) if paragraph.anchor else None
            letter = (Run(label[:-1]), Run(label[-1:]))
            block["nhan"] = book.put(Slot("khoi.nhan", letter, name, marked=marked))
            label = ""
        block["chu"] = book.put(
            Slot(
                variable,
                paragraph.inlines,
                name,
                label,
                paragraph.anchor,
                balanced=paragraph.role in _CENTRED,
            )
        )
        blocks.append(block)
    return blocks


def _place(paragraph: Paragraph) -> str:
    """Where a paragraph stands, as a clerk would say it: "Điều 2", "khoản 3", "điểm đ"."""
    number = paragraph.label.rstrip(".)")
    match paragraph.role:
        case Role.CLAUSE | Role.CLAUSE_TITLED:
            return f"khoản {number}"
        case Role.POINT | Role.OUTLINE_3:
            return f"điểm {number}"
        case Role.OUTLINE_1 | Role.OUTLINE_2 | Role.OUTLINE_2_TITLED:
            return f"mục {number}"
        case Role.TEXT | Role.DASH | Role.PLUS:
            return f"{paragraph.role.value.lower()} “{plain_text(paragraph.inlines)[:30]}”"
        case _:
            return number
