"""Campaign workbooks that come back: each becomes one source, as a form that somebody saves does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import days, french, integrity
from data import store as stores
from data.batch import AlreadyThereError, Batch, RefusedError
from data.campaign import record
from data.campaign.claim import FORMAT
from data.campaign.compared import Compared, Comparison, States
from data.campaign.record import Campaign
from data.campaign.returned import Returned
from data.campaign.returned import read as read_workbook
from data.entering import state, writing
from data.entering.forms import Save
from data.entering.rows import Rows
from data.loading.sources import known_sources
from data.understanding import Understanding

# What a workbook without a function is signed by.
_UNSAID = "fonction non dite"
_BY = "structure répondante"


def read(paths: Sequence[Path], *, store: Path, replaced: str | None = None) -> Batch:
    """What a workbook says that the store at ``store`` does not say yet.

    RefusedError (French) for one of another store or campaign, AlreadyThereError for one that says nothing new.
    """
    if replaced is not None:
        raise RefusedError(
            "Ce classeur dit ce qui diffère de ce qui est su : il ne prend la place d'aucun autre chargement. "
            "Chargez-le sans rien remplacer."
        )
    if len(paths) != 1:
        raise RefusedError("Un classeur de campagne se charge seul : donnez-les l'un après l'autre, dans tout ordre.")
    returned = read_workbook(paths[0])
    campaign = _campaign(returned, store)
    snapshot = integrity.content(store).snapshot
    fiches = sorted({written.place.fiche for written in returned.cells})
    reason = f"Campagne {campaign.year} ({campaign.campaign_id})"
    save = Save(f"{returned.function or _UNSAID} ({_BY})", reason)
    number = writing.rank(known_sources(store))
    comparison = Comparison(
        returned, _states(store, snapshot, fiches), lambda: _before(store, returned.identity.snapshot, fiches)
    )
    compared = comparison.compared(save, writing.named(number))
    compared.rejects = [*returned.rejects, *compared.rejects]
    _refuse_nothing_new(returned, compared, store)
    about = {"rang": number, "fonction": save.function, "motif": reason, "relue": False}
    # The store says what its structure is called: the file may say anything.
    title = f"Réponse de « {record.name_of(store, returned.identity.structure_id)} » à la campagne {campaign.year}"
    remarks = [f"{title}.", *returned.remarks, *_of_another(campaign, store)]
    told = Told(title, paths[0].name, snapshot, remarks, _known_but_refused(returned, compared, store))
    return _batch(returned, compared, about, told)


def _campaign(returned: Returned, store: Path) -> Campaign:
    identity = returned.identity
    known = record.campaigns(store) if stores.exists(store) else {}
    campaign = known.get(identity.campaign_id)
    if campaign is None or campaign.year != identity.year:
        there = ", ".join(f"{one.year} ({one.campaign_id})" for one in known.values()) or "aucune"
        raise RefusedError(
            f"Ce classeur est celui de la campagne {identity.year} ({identity.campaign_id}), que ce magasin ne connaît "
            f"pas : il vient d'un autre jeu de données, ou la campagne a été annulée (« Historique » la rétablit). "
            f"Campagnes d'ici : {there}."
        )
    if identity.structure_id not in campaign.structures:
        raise RefusedError(
            f"La campagne {campaign.year} n'a pas écrit à « {identity.structure} » ({identity.structure_id})."
        )
    return campaign


def _states(store: Path, snapshot: int, fiches: Sequence[str]) -> States:
    found = state.read_several(store, snapshot, [("action", fiche) for fiche in fiches])
    return {fiche: found["action", fiche] for fiche in fiches}


def _before(store: Path, snapshot: int, fiches: Sequence[str]) -> States | None:
    try:
        return _states(store, snapshot, fiches)
    except RefusedError:  # That snapshot is of another history: what changed since cannot be told.
        return None


def _refuse_nothing_new(returned: Returned, compared: Compared, store: Path) -> None:
    if compared.rows or compared.rejects:
        return
    identity = returned.identity
    if record.answered(store, identity.campaign_id, identity.structure_id):
        known = "Tout ce que dit ce classeur est déjà su, et cette structure a déjà répondu."
        raise AlreadyThereError(" ".join([known, *returned.remarks]))
    if returned.function is None:
        empty = (
            "Ce classeur n'est pas rempli : aucune cellule ne diffère de ce qui a été envoyé. Pour répondre que rien "
            "n'a changé, la structure choisit sa fonction sur la première feuille."
        )
        raise AlreadyThereError(" ".join([empty, *returned.remarks]))


def _known_but_refused(returned: Returned, compared: Compared, store: Path) -> str | None:
    """Why nothing can be kept of a workbook that came before, and of which cells are refused; None for another."""
    identity, count = returned.identity, len(compared.rejects)
    if compared.changes or not count or not record.answered(store, identity.campaign_id, identity.structure_id):
        return None
    return (
        "tout ce que dit ce classeur est déjà su, et cette structure a déjà répondu ; "
        f"reste à corriger : {french.plural(count, 'cellule refusée', 'cellules refusées')}"
    )


def _of_another(campaign: Campaign, store: Path) -> list[str]:
    """That a later campaign is open, whose workbook this one is not."""
    *_, newest = record.campaigns(store).values()
    if newest.campaign_id == campaign.campaign_id:
        return []
    return [f"Une campagne plus récente est ouverte ({newest.year}) : ce classeur est celui d'une autre."]


@dataclass(frozen=True)
class Told:
    """What a batch says of itself: its title, its file, the snapshot it was compared with, remarks, why nothing is
    kept where it is known."""

    title: str
    file: str
    snapshot: int
    remarks: list[str]
    nothing: str | None


def _batch(returned: Returned, compared: Compared, about: dict[str, Any], told: Told) -> Batch:
    identity, kept = returned.identity, len(compared.changes)
    answer = {
        "campagne_id": identity.campaign_id,
        "structure_id": identity.structure_id,
        "recue_le": days.today(),
        "cellules": kept,
    }
    # An answer that changes nothing is one thing said; one of which all is refused says nothing.
    kept = kept or int(not compared.rejects)
    rows: Rows = {**from_file(told.file, compared.rows), "saisies": [about], "campagnes_reponses": [answer]}
    return Batch(
        FORMAT,
        told.title,
        rows,
        kept + len(compared.rejects),
        kept,
        rejects=compared.rejects,
        warnings=told.remarks,
        changes=compared.changes,
        understanding=Understanding(headings=returned.headings),
        against=told.snapshot,
        nothing=told.nothing,
    )


def from_file(file: str, rows: Rows) -> Rows:
    """The same rows, each with the file that says it where the contract keeps it."""
    columns = stores.contract_columns()
    return {
        table: [row | {"fichier": file} for row in found] if "fichier" in columns[table] else found
        for table, found in rows.items()
    }
