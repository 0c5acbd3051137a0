"""Edits brought home: what people changed in a Word file, as changes of the content."""
