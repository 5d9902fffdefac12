"""What a campaign workbook asks, as plain data: its sheets, their columns, and which lacking field each fills in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from data.importers.tableaux.description import Column
from data.importers.tableaux.kinds.actions import NATURES

FICHES, FUNDINGS, BUDGETS = "Fiches", "Financements", "Budgets"
# What names a line: the fiche it is about, then which of its lines where a sheet has several.
FICHE, TITLE, LINE = "Fiche", "Titre", "Ligne"
# What the workbook says of itself, and what was known when it was made.
FIRST, IDENTITY, KNOWN = "À lire d'abord", "Identité", "Connu"

MOTIVES: Mapping[str, str] = {
    "fin prévue du projet": "fin_de_projet",
    "financement": "financement",
    "moyens humains": "moyens_humains",
    "public": "public",
    "autre": "autre",
}


class Place(NamedTuple):
    """A cell of a workbook, wherever its line and its column were moved: ``line`` is "" where a fiche has one only."""

    sheet: str
    fiche: str
    line: str
    field: str


@dataclass(frozen=True)
class Asked:
    """A column to fill in; ``column.field`` is the field of the form that it says (« quantites:benevoles »).

    ``sort``: ``plain`` as the column is read, ``figure`` a number with its precision (« au moins 200 »), ``publics``.
    ``fills``: the fields of worklists that it fills in, where these lack; ``only``: accounts where it does.
    ``fixed``: it names the line, and is not changed there. ``yearly``: it is about the year of the campaign.
    """

    column: Column
    sort: Literal["plain", "figure", "publics"] = "plain"
    fills: tuple[str, ...] = ()
    fixed: bool = False
    yearly: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: a line is ``what``; ``lines``: a fiche may have several."""

    name: str
    what: str
    asked: tuple[Asked, ...]
    lines: bool = False

    def by_field(self, field: str) -> Asked:
        """The column of a field; KeyError when there is none."""
        return {one.column.field: one for one in self.asked}[field]


def _text(heading: str, field: str, words: str, *fills: str, labels: str | None = None) -> Asked:
    return Asked(Column(heading, "texte", field, words, labels=labels), fills=fills)


def _several(heading: str, field: str, words: str, labels: str, *fills: str) -> Asked:
    return Asked(Column(heading, "textes", field, words, labels=labels), fills=fills)


def _count(heading: str, grandeur: str, words: str, *fills: str) -> Asked:
    said = f"{words} Un nombre, « environ 50 », « au moins 200 » ou « 8 à 10 »."
    return Asked(Column(heading, "entier", f"quantites:{grandeur}", said), "figure", fills, yearly=True)


def _euros(heading: str, field: str, words: str, *fills: str) -> Asked:
    return Asked(Column(heading, "montant", field, words), fills=fills, yearly=True)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        FICHES,
        "une action de votre structure",
        (
            _text("Titre", "titre", "Le titre de l'action."),
            _text("Statut", "statut", "En cours, Terminée.", labels="statut"),
            Asked(Column("Début", "date", "date_debut", "Jour, mois ou année."), fills=("date de début",)),
            Asked(
                Column("Fin", "date", "date_fin", "Jour, mois ou année ; rien si elle continue.", ends=True),
                fills=("date de fin",),
            ),
            Asked(
                Column("Motif de fin", "liste", "motif_fin_code", "Pourquoi elle est terminée.", choices=MOTIVES),
                fills=("motif de fin",),
            ),
            Asked(Column("Communes", "communes", "lieux", "Là où l'action a lieu."), fills=("commune",)),
            _text("Dimension", "dimension", "Un choix de la liste.", labels="dimension"),
            _text("Portée", "portee", "Un quartier, une commune…", labels="portee"),
            Asked(
                Column("Publics", "textes", "publics", "Pour qui, et leur âge : « Familles (3 à 11 ans) ».",
                       labels="public"),
                "publics",
                ("public", "tranche d'âge"),
            ),
            _several("Mots clés", "mots_cles", "De quoi elle traite.", "mot_cle", "mots clés"),
            _several("Initiateurs", "initiateurs", "Qui en a eu l'idée.", "initiateur", "initiative"),
            _several("Partenaires", "partenaires", "Avec qui elle est menée.", "partenaire", "partenaires"),
            _count("Participants", "participants_distincts", "Personnes différentes, chacune une fois."),
            _count("Participations", "participations", "Présences, séance après séance.", "participations"),
            _count("Bénévoles", "benevoles", "Combien l'ont menée.", "bénévoles"),
            _count("Professionnels", "professionnels", "Combien l'ont menée.", "professionnels"),
            Asked(
                Column("Coût total", "montant", "montants:total", "Ce qu'elle a coûté, bénévolat non compté."),
                "figure",
                yearly=True,
            ),
            _text("Résumé", "resume", "Quelques phrases, sans nom de personne."),
        ),
    ),
    Sheet(
        FUNDINGS,
        "ce qu'un financeur apporte à une action pour l'année",
        (
            Asked(Column("Financeur", "texte", "financeur", "CAF, Département…", labels="financeur"), fixed=True),
            Asked(Column("Dispositif", "texte", "dispositif", "Le nom de l'appel ou du fonds."), fixed=True),
            _euros("Demandé", "demande_eur", "Vide : inconnu."),
            _euros("Accordé", "accorde_eur", "Vide : inconnu ; 0 : refusé.", "montant accordé"),
            _euros("Versé", "verse_eur", "Vide : inconnu."),
            Asked(Column("Forme", "liste", "nature", "En argent, ou en nature.", choices=NATURES)),
            Asked(Column("Convention du", "jour", "convention_debut", "Premier jour.")),
            Asked(Column("Convention au", "jour", "convention_fin", "Dernier jour."), fills=("fin de convention",)),
        ),
        lines=True,
    ),
    Sheet(
        BUDGETS,
        "un compte du budget réalisé de l'année",
        (
            Asked(Column("Compte", "code", "compte", "Celui du plan comptable."), fixed=True),
            Asked(Column("Libellé", "texte", "libelle", "Ce que cette ligne paie ou apporte."), fixed=True),
            Asked(Column("Financeur du compte", "texte", "financeur", "Qui l'apporte."), fixed=True),
            _euros(
                "Réalisé", "montant_eur", "Vide : inconnu ; 0 : rien.",
                "budget réalisé", "budget détaillé", "contributions volontaires", "financeur nommé",
            ),
        ),
        lines=True,
    ),
)  # fmt: skip
BY_NAME: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
_CHARGES = ("60", "61", "62", "63", "64", "65", "66", "67", "68")
# Field of worklists that a line of the budget fills in → the accounts that do.
ACCOUNTS: Mapping[str, tuple[str, ...]] = {
    "budget réalisé": _CHARGES,
    "budget détaillé": (*_CHARGES, "70", "73", "74", "75", "76", "77", "78", "79"),
    "contributions volontaires": ("86", "87"),
    "financeur nommé": ("74",),
}
# The lines of a budget that nobody declared: account, what it is, who brings it.
BUDGET_LINES: tuple[tuple[str, str, str], ...] = (
    ("60", "Achats", ""),
    ("61", "Services extérieurs", ""),
    ("62", "Autres services extérieurs", ""),
    ("64", "Charges de personnel", ""),
    ("65", "Autres charges de gestion courante", ""),
    ("70", "Participation des usagers", ""),
    ("74", "Subvention de l'État", "État"),
    ("74", "Subvention de la Région", "Région"),
    ("74", "Subvention du Département", "Département"),
    ("74", "Subvention de l'intercommunalité", "Intercommunalité"),
    ("74", "Subvention de la commune", "Commune"),
    ("74", "Prestation ou aide de la CAF", "CAF"),
    ("75", "Autres produits de gestion courante", ""),
    ("86", "Emplois des contributions volontaires en nature", ""),
    ("87", "Contributions volontaires en nature", ""),
)
