"""PDF files: the LibreOffice engine, fonts, reproducible finishing, reading a PDF back."""
