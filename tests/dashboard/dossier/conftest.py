"""One dossier of the demonstration, made once and looked at by all."""

import logging
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.dossier import asked, paper, whole
from dashboard.dossier.content import Document
from dashboard.frame import cached
from data.actors import ANYONE

SESSION = "comite-departemental-demonstration-03-2025-11-26"


@dataclass(frozen=True)
class Made:
    """A dossier: its blocks, its file, what a reader of the file reads (spaces as one plain space)."""

    document: Document
    file: Path
    text: str
    warnings: list[str]

    @property
    def pages(self) -> list[str]:
        """The same, page by page."""
        return [flat(page) for page in read(self.file).split("\f")[:-1]]


def flat(text: str) -> str:
    """Words with one plain space between them: where lines end says nothing."""
    return re.sub(r"[\s\u00a0\u202f\u2060]+", " ", text.replace("\u200b", "")).strip()


def read(file: Path) -> str:
    """All the words of a PDF, in the order of its content."""
    told = subprocess.run(["pdftotext", "-raw", str(file), "-"], check=True, capture_output=True)
    return told.stdout.decode("utf-8")


def dossier(store: Path, session: str | None = None, bassin: str | None = None) -> Document:
    """The blocks of a dossier as any reader is handed it."""
    scope = asked.looked_at(cached.dataset(store), ANYONE, session)
    return whole.document(asked.asked(scope, session, bassin))


@pytest.fixture(scope="session")
def made(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """That of a session of the comité départemental."""
    file = tmp_path_factory.mktemp("dossier") / "dossier.pdf"
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger(paper.__name__).addHandler(handler)
    document = dossier(demo_store, SESSION)
    file.write_bytes(paper.pdf(document))
    return Made(document, file, flat(read(file)), heard)


Printed = Callable[[Document], str]


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """What a reader reads of a document, printed."""

    def text(document: Document) -> str:
        file = tmp_path / "essai.pdf"
        file.write_bytes(paper.pdf(document))
        return flat(read(file))

    return text
