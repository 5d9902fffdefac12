"""What tells one statement about quantities or money from another: a digest of what it says.

It is made of what is stated, not of where it was read, so that a decision about a statement outlives the reload or the
replacement of its file. Two statements that say the very same, in the same words, have one digest and one fate.
"""

from collections.abc import Mapping

DIGEST = "fait"
# Table → the columns that make the digest of a row. A budget is told by its lines too, hence by its identifier.
_SAYS: Mapping[str, tuple[str, ...]] = {
    "mesures": (
        "sujet_type", "sujet_id", "grandeur", "annee", "valeur", "borne_basse", "borne_haute", "precision", "methode",
        "texte_source",
    ),
    "montants": (
        "sujet_type", "sujet_id", "role", "montant_eur", "borne_basse_eur", "borne_haute_eur", "precision",
        "periodicite", "annee", "financeur", "texte_source",
    ),
    "budgets": (
        "sujet_type", "sujet_id", "budget_id", "exercice", "nature", "total_charges_eur", "total_produits_eur",
        "total_general_charges_eur", "total_general_produits_eur",
    ),
    "financements": (
        "sujet_type", "sujet_id", "financeur", "dispositif", "exercice", "demande_eur", "accorde_eur", "verse_eur",
        "nature", "convention_debut", "convention_fin", "texte_source",
    ),
}  # fmt: skip


def _digest(columns: tuple[str, ...]) -> str:
    """SQL of 16 hexadecimal digits: each value with its length, unknown ones apart, so that no two are confused."""
    parts = (f"coalesce(length({name}::VARCHAR) || ':' || {name}::VARCHAR, '-')" for name in columns)
    return f"left(md5(concat({', '.join(parts)})), 16)"


# Table → column → its SQL: what ``lake_copy.fact_scripts`` adds to the tables whose rows people decide about.
DIGESTS: Mapping[str, Mapping[str, str]] = {table: {DIGEST: _digest(columns)} for table, columns in _SAYS.items()}
