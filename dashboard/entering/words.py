"""What the fields of the forms are called on the page, and the words of their choices."""

from collections.abc import Mapping

from dashboard.directory.sheet import RUBRICS
from dashboard.frame import wording
from data.entering.fields import SECTIONS

KINDS = {"action": "fiche action", "evenement": "événement", "seance": "séance", "structure": "structure"}
NEW = {
    "action": "Nouvelle fiche action",
    "evenement": "Nouvel événement",
    "seance": "Nouvelle séance",
    "structure": "Nouvelle structure",
}
DAY_HELP = "31/12/2024, 05/2024 ou 2024 : la précision suit ce que vous écrivez."

FIELDS: Mapping[str, str] = {
    "titre": "Titre", "nom": "Nom", "structure_id": "Structure qui la mène", "instance_id": "Instance",
    "code_departement": "Département", "statut": "Statut", "motif_fin": "Raison de la fin, en clair",
    "motif_fin_code": "Motif de fin", "dimension": "Dimension", "portee": "Territoire concerné",
    "date_debut": "Date de début", "date_fin": "Date de fin", "resume": "Résumé", "lieux": "Communes où elle a lieu",
    "mots_cles": "Mots clés", "publics": "Publics", "initiateurs": "À l'initiative", "partenaires": "Partenaires",
    "serie": "Série d'éditions", "edition": "Numéro d'édition", "tenu_le": "Date", "tenue_le": "Date",
    "organisateur": "Organisateur", "code_commune": "Commune", "code_zone": "Bassin de vie", "theme": "Thème",
    "objet": "Objet", "type": "Type de structure", "siret": "SIRET", "rna": "Numéro RNA", "presences": "Présences",
    "quantites": "Quantités", "montants": "Montants", "financements": "Financements", "budgets": "Budgets",
    "fonction": "Votre fonction", "motif": "Raison de la saisie", "grandeur": "Ce qui est compté", "annee": "Année",
    "precision": "Comment ce nombre est connu", "value": "Valeur", "low": "Au moins", "high": "Au plus",
    "methode": "Méthode de comptage", "role": "Ce que c'est", "periodicite": "Par", "financeur": "Financeur",
    "dispositif": "Dispositif", "exercice": "Exercice", "demande_eur": "Demandé (€)", "accorde_eur": "Accordé (€)",
    "verse_eur": "Versé (€)", "nature": "Nature", "convention_debut": "Début de convention",
    "convention_fin": "Fin de convention", "compte": "Compte", "libelle": "Libellé", "montant_eur": "Montant (€)",
    "detail": "Détail", "college": "Collège", "convoques": "Convoqués", "presents": "Présents",
    **{name: RUBRICS[name] for name in SECTIONS},
    "age_min": "Âge, de", "age_max": "à", "relue": "Textes relus", "sujet": "Fiche",
}  # fmt: skip

CHOICES: Mapping[str, Mapping[str, str]] = {
    "grandeur": wording.GRANDEURS,
    "precision": {
        "exacte": "exacte", "approchee": "approchée (environ)", "minimum": "minimum (au moins)",
        "maximum": "maximum (au plus)", "intervalle": "intervalle (entre)", "calculee": "calculée",
    },
    "role": {"total": "coût total", "charge": "dépense", "produit": "ressource", "prix_unitaire": "prix unitaire"},
    "periodicite": {
        "annuelle": "an", "trimestrielle": "trimestre", "mensuelle": "mois", "hebdomadaire": "semaine",
        "par_personne": "personne", "par_seance": "séance", "par_unite": "unité",
    },
    "financements.nature": {
        "numeraire": "en argent", "nature": "en nature", "inconnue": "inconnue", "sans_objet": "sans objet",
    },
    "budgets.nature": {"realise": "réalisé", "previsionnel": "prévisionnel", "inconnue": "inconnue"},
    "college": {
        "ensemble": "ensemble", "elus": "élus", "institutions": "institutions", "associations": "associations",
        "structures": "structures", "habitants": "habitants",
    },
    "motif_fin_code": {
        "fin_de_projet": "fin prévue du projet", "financement": "financement", "moyens_humains": "moyens humains",
        "public": "public", "autre": "autre",
    },
    "type": wording.STRUCTURES,
}  # fmt: skip

# What worklists ask for (``champs_a_collecter``) → the field of the form, and what its first line says already.
ASKED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "date de début": ("date_debut", {}), "date de fin": ("date_fin", {}), "motif de fin": ("motif_fin_code", {}),
    "commune": ("lieux", {}), "initiative": ("initiateurs", {}), "mots clés": ("mots_cles", {}),
    "public": ("publics", {}), "tranche d'âge": ("publics", {}), "partenaires": ("partenaires", {}),
    "textes de la fiche": ("limites", {}),
    "participations": ("quantites", {"grandeur": "participations"}),
    "bénévoles": ("quantites", {"grandeur": "benevoles"}),
    "professionnels": ("quantites", {"grandeur": "professionnels"}),
    "affluence": ("quantites", {"grandeur": "participants_distincts"}),
    "méthode de comptage": ("quantites", {"grandeur": "participants_distincts"}),
    "questionnaires envoyés": ("quantites", {"grandeur": "questionnaires_envoyes"}),
    "répondants": ("quantites", {"grandeur": "repondants"}),
    "satisfaits": ("quantites", {"grandeur": "satisfaits"}),
    "budget détaillé": ("budgets", {"nature": "realise"}), "budget réalisé": ("budgets", {"nature": "realise"}),
    "budget prévisionnel": ("budgets", {"nature": "previsionnel"}),
    "contributions volontaires": ("budgets", {"nature": "realise"}),
    "financeur nommé": ("budgets", {"nature": "realise"}),
    "budget": ("budgets", {"nature": "realise"}), "financeur": ("financements", {"nature": "numeraire"}),
    "montant accordé": ("financements", {"nature": "numeraire"}),
    "fin de convention": ("financements", {"nature": "numeraire"}),
    "présents": ("presences", {"college": "ensemble"}), "convoqués": ("presences", {"college": "ensemble"}),
    "présents par collège": ("presences", {"college": "elus"}),
    "bassin des présents": ("presences", {"college": "ensemble"}),
}  # fmt: skip

# The nature of a budget that nobody has said yet.
BUDGET = "realise"
_BOUNDS = {"minimum": ("low",), "maximum": ("high",), "intervalle": ("low", "high")}


def bounds(precision: str | None) -> tuple[str, ...]:
    """The numbers that a precision asks for, as ``Quantity`` and ``Amount`` name them; of none, an exact value."""
    return _BOUNDS.get(precision or "", ("value",))


def asked(champ: str) -> tuple[str, Mapping[str, str]]:
    """(field of the form, what its first line says already) for a field as worklists or the form name it."""
    return ASKED.get(champ, (champ, {}))


def of_error(name: str) -> str:
    """« Quantités, ligne 3, valeur » for « quantites[2].value », « Bénévoles… » left as told for a conflict."""
    head, _, told = name.partition(":")
    parts: list[str] = []
    for part in head.split("."):
        base, _, number = part.partition("[")
        label = FIELDS.get(base, "Ligne" if base == "lignes" else base)
        if parts:
            label = label[0].lower() + label[1:]
        parts.append(f"{label}, n° {int(number[:-1]) + 1}" if number else label)
    return ", ".join([*parts, *([told] if told else [])])
