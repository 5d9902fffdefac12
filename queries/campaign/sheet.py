"""The one page that a structure gets back: its figures beside those of its territory, as any reader is told them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data.actors import ANYONE, Actor
from data.store import Connection
from queries import ask_records
from queries.campaign import making, paper
from queries.campaign.paper import Page
from queries.copy import reading
from queries.french import NARROW, POINTLESS, SECRET, UNKNOWN, number, percent

_LEVELS = ("structure", "bassin", "departement")
_PLACES = {"bassin": "Bassin :", "departement": "Département :"}
WORDS: Mapping[str, str] = {
    "participants_distincts": "Participants, chacun compté une fois",
    "participations": "Participations (présences)",
    "benevoles": "Bénévoles",
    "professionnels": "Professionnels",
    "accorde_eur": "Subventions accordées",
    "renseignement": "Champs des fiches renseignés",
}
_MOST_OPENED, _MOST_LACKING = 6, 3


def returns(path: Path, campaign_id: str, actor: Actor, made: date) -> bytes:
    """One ZIP of a PDF a structure; every figure is that of a reader, whoever asks. RefusedError without the right."""
    actor.require_contribution("préparer les retours d'une campagne")
    return making.archive(
        (f"{page.structure} {page.year} retour.pdf", paper.pdf(page))
        for page in pages(path, campaign_id, made).values()
    )


def pages(path: Path, campaign_id: str, made: date) -> dict[str, Page]:
    """Structure → its page, of those that have a fiche of the year."""
    asked = making.campaign(path, campaign_id)
    copy = reading.copy_of(path, actor=ANYONE)
    found = reading.asked(path, copy.snapshot, lambda root: _answers(root, campaign_id), ANYONE)
    followed, figures, lacks, fictitious = found
    return {
        row["structure_id"]: Page(
            row["structure"],
            asked.year,
            answer(row),
            *table(figures[row["structure_id"]]),
            waiting(lacks[row["structure_id"]]),
            lacking(lacks[row["structure_id"]]),
            fictitious,
            copy.snapshot,
            made,
        )
        for row in followed
        if row["n_fiches"]
    }


Rows = list[dict[str, Any]]


def _answers(root: Connection, campaign_id: str) -> tuple[Rows, dict[str, Rows], dict[str, Rows], bool]:
    with root.cursor() as cursor:
        followed = ask_records(cursor, "campagne_structures", campagne=campaign_id)
        figures = ask_records(cursor, "campagne_bilan", campagne=campaign_id)
        lacks = ask_records(cursor, "campagne_manques", campagne=campaign_id)
        fictitious = bool(ask_records(cursor, "jeu")[0]["demonstration"])
    return followed, _grouped(figures), _grouped(lacks), fictitious


def _grouped(rows: Rows) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for row in rows:
        found[row["structure_id"]].append(row)
    return found


def _plural(count: int, one: str, many: str) -> str:
    return f"{number(count)} {one if count < 2 else many}"


def answer(row: Mapping[str, Any]) -> str:
    """Whether the structure answered, when, and what its answer changed."""
    fiches = _plural(row["n_fiches"], "fiche", "fiches")
    if not row["n_reponses"]:
        return f"Votre classeur ({fiches}) n'est pas encore revenu : ces chiffres sont ceux déjà connus."
    day = date.fromisoformat(row["recue_le"])
    cells = _plural(row["n_cellules"], "cellule complétée ou corrigée", "cellules complétées ou corrigées")
    return f"Merci : votre réponse est arrivée le {day:%d/%m/%Y} ({fiches}, {cells})."


def table(rows: Rows) -> tuple[list[str], list[list[str]]]:
    """(heads, lines) of the table: what is counted, the structure, then its territories."""
    there = {row["niveau"]: row["nom"] for row in rows}
    levels = [level for level in _LEVELS if level in there]
    cells = {(row["quoi"], row["niveau"]): cell(row) for row in rows}
    heads = [
        "",
        *("Votre structure" if level == "structure" else f"{_PLACES[level]} {there[level]}" for level in levels),
    ]
    return heads, [[words, *(cells.get((quoi, level), UNKNOWN) for level in levels)] for quoi, words in WORDS.items()]


def cell(row: Mapping[str, Any]) -> str:
    """A figure with how many it rests on: « au moins 120 (5 sur 8) », « environ 76 (3 sur 4) », « s », « nd »."""
    rests = f" ({number(row['n_renseignes'])} sur {number(row['n_total'])})"
    if row["quoi"] == "renseignement":
        if not row["n_total"]:
            return POINTLESS
        return f"{percent(row['n_renseignes'] / row['n_total'])}{rests}"
    if row["secret"]:
        return f"{SECRET}{rests}"
    if row["valeur"] is None:
        return UNKNOWN
    told = euros(row["valeur"]) if row["quoi"] == "accorde_eur" else number(row["valeur"])
    how = "au moins " if row["au_moins"] else "environ " if row["environ"] else ""
    return f"{how}{told}{rests}"


def euros(value: float) -> str:
    """« 1 500 € », « 1 500,50 € »: cents only when there are some."""
    cents = round(100 * value) % 100
    whole = number((round(100 * value) - cents) / 100)
    return f"{whole}{f',{cents:02d}' if cents else ''}{NARROW}€"


def waiting(lacks: Rows) -> list[str]:
    """The indicators of the territory that wait for what this structure has not told, those nearest to open first."""
    titles = dict.fromkeys(title for row in lacks for title in row["indicateurs"])
    return list(titles)[:_MOST_OPENED]


def lacking(lacks: Rows) -> list[str]:
    """The fields that lack most, with how many fiches lack them."""
    counts: dict[str, int] = defaultdict(int)
    for row in lacks:
        counts[row["champ"]] += 1
    return [
        f"« {field} » : {_plural(count, 'fiche', 'fiches')}"
        for field, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_LACKING]
    ]
