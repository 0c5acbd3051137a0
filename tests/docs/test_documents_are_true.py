"""What the documents say of the program is so: names, files, commands, codes, lists."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
import re
import shutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path

import click
import pytest
from building import DOSSIERS
from pydantic import BaseModel
from test_layering import FLOORS

import qdgen
from qdgen.cli.main import COMMANDS, INTERRUPTED, cli
from qdgen.content import annex_checks, yaml_reader
from qdgen.content.loader import MOST_ATTACHED, load_dossier
from qdgen.document import model as document_model
from qdgen.document.model import Annex, Decision, Document, Role
from qdgen.document.resolve import resolve
from qdgen.errors import QdgenError
from qdgen.word import compose, lines, table
from qdgen.word.elements import w
from qdgen.word.package import DEFAULT_LIMITS
from qdgen.word.reading import golden_text_of  # type: ignore[attr-defined]
