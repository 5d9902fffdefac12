"""What makes two statements about one subject two answers to the same question."""

from collections.abc import Mapping

# Table → the columns by which one statement takes the place of another, in the order of ``Statement.key``.
KEYS: Mapping[str, tuple[str, ...]] = {
    "mesures": ("grandeur", "annee"),
    "montants": ("role", "annee", "periodicite", "financeur"),
    "financements": ("financeur", "dispositif", "exercice"),
    "budgets": ("exercice", "nature"),
}
