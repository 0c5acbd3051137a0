"""What each paragraph of a file is, by its words and its place: for Word and PDF alike.

No name of a style decides, since a file made elsewhere has none of ours; nor does any one property
of the look, since it may be the very thing that is wrong.
"""

from qdgen.check.identify.document import Identified, identify

__all__ = ["Identified", "identify"]
