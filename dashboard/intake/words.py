"""What the page of loads says of steps and verdicts. Plain words, without Streamlit."""

from collections.abc import Mapping

from dashboard.frame import tables, wording
from data import progress
from data.reading.look import CERTAIN, PROBABLE, UNKNOWN, Confidence
from data.report import Report

CONFIDENCE: Mapping[Confidence, str] = {
    CERTAIN: "reconnaissance certaine",
    PROBABLE: "reconnaissance probable, à vérifier",
    UNKNOWN: "aucun format reconnu",
}
STEPS: Mapping[str, str] = {
    progress.READING: "Étape 1 sur 3 : lecture",
    progress.CHECKING: "Étape 2 sur 3 : contrôles",
    progress.WRITING: "Étape 3 sur 3 : écriture",
}
# Those of a load tried in a clone of the store.
TRIAL_STEPS: Mapping[str, str] = {
    progress.CLONING: "Étape 1 sur 4 : copie d'essai du magasin",
    progress.READING: "Étape 1 sur 4 : relecture du fichier, qui a changé",
    progress.CHECKING: "Étape 2 sur 4 : contrôles",
    progress.WRITING: "Étape 3 sur 4 : chargement dans la copie d'essai",
    progress.MEASURING: "Étape 4 sur 4 : calcul des chiffres et des indicateurs, la plus longue",
}


def step(name: str, done: int, total: int, steps: Mapping[str, str] = STEPS) -> str:
    """« Étape 1 sur 3 : lecture, 42 000 lignes sur 100 000 »."""
    told = steps[name]
    return f"{told}, {wording.number(done)} lignes sur {wording.number(total)}" if total else f"{told}…"


def effects(report: Report) -> list[str]:
    """« en plus : 1 structure », what is said otherwise or again, what goes: a line a table, then each change."""
    sorts = (
        ("en plus", report.ajouts),
        ("déjà là, dit autrement", report.autrement),
        ("déjà là, dit de nouveau à l'identique", report.deja),
        ("en moins", report.retraits),
    )
    told = [f"{sort} : {tables.rows(table, count)}" for sort, rows in sorts for table, count in rows.items()]
    return [*told, *report.changements]
