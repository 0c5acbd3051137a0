"""Two versions of a decision as one Word file with tracked changes."""
