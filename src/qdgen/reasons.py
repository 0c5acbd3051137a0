"""Why the operating system would not read or write, in words that are translated."""

from __future__ import annotations

import errno

from qdgen.messages import Text, text

_FULL = text("the disk is full")
_FORBIDDEN = text("permission is denied")
_ABSENT = text("there is no such file or folder")
_FOLDER = text("it is a folder")
_NO_FOLDER = text("a part of the path is not a folder")
_BUSY = text("another program is using it")
_TOO_MANY = text("too many files are open")

_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: text("the disk can only be read"),
    errno.ENOENT: _ABSENT,
    errno.EISDIR: _FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EBUSY: _BUSY,
    errno.ENAMETOOLONG: text("the name is too long"),
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EIO: text("the disk reports a fault"),
    errno.EFBIG: text("the file is larger than is allowed here"),
}
# Python for Windows may not know these names.
for _name, _text in (("EDQUOT", text("the disk quota is used up")), ("ETXTBSY", _BUSY)):
    if hasattr(errno, _name):
        _BY_NUMBER[getattr(errno, _name)] = _text

# ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, which Windows gives as EACCES.
_BY_WINDOWS_NUMBER = {32: _BUSY, 33: _BUSY}

# Libraries raise these without a number.
_BY_KIND: dict[type[OSError], Text] = {
    FileNotFoundError: _ABSENT,
    PermissionError: _FORBIDDEN,
    IsADirectoryError: _FOLDER,
    NotADirectoryError: _NO_FOLDER,
}


def reason(error: Exception) -> Text:
    """The cause of `error` to stand after a colon; the error's own words where it is another."""
    if isinstance(error, OSError):
        known = (
            _BY_WINDOWS_NUMBER.get(getattr(error, "winerror", None) or 0)
            or _BY_NUMBER.get(error.errno or 0)
            or _BY_KIND.get(type(error))
        )
        if known:
            return known
    return text("{detail}", detail=getattr(error, "strerror", None) or str(error))
