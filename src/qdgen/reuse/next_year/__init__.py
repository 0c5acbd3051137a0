"""A dossier taken to another year, with the list of what a person must decide."""
