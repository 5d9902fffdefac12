"""Quantities, amounts and funders in free text: never a wrong figure, never people where there are none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.amounts import find_amounts
from data.reading.funders import find_funders
from data.reading.numbers import spell
from data.reading.quantities import Context, find_quantities
from data.reading.text import MAX_FRAGMENT, flatten, fragment

NUMBERS = st.integers(min_value=2, max_value=9999)


def people(text: str, context: Context = "mobilisees") -> list[tuple[object, ...]]:
    return [
        (found.grandeur, found.valeur, found.borne_basse, found.borne_haute, found.precision)
        for found in find_quantities(text, context)
    ]


def money(text: str, *, resources: bool = True) -> list[tuple[object, ...]]:
    found = find_amounts(text, resources=resources).proposals
    return [
        (
            each.role,
            None if each.montant_eur is None else float(each.montant_eur),
            each.precision,
            each.periodicite,
            each.financeur,
        )
        for each in found
    ]


def funders(text: str) -> list[tuple[str, str]]:
    return [(found.financeur.financeur_id, found.nature) for found in find_funders(text)]


@given(NUMBERS)
def test_numbers_of_people_round_trip(number: int) -> None:
    expected = [("personnes_mobilisees", float(number), None, None, "exacte")]
    assert people(f"{number} personnes") == expected
    assert people(f"{number:,} personnes".replace(",", "\u202f")) == expected
    assert people(f"{spell(number)} personnes") == expected


@given(st.integers(1, 500), st.integers(1, 500))
def test_ranges_are_in_order_or_not_read(low: int, high: int) -> None:
    found = people(f"entre {low} et {high} bénévoles")
    assert found == ([("benevoles", None, low, high, "intervalle")] if low < high else [])


@given(st.decimals(min_value=1, max_value=10**7, places=2))
def test_amounts_round_trip(amount: Decimal) -> None:
    text = f"Budget global de {amount:,f} €".replace(",", "\u202f").replace(".", ",")
    assert money(text) == [("total", float(amount), "exacte", None, None)]


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert len(flatten(text)) == len(text)
    for found in find_quantities(text, "mobilisees"):
        assert any(bound is not None for bound in (found.valeur, found.borne_basse, found.borne_haute))
    for amount in find_amounts(text, resources=True).proposals:
        assert amount.texte_source
    find_funders(text)


@given(st.text(alphabet="ab.é 12", max_size=400), st.data())
def test_fragments_are_short_and_from_the_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    words = fragment(text, start, end)
    assert words in text
    assert text[start:end].strip() in words
    assert len(words) <= MAX_FRAGMENT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 professionnels et 10 bénévoles",
            [("professionnels", 7, None, None, "exacte"), ("benevoles", 10, None, None, "exacte")]),
        ("+/- 12 personnes", [("personnes_mobilisees", 12, None, None, "approchee")]),
        ("environ 15 bénévoles", [("benevoles", 15, None, None, "approchee")]),
        ("une dizaine de salariés", [("professionnels", 10, None, None, "approchee")]),
        ("une 10ène d'agents", [("professionnels", 10, None, None, "approchee")]),
        ("jusqu'à 30 bénévoles", [("benevoles", 30, None, 30, "maximum")]),
        ("au moins 4 salarié(e)s", [("professionnels", 4, 4, None, "minimum")]),
        ("8 à 10 personnes", [("personnes_mobilisees", None, 8, 10, "intervalle")]),
        ("Participantes : groupe de 8 à 10 personnes", [("participants_distincts", None, 8, 10, "intervalle")]),
        ("5", [("personnes_mobilisees", 5, None, None, "exacte")]),
        ("- 5", [("personnes_mobilisees", 5, None, None, "exacte")]),
        ("Salariés : 2 / Bénévoles : 12",
            [("professionnels", 2, None, None, "exacte"), ("benevoles", 12, None, None, "exacte")]),
        ("Equipe d'animation X 5 pers", [("personnes_mobilisees", 5, None, None, "exacte")]),
        ("7 personnes\nEquipe d'animation X 5 pers", [("personnes_mobilisees", 7, None, None, "exacte")]),
        ("2 salariés + 6 habitants = 8 personnes", [
            ("professionnels", 2, None, None, "exacte"), ("habitants", 6, None, None, "exacte"),
            ("personnes_mobilisees", 8, None, None, "calculee"),
        ]),
        ("Les 4 salariées ainsi que une bénévole",
            [("professionnels", 4, None, None, "exacte"), ("benevoles", 1, None, None, "exacte")]),
        ("3 réunions", [("reunions", 3, None, None, "exacte")]),
        ("Le prestataire : 3 personnes / 4 personnes sur l'équipe / +/- 15 personnes sur les groupes", [
            ("personnes_mobilisees", 3, None, None, "exacte"), ("personnes_mobilisees", 4, None, None, "exacte"),
            ("participants_distincts", 15, None, None, "approchee"),
        ]),
    ],
)  # fmt: skip
def test_people_mobilised(text: str, expected: list[tuple[object, ...]]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("près de 550 personnes", ("participants_distincts", 550, None, None, "approchee")),
        ("plus de 1 000 personnes touchées", ("participants_distincts", 1000, 1000, None, "minimum")),
        ("plus d’une centaine de personnes", ("participants_distincts", 100, 100, None, "minimum")),
        ("30 personnes à chaque séance", ("participations", 30, None, None, "exacte")),
        ("14 personnes (10 femmes, 4 hommes)", ("participants_distincts", 14, None, None, "exacte")),
        ("150 participants dont 60 enfants", ("participants_distincts", 150, None, None, "exacte")),
        ("20 familles", ("familles", 20, None, None, "exacte")),
    ],
)
def test_results(text: str, expected: tuple[object, ...]) -> None:
    assert people(text, "resultats") == [expected]


@pytest.mark.parametrize("context", ["mobilisees", "resultats"])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("40 adultes / 55 enfants - 95 au total", 95),
        ("12 hommes, 8 femmes (20 au total)", 20),
        ("10 enfants, 5 parents, en tout 15", 15),
        ("40 adultes + 55 enfants = 95", 95),
        ("95 au total : 40 adultes, 55 enfants", 95),
        ("Total : 95 (40 adultes, 55 enfants)", 95),
    ],
)
def test_a_total_after_its_parts_stands_for_them(text: str, value: int, context: Context) -> None:
    assert people(text, context) == [("participants_distincts", value, None, None, "exacte")]


@pytest.mark.parametrize(
    "text", ["10 enfants et 5 adultes, 300 € au total", "10 enfants et 5 adultes, 4 heures en tout"]
)
def test_a_total_of_something_else_is_no_total_of_people(text: str) -> None:
    assert [quantity[1] for quantity in people(text, "resultats")] == [10, 5]


@pytest.mark.parametrize("context", ["mobilisees", "resultats", "recit"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le prestataire : 3 personnes", ("personnes_mobilisees", 3, None, None, "exacte")),
        ("4 personnes sur l'équipe", ("personnes_mobilisees", 4, None, None, "exacte")),
        ("L'équipe d'animation : 2 personnes", ("personnes_mobilisees", 2, None, None, "exacte")),
        ("Une équipe de 6 personnes", ("personnes_mobilisees", 6, None, None, "exacte")),
        ("+/- 15 personnes sur les groupes", ("participants_distincts", 15, None, None, "approchee")),
        ("20 personnes réparties en deux groupes", ("participants_distincts", 20, None, None, "exacte")),
    ],
)
def test_the_team_and_the_groups_are_told_wherever_they_are(
    text: str, expected: tuple[object, ...], context: Context
) -> None:
    assert people(text, context) == [expected]


# Nine texts in the forms of the directory, each read by a person first: all that it counts, and nothing else.
ANNOTATED: dict[str, tuple[Context, str, list[tuple[str, float | None, float | None, float | None, str]]]] = {
    "une équipe et ses bénévoles": (
        "mobilisees",
        "3 salariées (accueil, familles, jeunesse) et une dizaine de bénévoles\nÉquipe : 4 personnes",
        [
            ("professionnels", 3, None, None, "exacte"),
            ("benevoles", 10, None, None, "approchee"),
            ("personnes_mobilisees", 4, None, None, "exacte"),
        ],
    ),
    "des métiers qui détaillent un effectif": (
        "mobilisees",
        "2 professionnels : 1 référente jeunesse ; 1 conseiller emploi\n6 (4 bénévoles et 2 pros)",
        [
            ("personnes_mobilisees", 6, None, None, "exacte"),
            ("benevoles", 4, None, None, "exacte"),
            ("professionnels", 2, None, None, "exacte"),
            ("professionnels", 2, None, None, "exacte"),
        ],
    ),
    "des nombres entre parenthèses": (
        "mobilisees",
        "Bénévoles (12) et salariés (3)\n8 habitants bénévoles\nentre 100 et 150 m² ; 2 ETP ; 3 ateliers (2)",
        [
            ("benevoles", 12, None, None, "exacte"),
            ("professionnels", 3, None, None, "exacte"),
            ("benevoles", 8, None, None, "exacte"),
        ],
    ),
    "des familles et ceux qui les font": (
        "resultats",
        "80 familles ont pris part dont 95 adultes et 120 enfants\n12 foyers allocataires\n14 personnes dont 5 hommes",
        [
            ("familles", 80, None, None, "exacte"),
            ("participants_distincts", 95, None, None, "exacte"),
            ("participants_distincts", 120, None, None, "exacte"),
            ("familles", 12, None, None, "exacte"),
            ("participants_distincts", 14, None, None, "exacte"),
        ],
    ),
    "une fréquentation à chaque séance": (
        "resultats",
        "Un cycle de 6 rencontres avec 20 femmes au total dont 7 participantes à chacun des ateliers",
        [
            ("seances", 6, None, None, "exacte"),
            ("participants_distincts", 20, None, None, "exacte"),
            ("participations", 7, None, None, "exacte"),
        ],
    ),
    "un récit qui compte à chaque fois": (
        "recit",
        "Deux débats ont eu lieu avec, à chaque séance, près d'une centaine d'élèves. Nous espérons 40 participants.",
        [("participations", 100, None, None, "approchee")],
    ),
    "un total et ses parts": (
        "resultats",
        "Participants : 18 (11 femmes et 7 hommes)\n22 jeunes / 9 parents - 31 au total",
        [("participants_distincts", 18, None, None, "exacte"), ("participants_distincts", 31, None, None, "exacte")],
    ),
    "des intervalles et des à-peu-près": (
        "resultats",
        "de 8 à 10 personnes, +/- 15 personnes sur les groupes, une quinzaine d'adultes, jusqu'à 45 enfants",
        [
            ("participants_distincts", None, 8, 10, "intervalle"),
            ("participants_distincts", 15, None, None, "approchee"),
            ("participants_distincts", 15, None, None, "approchee"),
            ("participants_distincts", 45, None, 45, "maximum"),
        ],
    ),
    "des lieux, des âges et des choses": (
        "resultats",
        "2 foyers ruraux, 12 ateliers de 2h, de 12 à 17 ans, 4 sorties, 25 exposants, 3 rencontres avec la mairie\n"
        "Sur 50 inscrits, 38 présents",
        [("participants_distincts", 50, None, None, "exacte"), ("participants_distincts", 38, None, None, "exacte")],
    ),
}


@pytest.mark.parametrize("name", ANNOTATED)
def test_a_text_gives_all_that_a_person_reads_in_it_and_nothing_else(name: str) -> None:
    context, text, right = ANNOTATED[name]
    assert sorted(people(text, context), key=str) == sorted(
        (
            (kind, *(None if value is None else float(value) for value in values), precision)
            for kind, *values, precision in right
        ),
        key=str,
    )


def test_a_team_that_is_wished_for_is_not_counted() -> None:
    assert people("Nous prévoyons 4 personnes sur l'équipe", "recit") == []


@pytest.mark.parametrize("context", ["mobilisees", "resultats", "recit"])
@pytest.mark.parametrize(
    "text",
    [
        "un jeune de 17 ans", "enfants de 3 à 6 ans", "de 9h à 12h",
        "25% de la population", "800kg", "entre 100 et 150m²",
        "24 000 exemplaires", "527 scénarios", "le 9 décembre 2023",
        "06 12 34 56 78", "25 km", "1er prix", "3ème édition",
        "2 ETP", "deux films", "2023", "0,5 ETP", "1 à 2 pour la coordination",
        "deux services civiques", "30 à 40 tables",
    ],
)  # fmt: skip
def test_no_people(text: str, context: Context) -> None:
    assert people(text, context) == []


@pytest.mark.parametrize(
    "text",
    ["Ville de 12 000 habitants", "en groupes d'au moins trois personnes pour participer", "Une bénévole a eu l'idée",
     "Objectif : accueillir 20 familles"],
)  # fmt: skip
def test_a_narrative_counts_only_who_took_part(text: str) -> None:
    assert people(text, "recit") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budget d'environ 30€ par trimestre", [("total", 30, "approchee", "trimestrielle", None)]),
        ("2400 euros pour l'année", [("total", 2400, "exacte", "annuelle", None)]),
        ("35000€ pour le lancement et l'achat de matériel", [("total", 35000, "exacte", None, None)]),
        ("72 373€", [("total", 72373, "exacte", None, None)]),
        ("Frais de déplacement : 200 €", [("charge", 200, "exacte", None, None)]),
        ("Environ 400€ + etp des professionnels", [("charge", 400, "approchee", None, None)]),
        ("1 salarié x 4h x 36 semaines = 2500€", [("charge", 2500, "calculee", None, None)]),
        ("12 séances x 50€ = 600€",
            [("prix_unitaire", 50, "exacte", "par_unite", None), ("charge", 600, "calculee", None, None)]),
        ("coiffeuse (40€/personne)", [("prix_unitaire", 40, "exacte", "par_personne", None)]),
        ("Paniers : tarif de base 12 € :\n- Part A 4€", [
            ("prix_unitaire", 12, "exacte", "par_unite", None), ("prix_unitaire", 4, "exacte", "par_unite", None)]),
        ("Financement Maison X : 1050€", [("produit", 1050, "exacte", None, "Maison X")]),
        ("Budget de 3000 € dont 1000 € de la CAF", [
            ("total", 3000, "exacte", None, None), ("produit", 1000, "exacte", None, "CAF")]),
        ("Budget : 1 500€ (CAF 1000€, autofinancement 500€)", [
            ("total", 1500, "exacte", None, None), ("produit", 1000, "exacte", None, "CAF"),
            ("produit", 500, "exacte", None, "autofinancement")]),
        ("Achats\n500 €\nSalaire\n2000 €",
            [("charge", 500, "exacte", None, None), ("charge", 2000, "exacte", None, None)]),
        ("entre 300 et 500 €", [("total", None, "intervalle", None, None)]),
        ("24 000 exemplaires vendus, 800kg", []),
    ],
)  # fmt: skip
def test_amounts(text: str, expected: list[tuple[object, ...]]) -> None:
    assert money(text) == expected


def test_blank_lines_do_not_end_a_list_of_prices() -> None:
    prices = [role for role, *_ in money("Paniers : tarif de base 12 € :\n\n- Part A 4€\n\n- Part B 8€")]
    assert prices == ["prix_unitaire"] * 3


def test_an_ambiguous_amount_is_left_to_the_text_and_said() -> None:
    read = find_amounts("Budget de 1.200 €", resources=True)
    assert read.proposals == []
    assert "ambigu" in read.doubts[0]


def test_elsewhere_only_the_word_budget_makes_a_total() -> None:
    assert money("Nous avons reçu 300 €", resources=False)[0][0] == "charge"
    assert money("un budget de 300 €", resources=False)[0][0] == "total"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Financement CAF et Département de La Réunion", [("caf", "inconnue"), ("departement", "inconnue")]),
        ("Une partie est financée par le REAAP", [("reaap", "inconnue")]),
        ("Subvention insertion PDI, budget centre social Caf.", [("pdi", "inconnue"), ("caf", "inconnue")]),
        ("un financement du Département par une subvention", [("departement", "inconnue")]),
        ("Mise à disposition de locaux par la mairie", [("commune", "nature")]),
        ("CAF, Ville, fonds propres", [("caf", "inconnue"), ("commune", "inconnue"), ("autofinancement", "inconnue")]),
        ("Aucun", [("aucun", "sans_objet")]),
        ("Pas de financement", [("aucun", "sans_objet")]),
        ("Pas de financement de la CAF", []),
        ("La CAF n'a pas financé", []),
        ("remise en état du local de la commune", []),
        ("des cafés avec les habitants de la ville", []),
    ],
)
def test_funders(text: str, expected: list[tuple[str, str]]) -> None:
    assert funders(text) == expected


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Budget : 12'500 €", [12500.0]),
        ("Coût : 12 € 50.", [12.5]),
        ("entrée 3€50", [3.5]),
        ("12,500 € CAF\n800,000 € Département", [12500.0, 800000.0]),
        ("Total : 1,234.50 € dont 12,500 €", [1234.5, 12500.0]),
        # Left to the text, with a doubt.
        ("Budget : 12,500 €", []),
        ("Solde : -500 €", []),
        ("Déficit : (300 €)", []),
        ("3 k€ 50.", []),
        ("Budget : 1,2345 €", []),
        # No tail of another number.
        ("1,5E+3 €", []),
        ("Budget : 12·500 €", []),
    ],
)
def test_amounts_of_a_text_take_its_notation(text: str, right: list[float]) -> None:
    assert [found[1] for found in money(text)] == right
