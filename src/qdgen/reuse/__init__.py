"""Next decisions from what is there: last year's dossier rolled on, a new one of a known kind."""
