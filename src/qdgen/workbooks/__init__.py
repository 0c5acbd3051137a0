"""Workbooks (XLSX) and CSV files: read within bounds, written the same bytes every time."""
