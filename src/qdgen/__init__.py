"""qdgen: Vietnamese administrative decisions from structured text to Word and PDF."""

__version__ = "0.1.0"
