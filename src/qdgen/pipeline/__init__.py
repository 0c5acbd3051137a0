"""The recipe: content → document → Word → PDF, each proven against the one before.

Everything is made in a folder of its own beside the outputs and moved into place at the end, so
that a build that fails or is interrupted leaves the earlier files as they were.
"""

from qdgen.pipeline.reading import read_document
from qdgen.pipeline.recipe import build
from qdgen.pipeline.work import Options, Result

__all__ = ["Options", "Result", "build", "read_document"]
