"""Which column of a grant file is what: by the words of its name first, by what it holds when the words are not enough.

Names follow the French standard of grant data (SCDL subventions, 1.1 to 2.1.1), its older form (``COLL_NOM``,
``SUB_MONTANT``…) and the free spellings of real files.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from data.identifiers import fold
from data.reading import units
from data.reading.workbook import Cell

FIELDS = {
    "attribuant": "qui donne",
    "attribuant_siret": "SIRET de qui donne",
    "beneficiaire": "qui reçoit",
    "beneficiaire_id": "SIRET ou SIREN de qui reçoit",
    "beneficiaire_rna": "numéro RNA de qui reçoit",
    "code_commune": "code INSEE de la commune de qui reçoit",
    "code_postal": "code postal de qui reçoit",
    "commune": "nom de la commune de qui reçoit",
    "objet": "objet",
    "montant": "montant accordé, en euros",
    "montant_demande": "montant demandé, en euros",
    "montant_verse": "montant versé, en euros",
    "date_convention": "date de la convention ou de la décision",
    "exercice": "année",
    "reference": "référence de la décision",
    "nature": "nature de l'aide (numéraire, en nature)",
    "conditions": "conditions de versement",
    "periode": "date ou période de versement",
    "periode_debut": "début du versement",
    "periode_fin": "fin du versement",
    "part_financee": "part financée (fraction de 1)",
    "dispositif": "dispositif",
    "notification_ue": "notifiée à l'Union européenne",
    "rae": "numéro au registre des aides",
}
AMOUNTS = {"montant": "accorde", "montant_demande": "demande", "montant_verse": "verse"}

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_ID = ("siret", "siren", "identif", "repertoire")
_GIVER = ("attribuant", "attributeur", "collectiv", "autorite administrative", "financeur", "coll nom", "coll siret")
_RECEIVER = ("benef", "attributaire", "attrib", "tiers", "association", "structure", "porteur", "organisme", "laureat",
             "raison sociale")  # fmt: skip
_MONEY = ("montant", "mtsubv", "somme", "subvention", "attribution", "mandat", "credit", "euros", "aide accordee")
_TOWNS = frozenset(
    f"{before}{town}{after}"
    for before in ("", "nom ", "nom de la ", "libelle ", "libelle de la ")
    for town in ("commune", "ville", "localite")
    for after in ("", " beneficiaire", " du beneficiaire", " siege", " du siege", " de residence")
    if before or after != " beneficiaire"
)
_DECIDED = ("convention", "conv", "decision", "deliberation", "vote", "acte", "signature", "attribution")


def spelled(header: object) -> str:
    """A column's name as words: no case, accents, punctuation or camel case."""
    return " ".join(_WORD.findall(fold(_CAMEL.sub(" ", str(header or "")))))


@dataclass(frozen=True)
class _Name:
    """The words of a name, asked about."""

    words: str
    tokens: frozenset[str]
    percent: bool

    def has(self, *parts: str) -> bool:
        """Whether any of these stands in the name, its words apart or glued."""
        glued = self.words.replace(" ", "")
        return any(part in self.words or part.replace(" ", "") in glued for part in parts)

    def says(self, *tokens: str) -> bool:
        """Whether any of these is one of its words."""
        return bool(self.tokens & set(tokens))

    @property
    def identifies(self) -> bool:
        """Whether it names an identifier."""
        return self.has(*_ID) or self.says("id") or self.words.replace(" ", "").startswith("id")


def field_of(header: object) -> str | None:
    """The field that a name means by its words alone; « siret » when it does not say whose; None when it means none."""
    words = spelled(header)
    name = _Name(words, frozenset(words.split()), "%" in str(header))
    if not words or (name.says("type") and not name.has("avantage")):
        return None
    return _special(name) or _dates(name) or _who(name) or _what(name)


def _special(name: _Name) -> str | None:
    if name.says("rae", "irae") or name.has("id rae"):
        return "rae"
    if name.has("notif", "aide d etat"):
        return "notification_ue"
    if name.percent or name.has("pourcent", "pourentage", "taux"):
        return "part_financee"
    if name.says("rna") or name.words.startswith("rna"):
        return "beneficiaire_rna"
    if name.has("condition", "sub versement", "subv versement"):
        return "conditions"
    if name.has("code postal", "postal code", "zip") or name.says("cp", "postal", "postale"):
        return "code_postal"
    if name.words in _TOWNS:
        return "commune"
    if name.has("insee") or (name.has("commune") and name.says("code")):
        return "code_commune"
    return None


def _dates(name: _Name) -> str | None:
    if name.says("exercice", "annee", "millesime"):
        return "exercice"
    if not name.has("date") and not name.says("periode", "periodes"):
        return None
    if name.has("debut", "premier mandat"):
        return "periode_debut"
    if name.says("fin", "solde"):
        return "periode_fin"
    if name.has("versement", "paiement", "mandatement"):
        return "periode"
    return "date_convention" if name.has(*_DECIDED) else None


def _who(name: _Name) -> str | None:
    if name.has(*_GIVER):
        return "attribuant_siret" if name.identifies else "attribuant"
    if name.has("montant", "objet", "nature", "subvention", "attribution", "convention", "acte"):
        return None
    if name.has(*_RECEIVER):
        return "beneficiaire_id" if name.identifies or name.says("code") else "beneficiaire"
    if name.has("siret", "siren"):
        return "siret"
    return "beneficiaire" if name.words == "nom" else None


def _what(name: _Name) -> str | None:
    if name.has("reference", "acte ref", "decision ref") or (
        name.has("numero") and name.has("convention", "engagement")
    ):
        return "reference"
    if name.has("dispositif", "programme"):
        return "dispositif"
    if name.has("objet", "intitule", "projet") or name.says("object"):
        return "objet"
    if name.has("nature"):
        return None if name.has("montant", "section") else "nature"
    if name.has("deliberation"):
        return "reference"
    if not name.has(*_MONEY):
        return None
    if name.has("demand", "sollicit"):
        return "montant_demande"
    if name.has("vers", "mandat", "paye", "emis", "liquid"):
        return "montant_verse"
    return "montant"


@dataclass(frozen=True)
class Doubt:
    """What only a person can say of a header: French words, and the columns that one of them must settle as ``field``
    (none when it is not about which column is what)."""

    words: str
    field: str | None = None
    places: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.words


@dataclass
class Header:
    """Where the names stand in a grid, and what each column is: position → field, with why.

    ``doubts``: a person must decide before anything is loaded. ``missing``: columns of a mapping
    that are not here. ``cut``: decimal commas seem to cut its amounts; ``joined``: a person confirmed it.
    ``giver``: who gave in the last file of that layout, when a person had to say it.
    """

    first: int
    last: int
    names: list[str]
    fields: dict[int, str]
    why: dict[int, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    cut: bool = False
    joined: bool = False
    giver: str | None = None

    @property
    def digest(self) -> str:
        """Fingerprint of the names, the same for the next file of that layout."""
        return hashlib.sha256("|".join(map(spelled, self.names)).encode()).hexdigest()[:16]

    @property
    def complete(self) -> bool:
        """Whether it says who receives and an amount."""
        found = set(self.fields.values())
        return "beneficiaire" in found and bool(found & set(AMOUNTS))

    def position(self, name: str) -> int | None:
        """The column of a field."""
        return next((place for place, known in self.fields.items() if known == name), None)


_NEARLY_ALL = 0.75
_DEEPEST = 30


def other_unit(header: Header, rows: Sequence[Sequence[Cell]]) -> str | None:
    """What says, in the name of an amount or over the table, that amounts are not in euros; None when nothing does."""
    names = (header.names[place] for place, name in header.fields.items() if name in AMOUNTS)
    told = (units.in_heading(name, "montant") for name in names)
    return next(filter(None, told), None) or units.over_table(rows[: header.last])


def find_header(rows: Sequence[Sequence[Cell]], merged: Iterable[tuple[int, int, int, int]] = ()) -> Header | None:
    """The row, or two rows, of the first thirty whose names mean the most fields; None when none means an amount.

    ``merged`` are in positions of ``rows``: a title over several columns belongs to each of them.
    """
    parents = _spread(rows, merged)
    best: tuple[tuple[int, int], Header] | None = None
    for rank in range(min(len(rows), _DEEPEST)):
        single = [str(cell or "") for cell in rows[rank]]
        candidates = [Header(rank, rank, single, {})]
        if rank + 1 < len(rows):
            under = [str(cell or "") for cell in rows[rank + 1]]
            joined = [f"{top} {low}".strip() for top, low in zip(parents[rank], under, strict=False)]
            candidates.append(Header(rank, rank + 1, joined, {}))
        for header in candidates:
            if header.last > header.first and not names_only(rows[header.last]):
                continue
            header.fields, header.doubts = claims(header.names)
            # Of two as telling, the one that is a single row: a title over it is not part of its names.
            score = len(set(header.fields.values())), header.first - header.last
            if header.complete and (best is None or score > best[0]):
                best = (score, header)
    return best[1] if best else None


def names_only(row: Sequence[Cell]) -> bool:
    """Whether a row may be names: no number in it, no cell that holds one."""
    return all(cell is None or (isinstance(cell, str) and not re.search(r"[0-9]{3}", cell)) for cell in row)


def repeats_header(row: Sequence[Cell], header: Header) -> bool:
    """Whether a row names the columns of a header again, in their places: « Association (sport) » for « (santé) »."""
    if not names_only(row):
        return False
    written = {place for place, cell in enumerate(row) if cell is not None}
    same = {
        place
        for place in written & set(range(len(header.names)))
        if spelled(row[place]) == spelled(header.names[place])
        or (place in header.fields and field_of(row[place]) == header.fields[place])
    }
    known = same & set(header.fields)
    names = {header.fields[place] for place in known}
    return "beneficiaire" in names and bool(names & set(AMOUNTS)) and len(same) >= _NEARLY_ALL * len(written)


def begins_table(row: Sequence[Cell]) -> bool:
    """Whether a row under a header is itself one: names only, nearly each of which means a field of its own."""
    if not names_only(row):
        return False
    fields, _ = claims([str(cell or "") for cell in row])
    written = sum(cell is not None for cell in row)
    return Header(0, 0, [], fields).complete and len(set(fields.values())) >= _NEARLY_ALL * written


def _spread(rows: Sequence[Sequence[Cell]], merged: Iterable[tuple[int, int, int, int]]) -> list[list[str]]:
    parents = [[str(cell or "") for cell in row] for row in rows[:_DEEPEST]]
    for top, left, bottom, right in merged:
        if top < len(parents) and top == bottom and left < len(parents[top]):
            for column in range(left, min(right + 1, len(parents[top]))):
                parents[top][column] = parents[top][left]
    return parents


def claims(names: Sequence[str]) -> tuple[dict[int, str], list[Doubt]]:
    """Position → field, by the words of names, and the doubts: a field that two columns claim belongs to neither."""
    claimed: dict[str, list[int]] = {}
    meanings = [field_of(name) for name in names]
    _givers(names, meanings)
    for place, meant in enumerate(meanings):
        if meant:
            claimed.setdefault(meant, []).append(place)
    fields: dict[int, str] = {}
    doubts = []
    for meant, places in claimed.items():
        if len(places) == 1:
            fields[places[0]] = meant
            continue
        exact = [place for place in places if spelled(names[place]) in _EXACT.get(meant, ())]
        if len(exact) == 1:
            fields[exact[0]] = meant
        elif meant in _MATTER:
            told = " et ".join(f"« {names[place].strip()} »" for place in places)
            words = f"{told} désignent toutes « {FIELDS.get(meant, meant)} » : une seule doit le faire"
            doubts.append(Doubt(words, meant, tuple(places)))
            fields[places[0]] = meant
    return fields, doubts


def _givers(names: Sequence[str], meanings: list[str | None]) -> None:
    """Beside a « bénéficiaire », an « attributaire » is who gives, unless another column says who does."""
    words = [spelled(name) for name in names]
    receives = [place for place, said in enumerate(words) if "benef" in said and meanings[place] == "beneficiaire"]
    if not receives or "attribuant" in meanings:
        return
    for place, said in enumerate(words):
        if "attributaire" in said and "benef" not in said:
            meanings[place] = _GIVEN.get(meanings[place] or "", meanings[place])


_GIVEN = {"beneficiaire": "attribuant", "beneficiaire_id": "attribuant_siret"}
# The standard's own name wins over another column of the same meaning.
_EXACT = {
    "montant": ("montant", "sub montant"),
    "beneficiaire": ("nom beneficiaire", "attrib nom"),
    "attribuant": ("nom attribuant", "coll nom"),
    "objet": ("objet", "sub objet"),
    "date_convention": ("date convention", "acte date"),
}
_MATTER = {"montant", "montant_demande", "montant_verse", "beneficiaire", "attribuant", "exercice"}


def settle_siret(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """Whose a lone « SIRET » is: the same on every row, the funder's; otherwise the beneficiary's."""
    place = header.position("siret")
    if place is None:
        return
    sirets = [str(row[place]) for row in rows if place < len(row) and row[place] is not None]
    whose = "attribuant_siret" if len(sirets) > 1 and len(set(sirets)) == 1 else "beneficiaire_id"
    if header.position(whose) is not None:
        del header.fields[place]
        return
    header.fields[place] = whose
    header.why[place] = (
        "une seule valeur dans le fichier" if whose == "attribuant_siret" else "une valeur par bénéficiaire"
    )
