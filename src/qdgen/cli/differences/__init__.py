"""How a comparison is told: in a terminal, to programs, as a page, in a merge request."""
