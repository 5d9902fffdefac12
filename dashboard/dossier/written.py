"""From what is asked to a file, whole or not at all."""

import errno
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.dossier.content import Document
from dashboard.frame import mime
from data.unforeseen import unwritable


@dataclass(frozen=True)
class Format:
    """What people call a kind of file, and what browsers are told that it is."""

    title: str
    mime: str


# End of a file's name → its kind.
FORMATS: Mapping[str, Format] = {
    "pdf": Format("PDF, à imprimer", mime.PDF),
    "docx": Format("Word, à modifier", mime.DOCX),
    "odt": Format("LibreOffice, à modifier", mime.ODT),
}


def made(document: Document, suffix: str) -> bytes:
    """The file of a document, in one of ``FORMATS``; RefusedError (French) where none can be made."""
    # Each is heavy, and wanted only when its file is.
    if suffix == "docx":
        from dashboard.dossier import word

        return word.docx(document)
    if suffix == "odt":
        from dashboard.dossier import opendocument

        return opendocument.odt(document)
    from dashboard.dossier import paper

    return paper.pdf(document)


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
