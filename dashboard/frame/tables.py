"""What one row of each table of facts is called, and several, wherever rows are counted."""

from collections.abc import Mapping

from dashboard.frame import wording

# Table of facts → what one of its rows is, and several.
TABLES: Mapping[str, tuple[str, str]] = {
    "actions": ("fiche action", "fiches actions"),
    "actions_lieux": ("lieu d'action", "lieux d'actions"),
    "actions_mots_cles": ("mot clé d'action", "mots clés d'actions"),
    "actions_publics": ("public d'action", "publics d'actions"),
    "actions_initiateurs": ("initiative d'action", "initiatives d'actions"),
    "actions_partenaires": ("partenaire d'action", "partenaires d'actions"),
    "actions_textes": ("texte de fiche", "textes de fiches"),
    "agrements": ("agrément", "agréments"),
    "budgets": ("budget", "budgets"),
    "cibles": ("cible", "cibles"),
    "constats": ("contradiction relevée", "contradictions relevées"),
    "contexte_communes": ("chiffre de commune", "chiffres de communes"),
    "contexte_variables": ("variable de contexte", "variables de contexte"),
    "correspondances": ("colonne retenue pour le prochain fichier", "colonnes retenues pour le prochain fichier"),
    "decisions": ("décision", "décisions"),
    "enveloppes": ("enveloppe", "enveloppes"),
    "evenements": ("événement", "événements"),
    "evenements_departements": ("département représenté", "départements représentés"),
    "financements": ("financement", "financements"),
    "indices_prix": ("année d'indice des prix", "années d'indice des prix"),
    "instances": ("instance", "instances"),
    "lignes_budget": ("ligne de budget", "lignes de budget"),
    "mesures": ("quantité", "quantités"),
    "montants": ("montant", "montants"),
    "populations": ("population de commune", "populations de communes"),
    "postes": ("poste financé", "postes financés"),
    "presences": ("ligne de présences", "lignes de présences"),
    "projets_axes": ("axe de projet social", "axes de projets sociaux"),
    "projets_sociaux": ("projet social", "projets sociaux"),
    "projets_structures": ("structure de projet social", "structures de projets sociaux"),
    "projets_territoires": ("territoire de projet social", "territoires de projets sociaux"),
    "arbitrages": ("décision sur un nombre", "décisions sur des nombres"),
    "annotations": ("annotation", "annotations"),
    "campagnes": ("campagne de collecte", "campagnes de collecte"),
    "campagnes_reponses": ("réponse à une campagne", "réponses à une campagne"),
    "campagnes_structures": ("structure sollicitée", "structures sollicitées"),
    "cibles_seances": ("cible adoptée en séance", "cibles adoptées en séance"),
    "clotures": ("séance close", "séances closes"),
    "clotures_regles": ("règle gardée par une séance close", "règles gardées par une séance close"),
    "corrections": ("champ corrigé", "champs corrigés"),
    "decisions_etats": ("état de décision", "états de décisions"),
    "decisions_liens": ("lien de décision", "liens de décisions"),
    "rejets": ("ligne refusée", "lignes refusées"),
    "saisies": ("saisie", "saisies"),
    "seances_documents": ("document de séance", "documents de séances"),
    "seances_points": ("point d'ordre du jour", "points d'ordre du jour"),
    "seances": ("séance", "séances"),
    "structures": ("structure", "structures"),
    "subventions": ("ligne de subvention", "lignes de subventions"),
    "zones": ("zone d'un découpage", "zones d'un découpage"),
    "zones_communes": ("commune d'une zone", "communes d'une zone"),
}


def rows(table: str, count: int) -> str:
    """« 3 fiches actions »; a table without words is called by its name."""
    one, many = TABLES.get(table, (f"ligne de « {table} »", f"lignes de « {table} »"))
    return wording.plural(count, one, many)
