"""What stands in running text: dates, citations, references to provisions."""
