"""What a check found, said: as text, for programs (JSON, SARIF, GitHub), as a page to read."""
