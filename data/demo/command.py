"""``python -m data demo``: a demonstration, in the store that is kept for it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from data.actors import PRODUCT
from data.batch import Batch, RefusedError, Reject
from data.campaign import held
from data.demo.build import Demonstration, build
from data.demo.campaigns import STEM, Campaign
from data.demo.columns import FILE, Tables
from data.demo.plan import ArgumentError
from data.demo.workbooks import returned
from data.importers import ENTERED, references
from data.loading.load import ensure_references, files_digest, load_made
from data.loading.sources import Known, known_sources
from data.loading.undo import undo
from data.report import Report

_THERE = "Cette démonstration est déjà là : rien n'a été chargé."
# Lines that a real file would hold beside the kept ones, each refused for a reason of its own.
_REFUSED = [
    ("code_commune", "3190", "commune « 3190 » inconnue ; un tableur a-t-il supprimé le zéro initial ?"),
    ("montant_eur", "NC", "n'est pas un montant (point décimal, sans espace)"),
    ("montant_eur", "240 000 € (pour 3 saisons)", "n'est pas un montant (point décimal, sans espace)"),
    ("valeur", "une quarantaine ou plus", "n'est pas un nombre (point décimal, sans espace)"),
    ("date_debut", "31/02/2021", "n'est pas une date (AAAA-MM-JJ)"),
    ("titre", None, "valeur obligatoire absente (actions.titre)"),
]


def load_demo(
    seed: int,
    years: tuple[int, int],
    scale: str,
    path: Path,
    *,
    departement: str | None = None,
    truths: Path | None = None,
) -> Report:
    """Put that demonstration in the store, in place of the one it holds; the truths planted go to ``truths``.

    First what the fiches tell, then what each campaign brings, each a load of its own. The same one is not loaded
    twice. Raises ArgumentError (French) when it cannot be made, RefusedError when the store holds facts that are not
    made up.
    """
    if truths and not truths.absolute().parent.is_dir():
        raise ArgumentError(f"« {truths} » : le dossier « {truths.absolute().parent} » n'existe pas.")
    if truths and truths.is_dir():
        raise ArgumentError(f"« {truths} » est un dossier : donner le fichier où écrire les vérités.")
    demonstration = build(seed, years, scale, departement=departement)
    ensure_references(path)
    digest = demonstration.plan.digest(files_digest(references.files()))
    sources = known_sources(path)
    there = next((known for known in sources if known.active and known.format == "demo"), None)
    same = there is not None and there.sha256 == digest
    if not same:
        _refuse_real(path, sources)
    # What somebody took back of the same demonstration stays taken back.
    known = {source.sha256 for source in sources} if same else set()
    digests = {number: _digest(digest, number) for number in demonstration.campaigns}
    missing = {number: made for number, made in digests.items() if made not in known}
    before = None if there is None else there.source
    reports = [Report("deja_chargee", before, message=_THERE)] if same else []
    if not same or missing or truths:
        fiches, returns = _made(demonstration)
    if truths:
        truths.write_text(json.dumps(demonstration.truths, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if not same:
        _take_campaigns_back(path, sources)
        reports.append(load_made(fiches, digest, path, stem=demonstration.plan.departement, replace=before))
    for number, made in missing.items():
        if reports[-1].exit_code == 0:
            reports.append(_load_campaign(returns[number], demonstration, made, path))
    return _together(reports)


def _load_campaign(campaign: Campaign, demonstration: Demonstration, digest: str, path: Path) -> Report:
    """Load what the workbooks of a campaign say, and keep them beside."""
    back = returned(campaign, path)
    report = load_made(back.campaign.batch(demonstration.plan), digest, path, stem=campaign.stem, replace=None)
    if report.exit_code == 0:
        held.keep(path, campaign.campaign_id, back.files)
    return report


def _refuse_real(path: Path, sources: Sequence[Known]) -> None:
    """Real facts are never mixed with a demonstration; what people enter by hand about one is no real fact."""
    made_up = ("references", "contexte", "demo", ENTERED)
    real = sorted(known.source for known in sources if known.active and known.format not in made_up)
    if real:
        raise RefusedError(
            f"« {path} » tient des faits réels (« {real[0]} ») : une démonstration ne s'y mêle pas, choisissez un "
            "autre dossier avec --store."
        )


def _take_campaigns_back(path: Path, sources: Sequence[Known]) -> None:
    """Undo the campaigns of the demonstration that gives way: its fiches are not those of the next."""
    for known in reversed(sources):
        if known.active and known.source.startswith(f"{ENTERED}-{STEM}"):
            undo(PRODUCT, path, known.source, "Une autre démonstration prend sa place")
    held.forget(path)


def _digest(demonstration: str, number: int) -> str:
    """SHA-256 of one campaign, told from the others of the same demonstration and from those of another."""
    return hashlib.sha256(f"{demonstration} {number}".encode()).hexdigest()


def _made(demonstration: Demonstration) -> tuple[Batch, dict[int, Campaign]]:
    """The fiches as one load, and what each campaign returns; a bench tells everything at once."""
    if not demonstration.campaigns:
        lots = demonstration.lots()
        return _batch(demonstration, next(lots), lots), {}
    told, returns = demonstration.told()
    return _batch(demonstration, told, None), {campaign.number: campaign for campaign in returns}


def _together(reports: Sequence[Report]) -> Report:
    """One report for the whole demonstration: the source of its fiches, the lines of every load."""
    first, *others = reports
    refused = next((report for report in reports if report.exit_code), None)
    if refused is not None or not others:
        return refused or first
    return replace(
        first,
        etat="chargee",
        lues=sum(report.lues for report in reports),
        gardees=sum(report.gardees for report in reports),
        refusees=sum(report.refusees for report in reports),
        message="\n".join(report.message for report in reports),
    )


def _batch(demonstration: Demonstration, rows: Tables, more: Iterator[Tables] | None) -> Batch:
    """The first load: what the fiches tell, and the lines that a real file would hold beside them."""
    plan, land = demonstration.plan, demonstration.land
    kept = sum(table.num_rows for table in rows.values())
    rejects = [
        Reject(FILE, kept + rank, column, value, reason)
        for rank, (column, value, reason) in enumerate(_REFUSED, start=1)
    ]
    return Batch(
        format="demo",
        titre=f"{land.nom} de démonstration, {plan.first}-{plan.last} (graine {plan.seed}, échelle {plan.scale.name})",
        editeur="Observatoire du vivre-ensemble (faits fictifs)",
        licence="Licence Ouverte 2.0",
        publiee_le=plan.published,
        rows=rows,
        more=more,
        read=kept + len(rejects),
        kept=kept,
        rejects=rejects,
    )
