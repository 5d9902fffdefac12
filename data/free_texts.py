"""Which text columns of the contract hold words that somebody wrote freely, and which hold what the product knows.

Anything may stand in a free text: a name, a telephone number, what somebody lives on. A format that nobody reviews
(``UNREVIEWED``) publishes none of it. Every text column of ``contract.sql`` stands in exactly one of these lists; a
test holds it, so that a new column is thought of.
"""

from collections.abc import Mapping

from data.campaign.sheets import BUDGET_LINES
from data.reading.codes import cerfa, financeurs, labels, plain

# Table → columns that anything may be written in.
FREE: Mapping[str, tuple[str, ...]] = {
    "rejets": ("valeur",),
    "agrements": ("objet",),
    "projets_sociaux": ("titre",),
    "projets_axes": ("intitule",),
    "projets_structures": ("role", "gouvernance"),
    "projets_territoires": ("quartier",),
    "actions": ("motif_fin", "resume"),
    "actions_lieux": ("texte_source",),
    "actions_textes": ("texte",),
    # Stems of all the rest.
    "actions_termes": ("terme",),
    "mesures": ("methode", "texte_source"),
    "montants": ("texte_source",),
    "financements": ("dispositif", "texte_source"),
    "subventions": ("objet", "dispositif", "reference", "conditions", "alerte", "feuille"),
    "enveloppes": ("texte_source",),
    "instances": ("theme", "rythme"),
    "seances": ("objet",),
    "seances_documents": ("titre", "adresse"),
    "presences": ("texte_source",),
    "evenements": ("theme",),
    "decisions": ("intitule", "porteur"),
    "decisions_etats": ("motif",),
    "cibles_seances": ("motif",),
    "annotations": ("texte",),
    "seances_points": ("intitule",),
    "saisies": ("motif",),
    "arbitrages": ("motif",),
    "fusions": ("motif",),
}
# Table → the column that holds values of several fields, and the one that says which: free as the field is.
BY_FIELD: Mapping[str, tuple[str, str]] = {"corrections": ("valeur", "champ")}
# Table → columns where a form proposes a list but lets people write, and the list: one of libelles.csv, the
# funders, or the lines of a budget: those of the form, and those that a campaign workbook writes.
LISTED: Mapping[str, Mapping[str, str]] = {
    "actions": {"statut": "statut", "dimension": "dimension", "portee": "portee"},
    "actions_mots_cles": {"mot_cle": "mot_cle"},
    "actions_publics": {"public": "public"},
    "actions_initiateurs": {"initiateur": "initiateur"},
    "actions_partenaires": {"partenaire": "partenaire"},
    "montants": {"financeur": "financeur"},
    "lignes_budget": {"libelle": "cerfa_12156", "financeur": "financeur"},
    "financements": {"financeur": "financeur"},
}
# Columns of any table that the product computes, or takes from a closed list: identifiers, codes, provenance.
CLOSED_ANYWHERE = frozenset(
    {
        "source", "fichier", "sha256", "empreinte", "origine", "precision", "etat", "nature", "sujet_type", "sujet_id",
        "code_commune", "code_departement", "code_epci", "code_zone", "division", "variable", "siret", "rna",
        "action_id", "structure_id", "projet_id", "budget_id", "financement_id", "financeur_id", "subvention_id",
        "poste_id", "instance_id", "seance_id", "evenement_id", "decision_id", "campagne_id",
    }
)  # fmt: skip
# Table → its other closed columns. A fiche is named by its title, and the structure that answers for it by its name:
# both are what its author publishes it under.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "sources": ("format", "titre", "editeur", "licence", "url", "chargee_par", "remplacee_par"),
    "ecritures": ("ecriture_id", "auteur", "role", "geste", "motif"),
    "rejets": ("colonne", "raison"),
    "departements": ("nom",),
    "communes": ("nom", "position"),
    "communes_anciennes": ("ancien_code", "nom"),
    "zones": ("nom", "theme"),
    "contexte_communes": ("marque", "censure"),
    "contexte_variables": ("titre", "unite", "editeur"),
    "financeurs": ("nom", "famille"),
    "financeurs_libelles": ("libelle",),
    "libelles": ("liste", "libelle", "code"),
    "structures": ("nom", "type"),
    "agrements": ("organisme",),
    "projets_territoires": ("role",),
    "actions": ("titre", "structure", "motif_fin_code", "date_debut_precision", "date_fin_precision"),
    "actions_lieux": ("role",),
    "actions_textes": ("rubrique",),
    "mesures": ("grandeur",),
    "montants": ("role", "periodicite"),
    "lignes_budget": ("cote", "compte", "niveau"),
    "constats": ("domaine", "code", "message"),
    "subventions": (
        "attribuant", "attribuant_siret", "beneficiaire", "beneficiaire_siret", "beneficiaire_siren",
        "beneficiaire_rna", "etape",
    ),
    "postes": ("dispositif", "employeur", "contrat_ville"),
    "correspondances": ("editeur", "colonne", "champ"),
    "instances": ("nom", "type"),
    "presences": ("college",),
    "evenements": ("serie", "nom", "organisateur"),
    "cibles": ("indicateur",),
    "decisions_liens": ("genre", "code"),
    "cibles_seances": ("indicateur",),
    "annotations": ("annotation_id", "indicateur"),
    "seances_points": ("genre", "code"),
    # What a committee may change, as its files stood: it is shown on the page of the method.
    "clotures": ("identite", "version", "regles", "chiffres", "chiffres_complets"),
    "clotures_regles": ("chemin", "texte"),
    # Of its author a save tells the function, as a load tells who did it.
    "saisies": ("fonction",),
    "corrections": ("champ",),
    "arbitrages": ("table_faits", "fait", "decision"),
    "fusions": ("dans",),
}  # fmt: skip


def known(liste: str) -> frozenset[str]:
    """Labels of a list that ``LISTED`` names, folded and without punctuation: what needs nobody to have read it."""
    match liste:
        case "cerfa_12156":
            return frozenset(cerfa()) | {plain(label) for _, label, _ in BUDGET_LINES}
        case "financeur":
            funders = financeurs()
            return frozenset(map(plain, funders)) | {plain(funder.financeur_id) for funder in funders.values()}
    return frozenset(map(plain, labels(liste)))
