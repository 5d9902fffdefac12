"""A first look at a file, whatever it is: what it is made of, its tables, its text or its JSON, each read once."""

import json
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from data.batch import RefusedError
from data.reading.files import read_bytes, read_text
from data.reading.grids import MAX_TEXT_BYTES, Grid, read_grids

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Confidence = Literal["certain", "probable", "inconnu"]
CERTAIN: Confidence = "certain"
PROBABLE: Confidence = "probable"
UNKNOWN: Confidence = "inconnu"


@dataclass(frozen=True)
class Claim:
    """A format's answer to « is this yours? »: how sure, why (one French sentence), who published it when it shows.

    ``recipe`` is the name of the known publication that reads it, None when there is none.
    """

    format: str
    confidence: Confidence
    why: str
    publisher: str | None = None
    recipe: str | None = None


class Look:
    """One file being recognised; each property raises RefusedError (French) when it cannot be had.

    ``name`` is what the file was called: a hint, never a proof.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        self.path, self.name = path, name or path.name

    @cached_property
    def container(self) -> Literal["classeur", "json", "texte"]:
        """What the bytes are."""
        start = read_bytes(self.path, MAX_TEXT_BYTES)[:4000]
        if start.startswith((_ZIP, _OLE)):
            return "classeur"
        return "json" if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{") and self._is_json else "texte"

    @cached_property
    def text(self) -> str:
        """The text of a file that is no workbook."""
        return read_text(self.path, most=MAX_TEXT_BYTES)

    @cached_property
    def grids(self) -> list[Grid]:
        """The tables of a workbook or a delimited text."""
        return read_grids(self.path)

    @cached_property
    def content(self) -> Any:
        """The value of a JSON file; None when it is none."""
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def toml(self) -> dict[str, Any] | None:
        """The keys of a TOML file; None when it is none, or says nothing."""
        try:
            return tomllib.loads(self.text) or None
        except (ValueError, RecursionError, RefusedError):
            return None

    @cached_property
    def _is_json(self) -> bool:
        return self.content is not None
