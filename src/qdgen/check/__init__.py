"""Does a document meet Nghị định 30/2020/NĐ-CP, and does it agree with itself?

    content, DOCX or PDF ──read──▶ Paper ──rules──▶ Remark ──▶ Finding

A `Paper` is what a clerk sees: pieces of text, each known for what it is (Quốc hiệu, căn cứ, Điều,
cell, …), with the look it has and the place it stands at. Rules see a paper and nothing else, so
that one rule serves content, Word file and PDF alike. Rules only report.
"""
