"""A Bảng so sánh made by hand, with texts that a file format might take for its own."""

from __future__ import annotations

from datetime import UTC, datetime

from qdgen.review.side_by_side.rows import Group, Mark, Pair, Row, SideBySide, Span

HOSTILE = (
    "=1+1",
    "+84 24",
    "-5%",
    "@qd142",
    "{{ hang.moi }} {%p if x %}",
    'A & B < C > D "E"',
    "_x0041_ và _x000D_",
    "\t cách  đôi ",
)

ROWS: list[Group | Row] = [
    Group("QUYẾT ĐỊNH"),
    Row(
        "quyet-dinh/can_cu/qd570",
        [
            Pair(
                (Span("Quyết định số "), Span("570/QĐ-BKHCN", Mark.REMOVED), Span(";")),
                (Span("Quyết định số "), Span("571/QĐ-BKHCN", Mark.ADDED), Span(";")),
            )
        ],
        "Căn cứ",
        "Căn cứ",
        "Cho đúng số & ký hiệu.\nTheo ý kiến của <Văn thư>.",
    ),
    Row(
        "khoan-moi",
        [
            Pair((Span("Bổ sung mới", Mark.REMARK),)),
            Pair((), (Span("3. Khoản mới", Mark.ADDED), Span("1", Mark.ADDED, raised=True))),
            Pair((), (Span("xuống\ndòng", Mark.ADDED, bold=True),)),
        ],
        new_place="Khoản 3 Điều 2",
    ),
    Row(
        "khoan-bo",
        [
            Pair((Span("4. Khoản cũ", Mark.REMOVED, italic=True),)),
            Pair((), (Span("Bỏ", Mark.REMARK),)),
        ],
        old_place="Khoản 4 Điều 2",
    ),
    *(Row(f"la-{n}", [Pair((Span(w),), (Span(w),))], w, w, w) for n, w in enumerate(HOSTILE)),
]


def table(rows: list[Group | Row] | None = None) -> SideBySide:
    """A table with these rows, or all of them."""
    return SideBySide(
        "",
        "SỞ NỘI VỤ",
        "Quyết định ban hành Kế hoạch & <Quy chế>",
        "(Bản trước: HEAD~1; dự thảo: {{ x }})",
        ("HIỆN HÀNH", "DỰ THẢO", "THUYẾT MINH"),
        ROWS if rows is None else rows,
        datetime(2025, 1, 1, tzinfo=UTC),
        ("Ngoài ra, 3 hàng chỉ đổi số.",),
    )
