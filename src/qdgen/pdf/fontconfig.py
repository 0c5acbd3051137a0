"""A private font world for the engine on systems with fontconfig (Linux and the BSDs).

With it the pages depend on the fonts named and on nothing else the machine has installed.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path

from qdgen.pdf.font_set import FontSet

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern">
    <test name="family" compare="eq"><string>Times New Roman</string></test>
    <edit name="family" mode="assign" binding="same"><string>{family}</string></edit>
  </match>
  <match target="font">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
  </match>
</fontconfig>
"""


def uses_fontconfig(platform: str = sys.platform) -> bool:
    """Whether LibreOffice asks fontconfig for its fonts on this system."""
    return platform not in ("win32", "darwin", "cygwin")


def private_fontconfig(fonts: FontSet, root: Path) -> Path:
    """The configuration file (for FONTCONFIG_FILE) of a world that holds only `fonts`.

    It lives below `root` under a name made from the fonts' bytes, and is made once.
    Raises OSError when a font cannot be read or `root` cannot be written.
    """
    digest = hashlib.sha256(f"{fonts.family}|{_CONFIGURATION}|{root}".encode())
    for file in fonts.files:
        digest.update(file.read_bytes())
    world = root / f"fonts-{digest.hexdigest()[:12]}"
    configuration = world / "fonts.conf"
    if configuration.exists():
        return configuration
    root.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="fonts-", dir=root))
    try:
        (making / "fonts").mkdir()
        for number, file in enumerate(fonts.files):
            shutil.copyfile(file, making / "fonts" / f"{number}-{file.name}")
        (making / "fonts.conf").write_text(
            _CONFIGURATION.format(
                folder=escape(str(world / "fonts")),
                cache=escape(str(world / "cache")),
                family=escape(fonts.family),
            ),
            encoding="utf-8",
        )
        try:
            making.replace(world)
        except OSError:
            # Another run was quicker with the very same fonts.
            if not configuration.exists():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return configuration
