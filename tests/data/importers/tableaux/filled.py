"""Every model filled in with a few lines, and what the store then says of them, written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.tools.workbooks import Value

Rows = Sequence[Sequence[Value]]
CENTRE = "centre-social-des-coteaux-03"
COMITE = "comite-departemental-de-l-essai-03"


@dataclass(frozen=True)
class Filled:
    """Lines put into the sheets of a model, and questions to the store with their answers."""

    sheets: Mapping[str, Rows]
    answers: Mapping[str, list[tuple[Any, ...]]]


# In the order in which they load: each names what those before brought.
FILLED: Mapping[str, Filled] = {
    "structures": Filled(
        {
            "Structures": [
                ["Centre social des Coteaux", "centre social", "03", "03095", "12345678900012", None],
                ["Club de la Rive", "association", "Allier", "vichy", None, "W031234567"],
            ],
            "Agréments": [["centre social des COTEAUX", "CAF", "Animation globale", "2023", "12/2026"]],
        },
        {
            "SELECT structure_id, nom, type, code_commune, siret, rna FROM structures "
            "WHERE source LIKE 'tableaux%' ORDER BY nom": [
                (CENTRE, "Centre social des Coteaux", "centre_social", "03095", "12345678900012", None),
                ("club-de-la-rive-03", "Club de la Rive", "association", "03310", None, "W031234567"),
            ],
            "SELECT structure_id, organisme, debut, fin, precision FROM agrements": [
                (CENTRE, "CAF", date(2023, 1, 1), date(2026, 12, 31), "annee")
            ],
        },
    ),
    "projets": Filled(
        {
            "Projets": [["Projet social des Coteaux", "Moulins Communauté", "01/03/2023", "2026"]],
            "Axes": [
                ["Projet social des Coteaux", 1, "Aller vers", None],
                ["Projet social des Coteaux", 1, "Communiquer", "oui"],
            ],
            "Structures du projet": [["Projet social des Coteaux", CENTRE, "coordination", None]],
            "Territoires du projet": [["Projet social des Coteaux", None, None, "200071140", "rayonnement"]],
        },
        {
            "SELECT projet_id, code_epci, debut, fin, precision FROM projets_sociaux": [
                ("projet-social-des-coteaux", "200071140", date(2023, 3, 1), date(2026, 12, 31), "annee")
            ],
            "SELECT rang, intitule, transversal FROM projets_axes ORDER BY 3": [
                (1, "Aller vers", False),
                (1, "Communiquer", True),
            ],
            "SELECT structure_id, role FROM projets_structures": [(CENTRE, "coordination")],
            "SELECT code_commune, code_epci, role FROM projets_territoires": [(None, "200071140", "rayonnement")],
        },
    ),
    "instances": Filled(
        {
            "Instances": [
                ["Comité départemental de l'Essai", "comité départemental", "03", None, None, None, "15/11/2011", "an"]
            ],
            "Séances": [
                ["Comité départemental de l'Essai", "12/03/2024", "Bilan", "03190"],
                ["Comité départemental de l'Essai", "06/2024", None, None],
            ],
            "Présences": [
                ["Comité départemental de l'Essai", "12/03/2024", "élus", None, 12, 0, None],
                ["Comité départemental de l'Essai", "12/03/2024", "habitants", "Montluçon", None, 30, "au moins"],
            ],
            "Documents": [["Comité départemental de l'Essai", "12/03/2024", "Compte rendu", "https://www.essai.fr/cr"]],
        },
        {
            "SELECT instance_id, type, cree_le, precision, rythme FROM instances": [
                (COMITE, "comite_departemental", date(2011, 11, 15), "jour", "an")
            ],
            "SELECT seance_id, titre, adresse FROM seances_documents": [
                (f"{COMITE}-2024-03-12", "Compte rendu", "https://www.essai.fr/cr")
            ],
            "SELECT seance_id, tenue_le, precision, code_commune FROM seances ORDER BY 2": [
                (f"{COMITE}-2024-03-12", date(2024, 3, 12), "jour", "03190"),
                (f"{COMITE}-2024-06", date(2024, 6, 1), "mois", None),
            ],
            "SELECT seance_id, college, code_zone, convoques, presents, precision FROM presences ORDER BY 2": [
                (f"{COMITE}-2024-03-12", "elus", None, 12, 0, "exacte"),
                (f"{COMITE}-2024-03-12", "habitants", "031", None, 30, "minimum"),
            ],
        },
    ),
    "evenements": Filled(
        {
            "Événements": [
                ["Fête des voisins", None, None, "26/05/2023", None, "03", "03190", None, None],
                ["Fête des voisins", None, None, "24/05/2024", "CCAS", "03", "03190", "032 Moulins", None],
            ],
            "Départements représentés": [["Fête des voisins", "24/05/2024", "Nièvre"]],
            "Questionnaires": [["Fête des voisins", "24/05/2024", 2024, 80, 45, 40, "papier"]],
            "Fréquentation": [
                [
                    "Fête des voisins", "24/05/2024", "participants (personnes différentes)", 2024, 200, None,
                    "au moins", None,
                ],
                ["Fête des voisins", "26/05/2023", "bénévoles", 2023, 20, 30, "entre deux", None],
            ],
        },
        {
            "SELECT evenement_id, serie, code_zone FROM evenements ORDER BY 1": [
                ("fete-des-voisins-03190-2023-05-26", "Fête des voisins", None),
                ("fete-des-voisins-03190-2024-05-24", "Fête des voisins", "032"),
            ],
            "SELECT evenement_id, code_departement FROM evenements_departements": [
                ("fete-des-voisins-03190-2024-05-24", "58")
            ],
            "SELECT sujet_id, grandeur, annee, valeur, borne_basse, borne_haute, precision, etat FROM mesures "
            "WHERE sujet_type = 'evenement' ORDER BY annee, grandeur": [
                ("fete-des-voisins-03190-2023-05-26", "benevoles", 2023, None, 20, 30, "intervalle", "validee"),
                (
                    "fete-des-voisins-03190-2024-05-24", "participants_distincts", 2024, 200, 200, None, "minimum",
                    "validee",
                ),
                (
                    "fete-des-voisins-03190-2024-05-24", "questionnaires_envoyes", 2024, 80, None, None, "exacte",
                    "validee",
                ),
                ("fete-des-voisins-03190-2024-05-24", "repondants", 2024, 45, None, None, "exacte", "validee"),
                ("fete-des-voisins-03190-2024-05-24", "satisfaits", 2024, 40, None, None, "exacte", "validee"),
            ],
        },
    ),
    "fiches": Filled(
        {
            "Actions": [
                [
                    "Jardin des Coteaux", "Centre social des Coteaux", "03", "03190 ; Yzeure", "03/2023", "2024",
                    "terminée", "fin de projet", "citoyenneté", "Plusieurs communes", "Adultes;seniors",
                    "Environnement ; Jardinage", "Un habitant", "Conseil départemental", 20, 30, "entre deux", 5, 1,
                    12500.5, 2024, "Un jardin.",
                ]
            ],
            "Financements": [
                [
                    "Jardin des Coteaux", "CAF", None, 2024, 2000, 1500, None, "en argent", date(2024, 1, 1),
                    date(2026, 12, 31),
                ]
            ],
        },
        {
            "SELECT titre, structure_id, statut, motif_fin_code, dimension, date_debut, date_debut_precision, "
            "date_fin, date_fin_precision FROM actions": [
                (
                    "Jardin des Coteaux", CENTRE, "Terminée", "fin_de_projet", "Citoyenneté", date(2023, 3, 1), "mois",
                    date(2024, 12, 31), "annee",
                )
            ],
            "SELECT code_commune, code_departement, role, precision FROM actions_lieux ORDER BY 1": [
                ("03190", "03", "lieu", "declaree"),
                ("03321", "03", "lieu", "declaree"),
            ],
            "SELECT public FROM actions_publics ORDER BY 1": [("Adultes",), ("Seniors",)],
            "SELECT mot_cle FROM actions_mots_cles ORDER BY 1": [("Environnement",), ("Jardinage",)],
            "SELECT grandeur, annee, valeur, borne_basse, borne_haute, precision FROM mesures "
            "WHERE sujet_type = 'action' ORDER BY 1": [
                ("benevoles", 2024, 5, None, None, "exacte"),
                ("participants_distincts", 2024, None, 20, 30, "intervalle"),
                ("professionnels", 2024, 1, None, None, "exacte"),
            ],
            "SELECT role, montant_eur, precision, annee FROM montants": [
                ("total", Decimal("12500.50"), "exacte", 2024)
            ],
            "SELECT financeur, exercice, demande_eur, accorde_eur, verse_eur, nature, convention_fin "
            "FROM financements": [
                ("CAF", 2024, Decimal("2000.00"), Decimal("1500.00"), None, "numeraire", date(2026, 12, 31))
            ],
        },
    ),
    "decisions": Filled(
        {
            "Décisions": [
                [
                    "Ouvrir une permanence", "décision", "Comité départemental de l'Essai", "12/03/2024", None, None,
                    "CCAS", date(2025, 6, 30), "en cours",
                ],
                ["Arroser le soir", "proposition", None, None, "action", "Jardin des Coteaux", None, None, None],
            ]
        },
        {
            "SELECT intitule, nature, seance_id, sujet_type, echeance, etat FROM decisions ORDER BY 1": [
                ("Arroser le soir", "proposition", None, "action", None, None),
                ("Ouvrir une permanence", "decision", f"{COMITE}-2024-03-12", None, date(2025, 6, 30), "en_cours"),
            ],
            "SELECT titre FROM decisions JOIN actions ON sujet_id = action_id": [("Jardin des Coteaux",)],
        },
    ),
    "cibles": Filled(
        {
            "Cibles": [
                ["A1", "03", None, 12.5, 2020, 2022, 15, 2028, date(2024, 12, 16)],
                ["F5", "Allier", "Vichy", None, None, None, 3, 2027, None],
            ]
        },
        {
            "SELECT indicateur, code_departement, code_zone, valeur_reference, annee_reference_fin, valeur_cible, "
            "annee_cible, fixee_le FROM cibles ORDER BY 1": [
                ("A1", "03", None, 12.5, 2022, 15, 2028, date(2024, 12, 16)),
                ("F5", "03", "033", None, None, 3, 2027, None),
            ]
        },
    ),
    "enveloppes": Filled(
        {"Enveloppes": [["03", "031", 2024, 10000, 8000.55, None], ["03", "Vichy", 2024, 0, None, None]]},
        {
            "SELECT code_departement, code_zone, annee, montant_eur, engage_eur, paye_eur FROM enveloppes ORDER BY 2": [
                ("03", "031", 2024, Decimal("10000.00"), Decimal("8000.55"), None),
                ("03", "033", 2024, Decimal("0.00"), None, None),
            ]
        },
    ),
    "budgets": Filled(
        {
            "Budget": [
                ["Jardin des Coteaux", 2024, "réalisé", "charge", "60 Achats", "compte", "Achats", 300, None],
                ["Jardin des Coteaux", 2024, "réalisé", "charge", None, "total", None, 300, None],
                ["Jardin des Coteaux", 2024, "réalisé", "produit", "74", "compte", "Subventions", 300, "CAF"],
                ["Jardin des Coteaux", 2024, "réalisé", "produit", None, "total", None, 300, None],
            ]
        },
        {
            "SELECT titre, exercice, nature, total_charges_eur, total_produits_eur FROM budgets "
            "JOIN actions ON action_id = sujet_id": [
                ("Jardin des Coteaux", 2024, "realise", Decimal("300.00"), Decimal("300.00"))
            ],
            "SELECT compte, niveau, montant_eur FROM lignes_budget ORDER BY rang": [
                ("60", "compte", Decimal("300.00")),
                (None, "total", Decimal("300.00")),
                ("74", "compte", Decimal("300.00")),
                (None, "total", Decimal("300.00")),
            ],
        },
    ),
    "subventions": Filled(
        {
            "Subventions": [
                [
                    "Département de l'Allier", "22030001800016", date(2024, 3, 19), "D-1", "Club de la Rive", None,
                    "Fonctionnement", 1500, "aide en numéraire", "en une fois", "2024-04-01/2024-04-01", None, "non", 1,
                    "W031234567", None,
                ]
            ]
        },
        {
            "SELECT attribuant, beneficiaire, beneficiaire_rna, montant_eur, date_convention, nature "
            "FROM subventions": [
                (
                    "Département de l'Allier", "Club de la Rive", "W031234567", Decimal("1500.00"), date(2024, 3, 19),
                    "numeraire",
                )
            ]
        },
    ),
    "postes": Filled(
        {"Postes": [["AR01", "adultes-relais", "Club de la Rive", None, 2024, 21000, "CV", "03", "Vichy Communauté"]]},
        {
            "SELECT poste_id, dispositif, employeur, annee, montant_eur, code_departement, code_epci FROM postes": [
                ("AR01", "adultes_relais", "Club de la Rive", 2024, Decimal("21000.00"), "03", "200071363")
            ]
        },
    ),
    "contexte": Filled(
        {
            "Variables": [["pauvrete", "Taux de pauvreté", "%", "INSEE"]],
            "Chiffres": [["03190", 2021, "pauvrete", 21.5, None], ["Yzeure", 2021, "pauvrete", None, "s"]],
        },
        {
            "SELECT code_commune, annee, variable, valeur, marque FROM contexte_communes ORDER BY 1": [
                ("03190", 2021, "pauvrete", 21.5, None),
                ("03321", 2021, "pauvrete", None, "s"),
            ],
            "SELECT variable, titre, unite FROM contexte_variables": [("pauvrete", "Taux de pauvreté", "%")],
        },
    ),
    "divisions": Filled(
        {
            "Zones": [["canton", "0301", "Canton de Moulins", "03", None, "décret 2014-265"]],
            "Communes des zones": [
                ["canton", "0301", "03190", None, None],
                ["canton", "0301", "Yzeure", date(2015, 3, 1), None],
            ],
        },
        {
            "SELECT code_zone, nom, code_departement, rang, origine FROM zones WHERE division = 'canton'": [
                ("0301", "Canton de Moulins", "03", 1, "décret 2014-265")
            ],
            "SELECT code_zone, code_commune, debut FROM zones_communes WHERE division = 'canton' ORDER BY 2": [
                ("0301", "03190", None),
                ("0301", "03321", date(2015, 3, 1)),
            ],
        },
    ),
    "prix": Filled(
        {"Indice des prix": [[2025, 121.35, "INSEE, base 2015"]]},
        {"SELECT annee, indice FROM indices_prix WHERE annee > 2024": [(2025, 121.35)]},
    ),
}  # fmt: skip
