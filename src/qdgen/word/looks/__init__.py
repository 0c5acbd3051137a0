"""How a DOCX looks: what direct formatting, styles, numbering and defaults come to, as Word has it.

Kept apart from the reader of texts, which every build uses and which must stay quick; the door is
`qdgen.word.looks.reading`.
"""
