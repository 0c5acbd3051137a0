"""Word files: templates, merge, native constructs, finishing, and reading a DOCX back."""
