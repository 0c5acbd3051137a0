"""The pages of a PDF as a clerk sees them: lines, columns, tables, notes, paragraphs.

words and strokes (qdgen.pdf.layout) ──lines──▶ rows ──blocks──▶ paragraphs ──▶ raw paragraphs
"""
