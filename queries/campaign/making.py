"""The workbooks of a campaign, made from what the reading copy says that they lack."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data.actors import Actor
from data.batch import RefusedError
from data.campaign import record
from data.campaign.prepared import Addressee, Wanted, prepared
from data.campaign.record import Campaign
from data.campaign.workbook import workbook
from data.identifiers import slug
from data.store import Connection
from queries import ask_records
from queries.copy import reading

Files = Iterable[tuple[str, bytes]]


def campaign(path: Path, campaign_id: str) -> Campaign:
    """The campaign of that identifier; RefusedError says those that there are."""
    known = record.campaigns(path)
    if campaign_id not in known:
        listed = ", ".join(known) or "aucune"
        raise RefusedError(f"Aucune campagne « {campaign_id} » (annulée ?). Campagnes : {listed}.")
    return known[campaign_id]


def workbooks(path: Path, campaign_id: str, actor: Actor) -> bytes:
    """One ZIP of a workbook a structure that has a fiche of the year, as ``actor`` may know it; RefusedError without
    the right, or without any fiche.

    Counts that secrecy withholds from ``actor`` are not told.
    """
    actor.require_contribution("préparer les classeurs d'une campagne")
    asked = campaign(path, campaign_id)
    copy = reading.copy_of(path, actor=actor)
    to = reading.asked(path, copy.snapshot, lambda root: _addressees(root, campaign_id), actor)
    ready = prepared(path, asked, copy.snapshot, to)
    if not ready:
        raise RefusedError(f"Aucune des structures de cette campagne n'a de fiche en {asked.year}.")
    return archive((f"{one.identity.structure} {asked.year}.xlsx", workbook(one)) for one in ready)


def archive(files: Files) -> bytes:
    """One ZIP, in which every file has a name of its own."""
    content, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in files:
            stem, _, suffix = name.rpartition(".")
            stem = slug(stem, 80)
            free = next(one for one in _names(stem) if one not in taken)
            taken.add(free)
            target.writestr(f"{free}.{suffix}", body)
    return content.getvalue()


def _names(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _addressees(root: Connection, campaign_id: str) -> list[Addressee]:
    def rows(name: str) -> list[dict[str, Any]]:
        with root.cursor() as cursor:
            return ask_records(cursor, name, campagne=campaign_id)

    fiches, wanted, withheld = (
        _by_structure(rows(name)) for name in ("campagne_fiches", "campagne_manques", "campagne_secrets")
    )
    return [
        Addressee(
            structure_id,
            found[0]["structure"],
            {row["sujet_id"]: row["titre"] for row in found},
            [Wanted(row["sujet_id"], row["champ"], tuple(row["indicateurs"])) for row in wanted[structure_id]],
            [(row["sujet_id"], row["grandeur"]) for row in withheld[structure_id]],
        )
        for structure_id, found in fiches.items()
    ]


def _by_structure(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["structure_id"]].append(row)
    return found
