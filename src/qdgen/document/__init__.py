"""The resolved decision: every number, reference, citation and footnote settled; no I/O."""
