"""From what is asked to a file, whole or not at all."""

import errno
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from dashboard.dossier import opendocument, paper, word
from dashboard.dossier.content import Document
from dashboard.frame import mime
from data.unforeseen import unwritable

# End of a file's name → what it is, what makes it, its type.
FORMATS: Mapping[str, tuple[str, Callable[[Document], bytes], str]] = {
    "pdf": ("PDF, à imprimer", paper.pdf, mime.PDF),
    "docx": ("Word (.docx), à modifier", word.docx, mime.DOCX),
    "odt": ("LibreOffice (.odt), à modifier", opendocument.odt, mime.ODT),
}


def made(document: Document, suffix: str) -> bytes:
    """The file of a document, in one of ``FORMATS``."""
    return FORMATS[suffix][1](document)


def save(content: bytes, file: Path) -> None:
    """Write a file beside, then under its name; RefusedError (French) where its folder cannot be written."""
    draft = file.with_name(f".{file.name[:40]}.{secrets.token_hex(4)}.partiel")
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
        with draft.open("xb") as out:
            out.write(content)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise unwritable(file, error) from error
