"""Facts about money on two actions, small enough to be added up by hand.

« Jardin » (Moulins, bassin 032, 2023): planned 1 000 € of charges and of produits (100 € from users, CAF 500,
Département 300, 100 without a name). CAF was asked 600, granted 500, paid 400; the Département was asked 300 and
granted 200. « Café » (Vichy and Cusset, bassin 033, 2023): 500 € spent; CAF was asked and granted 600, under a
convention that ends on 30/04/2024. « Atelier » (Moulins) has a grant without any amount. Facts end in 2023: the day of
observation is 31/12/2023. « Jardin » has two themes, « Café » none.

The Département publishes four lines: 5 000 € to the centre social by its SIRET, a return of 500 €, 800 € to « Centre
Social » without number, 900 € to a stranger without commune; the State pays two posts, one of 20 000 €.
"""

from data.identifiers import structure_id

CENTRE = structure_id("Centre social", "03")
SIRET = "20005640200017"


def action(ref: str, **values: object) -> dict[str, object]:
    return {
        "ref": ref,
        "titre": ref.capitalize(),
        "structure_id": CENTRE,
        "structure": "Centre social",
        "code_departement": "03",
        "statut": "En cours",
        "dimension": "Services",
        "date_debut": "2023-01-01",
        "date_debut_precision": "annee",
        "date_fin": "2023-12-31",
        "date_fin_precision": "annee",
        **values,
    }


def grant(ref: str, who: str, asked: object, granted: object, paid: object = "", **values: object) -> dict[str, object]:
    return {
        "financement_id": f"{ref}-{who}",
        "sujet_type": "action",
        "sujet_id": ref,
        "financeur": who,
        "exercice": 2023,
        "demande_eur": asked,
        "accorde_eur": granted,
        "verse_eur": paid,
        "nature": "numeraire",
        "etat": "validee",
        **values,
    }


def published(ref: str, who: str, amount: int, **values: object) -> dict[str, object]:
    return {
        "subvention_id": ref,
        "attribuant": "Département",
        "beneficiaire": who,
        "exercice": 2023,
        "montant_eur": amount,
        "etape": "accorde",
        "nature": "numeraire",
        **values,
    }


def line(
    budget: str, rank: int, side: str, account: str, level: str, amount: object, who: str = ""
) -> dict[str, object]:
    return {
        "budget_id": budget,
        "rang": rank,
        "cote": side,
        "compte": account,
        "niveau": level,
        "libelle": f"Compte {account}",
        "montant_eur": amount,
        "financeur": who,
    }


def placed(**communes: str) -> dict[str, list[dict[str, object]]]:
    """Actions of the centre social, each in the commune of this code."""
    return {
        "structures": FACTS["structures"],
        "actions": [action(ref) for ref in communes],
        "actions_lieux": [
            {"action_id": ref, "role": "lieu", "code_commune": code, "precision": "declaree"}
            for ref, code in communes.items()
        ],
    }


FACTS: dict[str, list[dict[str, object]]] = {
    "structures": [
        {
            "structure_id": CENTRE,
            "nom": "Centre social",
            "type": "centre_social",
            "siret": SIRET,
            "code_departement": "03",
            "code_commune": "03190",
        }
    ],
    "actions": [
        action("jardin"),
        action("cafe"),
        action("atelier", statut="Terminée", motif_fin="plus de budget", motif_fin_code="financement"),
    ],
    "actions_lieux": [
        {"action_id": ref, "role": "lieu", "code_commune": code, "precision": "declaree"}
        for ref, code in (("jardin", "03190"), ("cafe", "03310"), ("cafe", "03095"), ("atelier", "03190"))
    ],
    "actions_mots_cles": [{"action_id": "jardin", "mot_cle": word} for word in ("Culture", "Environnement")],
    "mesures": [
        {
            "sujet_type": "action",
            "sujet_id": "cafe",
            "grandeur": "participants_distincts",
            "annee": 2023,
            "valeur": 40,
            "precision": "exacte",
            "etat": "validee",
        }
    ],
    "budgets": [
        {
            "budget_id": "b-jardin",
            "sujet_type": "action",
            "sujet_id": "jardin",
            "exercice": 2023,
            "nature": "previsionnel",
            "total_charges_eur": 1000,
            "total_produits_eur": 1000,
            "etat": "validee",
        },
        {
            "budget_id": "b-cafe",
            "sujet_type": "action",
            "sujet_id": "cafe",
            "exercice": 2023,
            "nature": "realise",
            "total_charges_eur": 500,
            "etat": "validee",
        },
    ],
    "lignes_budget": [
        line("b-jardin", 1, "charge", "60", "compte", 1000),
        line("b-jardin", 2, "produit", "70", "compte", 100),
        line("b-jardin", 3, "produit", "74", "compte", 800),
        line("b-jardin", 4, "produit", "74", "detail", 500, "CAF"),
        line("b-jardin", 5, "produit", "74", "detail", 300, "Département"),
    ],
    "financements": [
        grant("jardin", "CAF", 600, 500, 400),
        grant("jardin", "Département", 300, 200),
        grant("cafe", "CAF", 600, 600, convention_debut="2023-05-01", convention_fin="2024-04-30"),
        grant("atelier", "Région", "", ""),
    ],
    "subventions": [
        published("p1", "CENTRE SOCIAL DE MOULINS", 5000, beneficiaire_siret=SIRET, objet="Fonctionnement <b>"),
        published("p2", "CENTRE SOCIAL DE MOULINS", -500, beneficiaire_siret=SIRET, alerte="négatif"),
        published("p3", "Centre Social", 800, code_commune="03310"),
        published("p4", "Inconnue", 900),
    ],
    "postes": [
        {
            "poste_id": "A1",
            "dispositif": "fonjep",
            "employeur": "Centre social",
            "annee": 2023,
            "montant_eur": 20000,
            "code_departement": "03",
        },
        {
            "poste_id": "A2",
            "dispositif": "fonjep",
            "employeur": "Centre social",
            "annee": 2023,
            "code_departement": "03",
        },
    ],
    "enveloppes": [
        {"code_departement": "03", "code_zone": "032", "annee": 2023, "montant_eur": 1000},
        {
            "code_departement": "03",
            "code_zone": "033",
            "annee": 2023,
            "montant_eur": 800,
            "engage_eur": 300,
            "paye_eur": 250,
        },
    ],
}
