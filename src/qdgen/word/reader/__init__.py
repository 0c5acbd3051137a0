"""A DOCX read back as Word shows it; the door is `qdgen.word.reading`."""
