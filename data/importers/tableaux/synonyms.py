"""Other names that people give to the columns of a model, which stand for them where no column bears their own.

Only names that can mean one thing: « Participations » counts presences, hence is no « Participants ».
"""

from collections.abc import Mapping
from functools import cache

from data.identifiers import fold
from data.importers.tableaux.description import Sheet

# Heading of a model → its other names, whatever the sheet.
_EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "Département": ("Code département", "Dpt", "Dept", "Dép", "Nom du département"),
    "Commune": ("Ville", "Code commune", "Code INSEE", "Nom de la commune", "Localité"),
    "Communes": ("Commune", "Ville", "Villes", "Code INSEE", "Localité"),
    "Bassin": ("Bassin de vie", "Nom du bassin", "Code du bassin"),
    "Début": ("Date de début", "Date début", "Début de l'action", "Commence le", "Démarrage", "Débute le", "Depuis"),
    "Fin": ("Date de fin", "Date fin", "Fin de l'action", "Finit le", "Se termine le", "Jusqu'au"),
    "Année": ("Exercice", "Millésime"),
    "Exercice": ("Année", "Année budgétaire"),
    "Thème": ("Thématique", "Sujet"),
    "Organisateur": ("Organisé par", "Porteur", "Structure organisatrice", "Structure"),
    "SIRET": ("N° SIRET", "Numéro SIRET"),
    "RNA": ("N° RNA", "Numéro RNA"),
    "Méthode": ("Comment on a compté", "Mode de comptage"),
}
# Table of a sheet → the names that its headings have there.
_OF_TABLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "actions": {
        "Titre": ("Nom de l'action", "Intitulé", "Intitulé de l'action", "Titre de l'action", "Action", "Nom du projet",
                  "Projet", "Libellé de l'action"),
        "Structure": ("Porteur", "Structure porteuse", "Porteur de l'action", "Porteur du projet", "Association",
                      "Nom de la structure", "Centre social", "Organisme"),
        "Statut": ("État", "Avancement", "Situation"),
        "Dimension": ("Axe",),
        "Portée": ("Échelle", "Rayonnement"),
        "Publics": ("Public", "Public visé", "Publics visés", "Public cible", "Bénéficiaires visés"),
        "Mots clés": ("Thème", "Thèmes", "Thématique", "Thématiques", "Mots-clés"),
        "Partenaires": ("Partenaire", "Partenariats", "Partenariat"),
        "Participants": ("Nb participants", "Nbre participants", "Nombre de participants", "Nb de participants"),
        "Bénévoles": ("Nb bénévoles", "Nombre de bénévoles", "Nb de bénévoles"),
        "Professionnels": ("Nb professionnels", "Nombre de professionnels", "Nombre de salariés"),
        "Coût total": ("Coût", "Coût de l'action", "Budget", "Budget total"),
        "Année des comptes": ("Année", "Exercice"),
        "Résumé": ("Description", "Descriptif", "Présentation"),
    },
    "structures": {
        "Nom": ("Nom de la structure", "Structure", "Raison sociale", "Dénomination", "Association",
                "Nom de l'association", "Centre social"),
        "Type": ("Type de structure", "Statut juridique", "Nature"),
    },
    "projets_sociaux": {"Titre": ("Nom du projet", "Intitulé du projet", "Projet social", "Titre du projet")},
    "instances": {
        "Nom": ("Nom de l'instance", "Instance", "Comité", "Nom du comité"),
        "Type": ("Type d'instance",),
        "Créée le": ("Date de création", "Installée le"),
    },
    "seances": {
        "Instance": ("Comité", "Nom de l'instance", "Nom du comité"),
        "Tenue le": ("Date", "Date de la séance", "Date de la réunion", "Date de séance"),
        "Objet": ("Ordre du jour", "Sujet"),
    },
    "presences": {
        "Instance": ("Comité", "Nom de l'instance", "Nom du comité"),
        "Date de la séance": ("Date", "Tenue le", "Date de la réunion", "Séance"),
        "Présents": ("Nb présents", "Nombre de présents", "Nb de présents"),
        "Convoqués": ("Invités", "Nb invités", "Nombre d'invités", "Nombre de convoqués"),
    },
    "evenements": {
        "Nom": ("Nom de l'événement", "Événement", "Manifestation", "Nom de la manifestation"),
        "Série": ("Nom de la série",),
        "Tenu le": ("Date", "Date de l'événement", "Date de la manifestation", "A lieu le"),
        "Édition": ("N° d'édition", "Numéro d'édition"),
    },
    "decisions": {
        "Intitulé": ("Décision", "Libellé", "Intitulé de la décision"),
        "Porteur": ("Pilote", "Responsable", "Chargé du suivi"),
        "Échéance": ("Date limite", "Pour le", "Délai"),
        "État": ("Avancement", "Suivi", "Statut"),
    },
}  # fmt: skip


@cache
def _named(table: str) -> Mapping[str, tuple[str, ...]]:
    return {**_EVERYWHERE, **_OF_TABLE.get(table, {})}


def meanings(sheet: Sheet) -> dict[str, str]:
    """Other name (folded) → heading of ``sheet``; a name that is a heading of its own there stands for no other."""
    own = {fold(column.heading) for column in sheet.columns}
    found: dict[str, str] = {}
    for column in sheet.columns:
        for name in _named(sheet.table).get(column.heading, ()):
            if fold(name) not in own:
                found.setdefault(fold(name), column.heading)
    return found
