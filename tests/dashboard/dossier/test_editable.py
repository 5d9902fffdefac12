"""The dossier to be edited says what the printed one says, in Word and in LibreOffice."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx as library
from docx.oxml.ns import qn
from odfdo import Document as Written

from dashboard.dossier import opendocument, word
from dashboard.dossier.content import Beside, Block, Document, Points, Table, Title, Words
from tests.dashboard.dossier.conftest import Made, flat


def every(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Beside):
            yield from every(iter([*block.left, *block.right]))


def said(document: Document) -> list[str]:
    """Headings, paragraphs and cells, in their order."""
    told = []
    for block in every(iter(document.blocks)):
        if isinstance(block, Title | Words):
            told.append(block.text)
        if isinstance(block, Table):
            told += [cell.text for row in block.rows for cell in row if cell.text]
    return [flat(text) for text in told]


def in_order(told: list[str], text: str) -> None:
    """Each stands in the text after the one before."""
    at = 0
    for words in told:
        assert words in text[at:], words
        at = text.index(words, at)


def test_word_says_the_same_and_its_tables_hold(made: Made) -> None:
    written = library.Document(io.BytesIO(word.docx(made.document)))
    body = written.element.body
    in_order(said(made.document), flat(" ".join(node.text or "" for node in body.iter(qn("w:t")))))
    tables = written.tables
    assert len(tables) == sum(isinstance(block, Table) for block in every(iter(made.document.blocks)))
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in tables)
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for table in tables for row in table.rows[1:])
    pictures = [node.get("descr") for node in body.iter(qn("wp:docPr"))]
    assert sum(bool(alt) for alt in pictures) > 30
    assert written.core_properties.title.startswith("Dossier de séance")


def test_libreoffice_says_the_same_and_its_tables_hold(made: Made) -> None:
    content = opendocument.odt(made.document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written_xml = archive.read("content.xml").decode("utf-8")
    in_order(said(made.document), flat(html.unescape(re.sub(r"<text:s[^>]*/>|<[^>]+>", " ", written_xml))))
    written = Written(io.BytesIO(content))
    tables = written.body.tables
    assert len(tables) == sum(isinstance(block, Table) for block in every(iter(made.document.blocks)))
    assert all(table.get_element("table:table-header-rows") is not None for table in tables)
    assert len(written.body.get_elements("//svg:desc")) > 30


def test_libreoffice_reads_each_point_of_each_list(made: Made) -> None:
    """ODF 1.3, 5.3: an item of a list holds paragraphs; LibreOffice shows nothing of an item within an item."""
    content = opendocument.odt(made.document)
    written = Written(io.BytesIO(content))
    lists = written.body.get_elements("//text:list")
    found = [[[part.tag for part in item.children] for item in each.children] for each in lists]
    points = [block.items for block in every(iter(made.document.blocks)) if isinstance(block, Points)]
    assert found == [[["text:p"]] * len(items) for items in points]
    assert len(points) >= 3
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "num-list-format" not in re.sub(
            r"<text:list-style.*?</text:list-style>", "", archive.read("styles.xml").decode()
        )


def test_words_that_no_document_can_hold_do_not_break_it(made: Made) -> None:
    strange = replace(made.document, blocks=[Words("a\x00b\x1f <b>&amp; {x}")], cover=[], drawing=None)
    for content in (word.docx(strange), opendocument.odt(strange)):
        assert content.startswith(b"PK")
