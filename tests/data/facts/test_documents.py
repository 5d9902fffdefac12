"""The real facts are true to the documents, one by one.

Every figure expected here was read in the source document by a person, not computed by the product.
"""

from decimal import Decimal

import pytest

from data import store
from data.identifiers import action_id, structure_id
from tests.data.facts.folders import rows


def test_angers_visitors_budget_and_no_funder(staged: store.Connection) -> None:
    visitors = rows(
        staged,
        "SELECT annee, valeur, precision FROM mesures WHERE source = 'agir_ensemble_angers' "
        "AND grandeur = 'participants_distincts' ORDER BY annee",
    )
    assert visitors == [(2011, 322.0, "exacte"), (2013, 1155.0, "exacte")]
    assert rows(
        staged, "SELECT montant_eur, role, annee FROM montants WHERE sujet_id = 'agir-ensemble-angers-2013'"
    ) == [(Decimal("40000.00"), "total", 2013)]
    assert rows(
        staged, "SELECT financeur, nature, accorde_eur FROM financements WHERE source = 'agir_ensemble_angers'"
    ) == [("Aucun", "sans_objet", None)]
    assert rows(
        staged, "SELECT edition, precision FROM evenements WHERE source = 'agir_ensemble_angers' ORDER BY edition"
    ) == [(1, "annee"), (2, "annee"), (3, "jour")]


def test_two_attendances_of_one_event_stay_two_rows(staged: store.Connection) -> None:
    found = rows(
        staged,
        "SELECT borne_basse, precision, texte_source FROM mesures "
        "WHERE sujet_id = 'ateliers-nationaux-vivre-ensemble-2011' ORDER BY borne_basse",
    )
    assert [(low, precision) for low, precision, _ in found] == [(200.0, "minimum"), (260.0, "minimum")]
    assert "selon la page" in found[0][2]
    assert "selon le site du Conseil général" in found[1][2]


def test_the_committee_its_three_locals_and_its_first_session(staged: store.Connection) -> None:
    locals_ = rows(
        staged,
        "SELECT code_zone, theme FROM instances WHERE source = 'allier_comite' AND type = 'comite_local' ORDER BY 1",
    )
    assert locals_ == [
        ("031", "Au fil de la vie"),
        ("032", "Entreprendre et consommer autrement"),
        ("033", "Fraternité et solidarité"),
    ]
    created = rows(
        staged, "SELECT DISTINCT CAST(cree_le AS VARCHAR) FROM instances WHERE type = 'comite_departemental'"
    )
    assert created == [("2011-11-15",)]
    assert rows(staged, "SELECT college, presents, convoques, precision FROM presences") == [
        ("habitants", 10, None, "approchee")
    ]
    assert rows(
        staged, "SELECT count(*) FROM decisions WHERE source = 'allier_comite' AND intitule LIKE 'Quels indicateurs%'"
    ) == [(1,)]


def test_the_envelope_has_no_amount_and_four_officers_are_counted(staged: store.Connection) -> None:
    assert rows(staged, "SELECT montant_eur, code_zone, annee FROM enveloppes") == [(None, None, 2012)]
    assert rows(staged, "SELECT valeur, precision, sujet_type FROM mesures WHERE source = 'allier_entretien'") == [
        (4.0, "calculee", "instance")
    ]


def test_the_two_editions_of_the_village_that_the_documents_state(staged: store.Connection) -> None:
    found = rows(
        staged,
        "SELECT edition, year(tenu_le), precision FROM evenements WHERE serie = 'Village de la Fraternité de Moulins' "
        "ORDER BY edition",
    )
    assert found == [(1, 2008, "annee"), (6, None, "inconnue")]


def test_the_social_project_of_thiers(staged: store.Connection) -> None:
    assert rows(staged, "SELECT code_epci, year(debut), year(fin), precision FROM projets_sociaux") == [
        ("200070712", 2021, 2024, "annee")
    ]
    assert rows(staged, "SELECT transversal, count(*) FROM projets_axes GROUP BY ALL ORDER BY ALL") == [
        (False, 4),
        (True, 2),
    ]
    assert rows(staged, "SELECT count(*) FROM projets_structures WHERE gouvernance IS NOT NULL") == [(3,)]
    assert rows(
        staged,
        "SELECT role, code_commune FROM projets_territoires WHERE code_commune IS NOT NULL AND "
        "structure_id LIKE 'centre-social%' ORDER BY ALL",
    ) == [("local", "63066"), ("local", "63125"), ("local", "63430")]
    assert rows(staged, "SELECT valeur, annee FROM mesures WHERE sujet_type = 'projet'") == [(60.0, None)]


def test_twenty_one_actions_of_seventeen_structures(staged: store.Connection) -> None:
    """Sixteen, then five; the two fiches of the Écocentre came apart. Dimension: fiche 03 alone tells none."""
    told = (
        "SELECT source, count(*), count(DISTINCT structure_id), count(dimension) FROM actions GROUP BY ALL ORDER BY 2"
    )
    assert rows(staged, told) == [("fiches_centres_sociaux_suite", 5, 5, 5), ("fiches_centres_sociaux", 16, 13, 15)]
    assert rows(staged, "SELECT count(DISTINCT structure_id) FROM actions") == [(17,)]
    assert rows(staged, "SELECT statut, count(*) FROM actions GROUP BY ALL ORDER BY ALL") == [
        ("En cours", 17),
        ("Terminée", 4),
    ]
    assert rows(staged, "SELECT DISTINCT partenaire FROM actions_partenaires") == [("Conseil départemental",)]


def test_identifiers_are_those_that_any_other_file_would_make(staged: store.Connection) -> None:
    structure = structure_id("ESPACE FAMILLE", "31")
    assert structure == "espace-famille-31"
    assert rows(staged, "SELECT action_id FROM actions WHERE structure_id = ?", structure) == [
        (action_id("PANIERS SOLIDAIRES", structure),)
    ]


def test_places_known_only_by_departement(staged: store.Connection) -> None:
    found = rows(
        staged,
        "SELECT a.structure FROM actions_lieux l JOIN actions a USING (action_id) "
        "WHERE l.role = 'lieu' AND l.precision = 'departement_seul' ORDER BY ALL",
    )
    assert found == [
        ("AFR DU MAGNOAC",),
        ("ASSOCIATION CENTRE TECHNICO SOCIAL CADURCIEN",),
        ("CENTRE SOCIAL C.A.F.",),
        ("CENTRE SOCIAL ESPACE INTERGENERATION",),
        ("CENTRE SOCIAL ESPACE RESSOURCES VAL DE GERS",),
        ("CENTRE SOCIAL SAGV",),
        ("CENTRE SOCIAL VIC-ACCUEIL",),
        ("ECOCENTRE PIERRE ET TERRE",),
        ("ESPACE FAMILLE",),
        ("MPF/ Maison des Parents et de la Famille",),
        ("MPF/ Maison des Parents et de la Famille",),
    ]
    belfort = rows(
        staged,
        "SELECT role, l.code_commune, precision FROM actions_lieux l JOIN actions a USING (action_id) "
        "WHERE a.titre LIKE 'Journée Citoyenne%' AND l.code_commune IS NOT NULL ORDER BY ALL",
    )
    assert belfort == [("lieu", "90008", "declaree"), ("lieu", "90010", "declaree"), ("siege", "90075", "declaree")]


AMOUNTS = [
    ("Vivre ensemble dans les valeurs%", "total", 3000, "exacte", None),
    ("Art-thérapie Adulte", "total", 30, "approchee", "trimestrielle"),
    ("1000 premiers jours", "total", 35000, "exacte", None),
    ("Conférence débat en ligne", "total", 2400, "exacte", "annuelle"),
    ("Animations découverte biodiversité", "total", 468, "exacte", None),
    ("La Batalèra", "total", 679, "exacte", None),
    ("Bien-être et territoire", "produit", 1050, "exacte", None),
    ("Bien-être et territoire", "prix_unitaire", 20, "exacte", "par_personne"),
    ("Ateliers de mobilisation cuisine-insertion", "charge", 400, "approchee", None),
    ("PANIERS SOLIDAIRES", "produit", 1480, "exacte", None),
    ("PANIERS SOLIDAIRES", "prix_unitaire", 12, "exacte", "par_unite"),
    ("De la plume au clavier", "total", 72373, "exacte", None),
    ("Les fourchettes du magnoac", "total", 3556, "exacte", None),
    ("Les fourchettes du magnoac", "charge", 756, "calculee", None),
    ("Les fourchettes du magnoac", "prix_unitaire", 3, "exacte", "par_personne"),
    ("DISPOSITIF PANIERS SOLIDAIRES", "charge", 4350, "calculee", None),
    ("DISPOSITIF PANIERS SOLIDAIRES", "produit", 1615, "calculee", None),
    ("DISPOSITIF PANIERS SOLIDAIRES", "prix_unitaire", 30, "exacte", "par_unite"),
]


@pytest.mark.parametrize(("title", "role", "amount", "precision", "period"), AMOUNTS)
def test_an_amount_of_a_fiche(
    staged: store.Connection, title: str, role: str, amount: int, precision: str, period: str | None
) -> None:
    found = rows(
        staged,
        "SELECT m.precision, m.periodicite FROM montants m JOIN actions a ON m.sujet_id = a.action_id "
        "WHERE a.titre LIKE ? AND m.role = ? AND m.montant_eur = ?",
        title,
        role,
        amount,
    )
    assert found == [(precision, period)]


def test_no_unit_price_stands_for_a_budget(staged: store.Connection) -> None:
    # A basket « d'une valeur de 50 € » in 2020, the dearest unit of the twenty-one fiches.
    assert rows(staged, "SELECT max(montant_eur) FROM montants WHERE role = 'prix_unitaire'") == [(Decimal("50.00"),)]


def test_quantities_of_the_day_against_radicalisation(staged: store.Connection) -> None:
    found = rows(
        staged,
        "SELECT grandeur, valeur, borne_basse, m.precision, annee FROM mesures m "
        "JOIN actions a ON m.sujet_id = a.action_id WHERE a.titre LIKE 'Journée Citoyenne%' ORDER BY m.ligne",
    )
    assert found == [
        ("participants_distincts", 550.0, None, "approchee", 2023),
        ("participants_distincts", 1000.0, 1000.0, "minimum", 2023),
        ("participations", 100.0, 100.0, "minimum", 2023),
        ("participations", 100.0, None, "approchee", 2023),
        ("participations", 100.0, None, "approchee", 2023),
    ]


QUANTITIES = [
    # Who ran it: one référente, two assistantes, two chargées.
    ("PAROLES CHOCOLATEES", [
        ("participants_distincts", None, 14, "exacte"), ("participations", None, 5, "exacte"),
        ("participations", None, 45, "exacte"), ("participations", None, 60, "exacte"),
        ("professionnels", None, 5, "calculee"), ("seances", None, 8, "exacte"),
    ]),
    ("ATELIER JEUNE%", [("professionnels", None, 2, "exacte")]),
    ("Les fourchettes du magnoac", [("professionnels", None, 2, "exacte")]),
    ("Ateliers parents-enfants", []),
    # 87 + 99 adults and children of 67 families in 2020, 117 + 138 of 91 in 2021; 1 + 2 + 2 agents, and others.
    ("DISPOSITIF PANIERS SOLIDAIRES", [
        ("familles", 2020, 67, "exacte"), ("familles", 2021, 91, "exacte"),
        ("participants_distincts", 2020, 186, "calculee"), ("participants_distincts", 2021, 255, "calculee"),
        ("professionnels", None, 5, "minimum"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), QUANTITIES)
def test_the_quantities_of_a_fiche_that_came_by_the_pages(
    staged: store.Connection, title: str, expected: list[tuple[str, int | None, int, str]]
) -> None:
    found = rows(
        staged,
        "SELECT grandeur, annee, valeur, m.precision FROM mesures m JOIN actions a ON m.sujet_id = a.action_id "
        "WHERE a.titre LIKE ? ORDER BY grandeur, annee, valeur",
        title,
    )
    assert found == expected


def test_when_the_fiches_that_came_by_the_pages_took_place(staged: store.Connection) -> None:
    told = (
        "SELECT titre, CAST(date_debut AS VARCHAR), CAST(date_fin AS VARCHAR) FROM actions "
        "WHERE source = 'fiches_centres_sociaux_suite' AND date_debut IS NOT NULL ORDER BY titre"
    )
    assert rows(staged, told) == [
        ("ATELIER JEUNE SENSIBILISATION ET PREVENTION A L'USAGE DU NUMERIQUE", "2023-09-01", None),
        ("Ateliers parents-enfants", "2021-01-01", None),
        ("DISPOSITIF PANIERS SOLIDAIRES", "2020-12-01", "2021-07-31"),
    ]


def test_the_budget_of_fiche_05_keeps_its_contradictions(staged: store.Connection) -> None:
    totals = rows(
        staged,
        "SELECT exercice, nature, total_charges_eur, total_produits_eur, total_general_charges_eur, "
        "total_general_produits_eur FROM budgets",
    )
    assert totals == [(2024, "previsionnel", Decimal(20620), Decimal(20620), Decimal(22470), Decimal(22470))]
    sums = rows(
        staged,
        "SELECT cote, sum(montant_eur) FROM lignes_budget WHERE niveau = 'compte' AND compte NOT IN ('86', '87') "
        "GROUP BY ALL ORDER BY ALL",
    )
    # By hand: 1 770 + 2 630 + 5 180 + 385 + 11 040 of charges; account 74 alone on the other side.
    assert sums == [("charge", Decimal(21005)), ("produit", Decimal(20680))]
    gaps = rows(staged, "SELECT code, ecart FROM constats WHERE ecart IS NOT NULL ORDER BY code")
    assert gaps == [
        ("compte_74", 60.0),
        ("exercice_du_budget", 1.0),
        ("total_charges", -385.0),
        ("total_produits", -60.0),
    ]


def test_details_of_each_account_of_fiche_05(staged: store.Connection) -> None:
    found = rows(
        staged,
        "SELECT compte, max(montant_eur) FILTER (niveau = 'compte'), sum(montant_eur) FILTER (niveau = 'detail') "
        "FROM lignes_budget WHERE compte IN ('60', '61', '62', '63', '64', '74') GROUP BY compte ORDER BY compte",
    )
    assert found == [
        ("60", Decimal(1770), Decimal(1770)),
        ("61", Decimal(2630), Decimal(2630)),
        ("62", Decimal(5180), Decimal(5180)),
        ("63", Decimal(385), None),
        ("64", Decimal(11040), Decimal(11040)),
        ("74", Decimal(20680), Decimal(20620)),
    ]


def test_what_the_documents_say_of_rhythm_guests_and_the_district(staged: store.Connection) -> None:
    """« 1 fois tous les 2 ou 3 mois à partir de mars », « Puy de Dôme, Nièvre, Cher, Creuse », « Molles-Cizolles »."""
    assert rows(staged, "SELECT instance_id, rythme FROM instances WHERE rythme IS NOT NULL ORDER BY 1") == [
        ("agir-ensemble-angers-comite-pilotage", "Une fois tous les 2 ou 3 mois, à partir de mars"),
        ("agir-ensemble-angers-comite-suivi", "Une fois tous les 2 mois, à partir de février"),
    ]
    # Cher, Creuse, Nièvre, Puy-de-Dôme.
    assert rows(staged, "SELECT evenement_id, code_departement FROM evenements_departements ORDER BY 2") == [
        ("ateliers-nationaux-vivre-ensemble-2011", code) for code in ("18", "23", "58", "63")
    ]
    assert rows(
        staged, "SELECT structure_id, code_commune, quartier FROM projets_territoires WHERE quartier IS NOT NULL"
    ) == [("evs-l-atrium-63", "63430", "Les Molles-Cizolles")]
    assert rows(staged, "SELECT seance_id, adresse FROM seances_documents") == [
        ("comite-departemental-vivre-ensemble-03-2011-11-15", None)
    ]
