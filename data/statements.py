"""What makes two statements about one subject two answers to the same question."""

from collections.abc import Mapping

# Table → the columns by which one statement takes the place of another, in the order of ``Statement.key``.
KEYS: Mapping[str, tuple[str, ...]] = {
    "mesures": ("grandeur", "annee"),
    "montants": ("role", "annee", "periodicite", "financeur"),
    "financements": ("financeur", "dispositif", "exercice"),
    "budgets": ("exercice", "nature"),
}
_SUBJECT = ("sujet_type", "sujet_id")
# Table → the columns that make a row answer the question that another answers, where no key of the contract says it. Of
# a list (the publics of an action, the communes of a division), the question is the whole list.
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "mesures": (*_SUBJECT, *KEYS["mesures"], "methode"),
    "montants": (*_SUBJECT, *KEYS["montants"]),
    "constats": (*_SUBJECT, "code"),
    "enveloppes": ("code_departement", "code_zone", "annee"),
    "actions_lieux": ("action_id", "role"),
    "actions_mots_cles": ("action_id",),
    "actions_publics": ("action_id",),
    "actions_initiateurs": ("action_id",),
    "actions_partenaires": ("action_id",),
    "projets_territoires": ("projet_id", "role"),
    "evenements_departements": ("evenement_id",),
    "seances_documents": ("seance_id", "titre"),
    "zones": ("division", "code_departement"),
    "zones_communes": ("division",),
    "lignes_budget": ("budget_id", "cote", "niveau", "compte", "libelle", "financeur"),
    "subventions": (
        "attribuant", "beneficiaire", "objet", "etape", "exercice", "date_convention", "reference",
    ),
    "postes": ("dispositif", "poste_id", "annee", "employeur"),
}  # fmt: skip
# Of these, the tables of which one row answers its question: another row is another answer, not one more.
ANSWERS = ("mesures", "montants", "constats", "enveloppes")
# Tables whose rows are added up and never set beside one another: the same row of two files is one, whoever sent them.
ADDED_UP = ("subventions", "postes")
# Table → columns that a reader makes up for a row, or adds beside what its file says.
MADE_UP: Mapping[str, tuple[str, ...]] = {
    "subventions": ("subvention_id", "alerte", "feuille"),
    # The order of its lines is not what a budget says.
    "lignes_budget": ("rang",),
}
# Table → columns of which one at least must be said for two rows to answer the same question: without, they may be two.
TELLING: Mapping[str, tuple[str, ...]] = {"subventions": ("exercice", "date_convention", "reference")}
# Table → SQL that tells its lines of one number apart, where several sheets of a workbook say its rows: a line of
# questionnaires makes up to three rows, one of attendance makes one.
SHEETS: Mapping[str, str] = {
    "subventions": "coming.feuille",
    "mesures": "coming.grandeur IN ('questionnaires_envoyes', 'repondants', 'satisfaits')",
}
# Table → the columns by which two rows may be one and its correction, names compared folded: whatever their documents,
# then in one document (a grant keeps its reference when its amount, its object or its beneficiary is put right).
ALIKE: Mapping[str, tuple[str, ...]] = {table: QUESTIONS[table] for table in ADDED_UP}
ALIKE_IN_ONE: Mapping[str, tuple[str, ...]] = {"subventions": ("attribuant", "reference", "etape")}
# Table → its day, the columns in which two rows of other days may be one and its correction, and SQL of the days that
# make it likely (of what comes back often, in one document).
REDATED: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "evenements": (
        "tenu_le", ("nom", "edition", "code_departement", "code_commune"),
        "year(there.tenu_le) = year(coming.tenu_le)",
    ),
    "seances": (
        "tenue_le", ("instance_id", "objet", "code_commune"),
        "abs(there.tenue_le - coming.tenue_le) <= 20 AND {same_document}",
    ),
}  # fmt: skip
