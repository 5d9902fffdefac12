"""The campaigns of a store: opening one, and those that there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from data import days, french, store, turn
from data.actors import Actor
from data.entering import writing
from data.entering.checking import of_save
from data.entering.forms import FieldError, Save
from data.entering.rows import Rows
from data.loading.sources import known_sources

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_STRUCTURES = 2_000
_OPEN = "ouvrir une campagne de collecte"


@dataclass(frozen=True)
class Campaign:
    """One campaign: the year that it asks about, the day it was opened, the structures that it writes to."""

    campaign_id: str
    year: int
    opened: date
    structures: tuple[str, ...]
    source: str


def open_campaign(actor: Actor, path: Path, year: int, structures: Collection[str], save: Save) -> Campaign:
    """Open a campaign about ``year`` for ``structures`` (their identifiers), as one save: undone like any other.

    FormError with every error, RefusedError without the right or when somebody else writes.
    """
    actor.require_contribution(_OPEN)
    wanted = sorted(set(structures))
    writing.refuse([*of_save(save), *_errors(year, wanted)])
    with turn.taken(path, actor, f"ouvre la campagne {year}"):
        known = {name for (name,) in store.ask_facts(path, "SELECT DISTINCT structure_id FROM structures")}
        writing.refuse(
            [FieldError("structures", f"« {name} » : structure inconnue") for name in wanted if name not in known]
        )
        campaign_id, today = f"{year}-{uuid4().hex[:8]}", days.today()
        rows: Rows = {
            "campagnes": [{"campagne_id": campaign_id, "annee": year, "ouverte_le": today}],
            "campagnes_structures": [{"campagne_id": campaign_id, "structure_id": name} for name in wanted],
        }
        title = f"Ouverture de la campagne {year}"
        source, _ = writing.write(actor, path, known_sources(path), rows, save, title)
    return Campaign(campaign_id, year, today, tuple(wanted), source)


def _errors(year: int, structures: Collection[str]) -> list[FieldError]:
    errors = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        errors.append(FieldError("annee", f"« {year} » : une année de {FIRST_YEAR} à {LAST_YEAR} est attendue"))
    if not structures:
        errors.append(FieldError("structures", "choisissez au moins une structure"))
    if len(structures) > MOST_STRUCTURES:
        errors.append(
            FieldError("structures", f"{french.plural(len(structures), 'structure')}, {MOST_STRUCTURES} au plus")
        )
    return errors


def campaigns(path: Path) -> dict[str, Campaign]:
    """Identifier → campaign, of those that were not undone, the oldest first."""
    found = store.ask_facts(
        path,
        "SELECT campagne_id, annee, ouverte_le, list(structure_id ORDER BY structure_id), campagnes.source "
        "FROM campagnes JOIN campagnes_structures USING (campagne_id) "
        "JOIN sources ON sources.source = campagnes.source "
        "GROUP BY ALL ORDER BY ouverte_le, any_value(chargee_le), campagne_id",
    )
    return {row[0]: Campaign(row[0], row[1], row[2], tuple(row[3]), row[4]) for row in found}


def name_of(path: Path, structure_id: str) -> str:
    """What the store calls a structure; its identifier where it no longer does."""
    sql = "SELECT nom FROM structures WHERE structure_id = ? ORDER BY source LIMIT 1"
    return str(next(iter(store.ask_facts(path, sql, [structure_id])), (structure_id,))[0])


def answered(path: Path, campaign_id: str, structure_id: str) -> bool:
    """Whether a workbook of this structure counts already."""
    sql = "SELECT 1 FROM campagnes_reponses WHERE campagne_id = ? AND structure_id = ? LIMIT 1"
    return bool(store.ask_facts(path, sql, [campaign_id, structure_id]))
