"""A new dossier from what is here already: next year's plan out of this year's."""
