"""What calamine does not tell of an .xlsx: the format of its numbers, where formulas are, and whose kept result is 0.

Sheets are looked at in parts, as bytes: they may be large.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from data.reading import units

_PERCENTS = {"9", "10"}
# Text of a format: what is quoted, escaped, or between brackets (a currency, a colour).
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_ZERO = re.compile(rb'<c r="([A-Z]{1,3}[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)<v>0(?:\.0)?</v></c>')
_FORMULA = re.compile(rb'<c (?=[^>]*\br="([A-Z]{1,3})([0-9]+)")[^>]*><f[ />]')
_CHUNK = 4_000_000
_OVERLAP = 4_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Looks:
    """One sheet: (line, column from 0) → unit of the number shown; the cells of formulas whose result is 0; where
    formulas stand (line, column from 0)."""

    units: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: list[str] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)


def looks_of(path: str) -> dict[str, Looks]:
    """Name of a sheet → its looks; nothing for another kind of file or one whose XML is damaged."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        try:
            units = _units_of_styles(archive)
            return {name: _looks(archive, member, units) for name, member in _members(archive).items()}
        except (ElementTree.ParseError, KeyError):
            return {}


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → its member."""
    known = set(archive.namelist())
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    members = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _tag(element) == "sheet":
            target = targets.get(element.get(_RELATION), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in known:
                members[element.get("name", "")] = member
    return members


def _units_of_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Number of a cell style → the unit that its format shows, for those that show one."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {
        element.get("numFmtId"): element.get("formatCode", "") for element in root.iter() if _tag(element) == "numFmt"
    }
    found = {}
    for group in root:
        for rank, style in enumerate(group if _tag(group) == "cellXfs" else ()):
            number = style.get("numFmtId", "0")
            if unit := "%" if number in _PERCENTS else unit_of(codes.get(number, "")):
                found[str(rank)] = unit
    return found


def unit_of(code: str) -> str | None:
    """The unit of a format of numbers that makes its cells other than euros: « % », « k€ », « $ »; None when none."""
    first = code.split(";", maxsplit=1)[0]
    said = " ".join("".join(part) for part in _QUOTED.findall(first))
    bare = _QUOTED.sub("", first)
    if "%" in bare or "%" in said:
        return "%"
    # « #,##0, "k€" » shows thousands of what the cell holds in euros: the cell is right.
    if re.search(r"[0#?],+(?![0#?])", bare):
        return None
    return units.in_format(said, bare)


def _looks(archive: zipfile.ZipFile, member: str, units: dict[str, str]) -> Looks:
    looks = Looks()
    styles = "|".join(units).encode()
    styled = re.compile(rb'<c (?=[^>]*\br="([A-Z]{1,3})([0-9]+)")(?=[^>]*\bs="(' + styles + rb')")[^>]*[^/]>')
    for part in parts(archive, member):
        for letters, line, style in styled.findall(part) if units else ():
            looks.units[int(line), _column(letters.decode())] = units[style.decode()]
        looks.formulas |= {(int(line), _column(letters.decode())) for letters, line in _FORMULA.findall(part)}
        looks.zeros += [name.decode() for name in _ZERO.findall(part)]
    looks.zeros = list(dict.fromkeys(looks.zeros))
    return looks


def parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The bytes of a member, in parts that overlap."""
    kept = b""
    with archive.open(name) as stream:
        while part := stream.read(_CHUNK):
            yield kept + part
            kept = part[-_OVERLAP:]


def _column(letters: str) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - 64
    return rank - 1
