"""Versions compared by id, in the form each reviewer reads, and edits brought home from Word."""
