"""``python -m data demo``: a demonstration, in the store that is kept for it."""

import json
from pathlib import Path

from data import store
from data.batch import Batch, RefusedError, Reject
from data.demo.build import Demonstration, build
from data.demo.columns import FILE
from data.demo.plan import ArgumentError
from data.importers import references
from data.loading.load import ensure_references, files_digest, load_made
from data.report import Report

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

    The same one is not loaded twice. Raises ArgumentError (French) when it cannot be made, RefusedError when the store
    holds facts that are not made up.
    """
    if truths and not truths.absolute().parent.is_dir():
        raise ArgumentError(f"« {truths} » : le dossier « {truths.absolute().parent} » n'existe pas.")
    if truths and truths.is_dir():
        raise ArgumentError(f"« {truths} » est un dossier : donner le fichier où écrire les vérités.")
    demonstration = build(seed, years, scale, departement=departement)
    ensure_references(path)
    digest = demonstration.plan.digest(files_digest(references.files()))
    loaded = _loaded(path)
    same = loaded is not None and loaded[1] == digest
    if not same or truths:
        batch = _batch(demonstration)
    if truths:
        truths.write_text(json.dumps(demonstration.truths, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if same and loaded:
        return Report(
            "deja_chargee", source=loaded[0], message="Cette démonstration est déjà là : rien n'a été chargé."
        )
    return load_made(batch, digest, path, stem=demonstration.plan.departement, replace=loaded[0] if loaded else None)


def _loaded(path: Path) -> tuple[str, str] | None:
    """(source, digest) of the demonstration in the store, if there is one; real facts are never mixed with it."""
    rows = store.ask_facts(
        path,
        "SELECT source, sha256, format FROM sources WHERE etat = 'active' AND format NOT IN ('references', 'contexte')",
    )
    real = sorted(source for source, _, kind in rows if kind != "demo")
    if real:
        raise RefusedError(
            f"« {path} » tient des faits réels (« {real[0]} ») : une démonstration ne s'y mêle pas, choisissez un "
            "autre dossier avec --store."
        )
    return next(((source, digest) for source, digest, _ in rows), None)


def _batch(demonstration: Demonstration) -> Batch:
    """The whole demonstration as one load."""
    plan, land = demonstration.plan, demonstration.land
    lots = demonstration.lots()
    rows = next(lots)
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
        more=lots if plan.scale.full else None,
        read=kept + len(rejects),
        kept=kept,
        rejects=rejects,
    )
