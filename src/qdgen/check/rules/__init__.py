"""The rules, a module a subject. Each function is a rule, each docstring its manual page."""
