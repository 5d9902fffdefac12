"""Money questions, on facts small enough to be added up by hand (``tests/small/money.py``)."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.money import sankey, words
from data import store
from data.settings import ROOT
from queries import ask_records
from queries.copy import reading
from queries.copy.script import run
from tests.small.facts import Rows, action_id, filled
from tests.small.facts import answer as rows
from tests.small.money import FACTS, action, grant, placed


@pytest.fixture(scope="module")
def money(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(filled(reference_store, tmp_path_factory.mktemp("argent"), FACTS)) as root:
        yield root


def test_the_plan_keeps_its_amounts_apart(money: duckdb.DuckDBPyConnection) -> None:
    (plan,) = rows(money, "plan_action", sujet=action_id(money, "Jardin"))
    kept = (
        "cout_prevu_eur",
        "cout_realise_eur",
        "demande_eur",
        "accorde_eur",
        "verse_eur",
        "propres_eur",
        "sans_nom_eur",
    )
    # Asked 600 + 300, granted 500 + 200, paid 400; 1 000 of produits less 100 of users and 800 with a name.
    assert [plan[name] for name in kept] == [1000, None, 900, 700, 400, 100, 100]
    assert plan["ecart_eur"] == 1000 - 700 - 100
    (spent,) = rows(money, "plan_action", sujet=action_id(money, "Café".replace("é", "e")))
    assert (spent["cout_prevu_eur"], spent["cout_realise_eur"], spent["ecart_eur"]) == (None, 500, -100)
    (unknown,) = rows(money, "plan_action", sujet=action_id(money, "Atelier"))
    assert (unknown["accorde_eur"], unknown["ecart_eur"], unknown["n_sans_accorde"]) == (None, None, 1)


def test_money_is_placed_where_actions_take_place_and_counts_once(money: duckdb.DuckDBPyConnection) -> None:
    found = {
        row["territoire"]: row for row in rows(money, "finances_par_territoire", departement="03", division="bassin")
    }
    assert {code: row["accorde_eur"] for code, row in found.items()} == {"032": 700, "033": pytest.approx(600)}
    assert found["032"]["refuse_eur"] == 200  # 900 asked, 700 granted.
    assert (found["032"]["n_plans"], found["032"]["n_accordes"]) == (2, 1)
    # One plan of two is known: were the other worth as much, each inhabitant would have twice as much.
    assert found["032"]["euros_hab_haut"] == pytest.approx(2 * found["032"]["euros_hab"])
    assert found["033"]["euros_hab_haut"] == found["033"]["euros_hab"]
    (whole,) = rows(money, "finances_par_territoire", departement="03", division="departement")
    assert whole["accorde_eur"] == pytest.approx(1300)
    # Jardin lacks 200; the 100 that Café has beyond its cost fill no gap.
    assert whole["manque_eur"] == 200
    communes = {row["territoire"] for row in rows(money, "finances_par_territoire", departement="03", division="epci")}
    assert communes == {"200071140", "200071363"}  # Moulins Communauté, Vichy Communauté.


def test_fair_shares_sum_to_the_whole_and_say_when_the_sign_holds(money: duckdb.DuckDBPyConnection) -> None:
    found = {row["nom"]: row for row in rows(money, "ecart_equitable", departement="03", division="bassin")}
    people = {name: row["population"] for name, row in found.items()}
    assert sum(row["cible_eur"] for row in found.values()) == pytest.approx(1300)
    assert found["Moulins"]["ecart"] == pytest.approx(700 / (1300 * people["Moulins"] / sum(people.values())) - 1)
    assert found["Montluçon"]["ecart"] == pytest.approx(-1)
    # By population alone no weight moves anything: no sign was put to the test.
    assert {(row["conclusif"], row["sans_objet"]) for row in found.values()} == {(None, "population seule")}
    said = {row["nom"]: (row["tous_poids"], row["conclusion"]) for row in words.share_table(list(found.values()))}
    assert said["Montluçon"] == ("///", "en dessous de sa part (population seule)")
    assert "Montluçon (−100\u202f%)" in words.fair_shares(list(found.values()), "exercice 2023")
    # The bassin looked at tells its own gap first; the others are of the whole département.
    chosen = words.fair_shares(list(found.values()), "exercice 2023", found["Moulins"]["territoire"])
    own = words.gap(found["Moulins"]["ecart"])
    assert chosen.startswith(f"Moulins, exercice 2023 : {own}, au-dessus de sa part (population seule). Dans tout le ")
    assert "Montluçon (−100\u202f%) reçoit moins" in chosen


def test_a_need_that_turns_the_sign_is_not_conclusive(money: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    # Two bassins of equal population would tell the same; here a made-up income, low enough in Moulins to turn its gap.
    told = with_income(money, tmp_path, {"031": 20000, "032": 4000, "033": 20000})
    moulins = told["Moulins"]
    assert moulins["ecart_max"] > 0 > moulins["ecart_min"]
    assert not moulins["conclusif"]
    assert words.share_table([moulins])[0]["conclusion"] == "non conclusif : le signe change avec les poids"


def test_a_sign_is_conclusive_only_where_the_share_moves_with_the_weight(
    money: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # One income everywhere: a weight of need changes no share.
    same = with_income(money, tmp_path, {"031": 20000, "032": 20000, "033": 20000})
    assert {(row["conclusif"], row["sans_objet"]) for row in same.values()} == {(None, "même besoin que l'ensemble")}
    # Montluçon has nothing (−100 %) whatever its share; with its income twice that of others, its share moves.
    moved = with_income(money, tmp_path, {"031": 40000, "032": 20000, "033": 20000})
    assert (moved["Montluçon"]["conclusif"], moved["Montluçon"]["sans_objet"]) == (True, None)
    (said,) = words.share_table([moved["Montluçon"]])
    assert said["conclusion"] == "en dessous de sa part, quel que soit le poids"


def test_population_alone_is_put_to_the_test_by_a_need_that_is_known_everywhere(
    money: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    alone = {row["nom"]: row["ecart"] for row in rows(money, "ecart_equitable", departement="03", division="bassin")}
    poor = with_income(money, tmp_path, {"031": 20000, "032": 4000, "033": 20000}, weight=0.0)
    assert {name: row["ecart"] for name, row in poor.items()} == pytest.approx(alone)
    assert poor["Moulins"]["ecart_min"] < 0 < poor["Moulins"]["ecart"] == poor["Moulins"]["ecart_max"]
    assert (poor["Moulins"]["conclusif"], poor["Montluçon"]["conclusif"]) == (False, True)
    # Nobody knows the income of Vichy: population alone still tells the gaps, and nothing is put to the test.
    partly = with_income(money, tmp_path, {"031": 20000, "032": 4000}, weight=0.0)
    assert {name: row["ecart"] for name, row in partly.items()} == pytest.approx(alone)
    assert {(row["ecart_min"], row["conclusif"], row["sans_objet"]) for row in partly.values()} == {
        (None, None, "besoin inconnu dans un territoire")
    }


def with_income(
    money: duckdb.DuckDBPyConnection, folder: Path, incomes: dict[str, int], weight: float = 0.5
) -> dict[str, dict[str, Any]]:
    """Fair shares by name of bassin, by population and, for ``weight``, by a made-up income (bassin → euros)."""
    (file,) = money.execute("SELECT path FROM duckdb_databases() WHERE NOT internal").fetchall()[0]
    path = Path(shutil.copy(file, folder))
    with duckdb.connect(str(path)) as root:
        root.executemany(
            "INSERT INTO contexte_retenu (code_commune, annee, variable, valeur, source) "
            "SELECT code_commune, 2021, 'revenu', $2, 'x' FROM communes_bassins WHERE code_bassin = $1",
            list(incomes.items()),
        )
        told = ask_records(
            root, "ecart_equitable", departement="03", division="bassin", variable="revenu", poids=weight
        )
    return {row["nom"]: row for row in told}


def test_constant_euros_of_a_year_without_index_rest_on_the_last_one_known(
    reference_store: Path, tmp_path: Path
) -> None:
    # 100 € in 2017 and in 2025. Indices (2015 = 100): 101.23 in 2017, 119.8 in 2024, none in 2025.
    years = {"ancien": 2017, "neuf": 2025}
    facts: Rows = {
        **placed(ancien="03190", neuf="03190"),
        "actions": [action(ref, date_debut=f"{year}-01-01", date_fin=f"{year}-12-31") for ref, year in years.items()],
        "financements": [grant(ref, "CAF", 100, 100, exercice=year) for ref, year in years.items()],
    }
    with reading.reader(filled(reference_store, tmp_path, facts)) as root:
        found = {
            row["annee"]: row for row in rows(root, "finances_par_territoire", departement="03", division="departement")
        }
        told = {
            row["annee"]: row
            for row in rows(root, "valeurs_indicateurs", indicateur="F5", niveau="departement", departement="03")
        }
    fallback = "en euros de 2024 : l'indice de 2025 n'est pas connu"
    assert found[2017]["accorde_constant_eur"] == pytest.approx(100 * 119.8 / 101.23)
    assert (found[2017]["annee_prix"], found[2017]["reserve_prix"]) == (2024, None)
    assert (found[2025]["accorde_constant_eur"], found[2025]["reserve_prix"]) == (100, fallback)
    # One action: too few to be shown, but counted in the same euros.
    assert (told[2025]["numerateur"], told[2017]["numerateur"]) == (100, pytest.approx(100 * 119.8 / 101.23))


def test_subsidies_per_inhabitant_have_a_value_the_year_after_the_last_index(demo_store: Path) -> None:
    with reading.reader(demo_store) as root:
        told = rows(root, "valeurs_indicateurs", indicateur="F5", departement="03", annee=2025)
    shown = [row for row in told if row["niveau"] in ("departement", "bassin")]
    assert len(shown) == 4
    assert {(row["statut"], row["valeur"] is None) for row in shown} == {("p", False)}
    assert all("en euros de 2024 : l'indice de 2025 n'est pas connu" in row["raison"] for row in shown)


def test_no_price_index_is_made_up() -> None:
    with store.memory() as root:
        root.execute("CREATE TABLE indices_prix AS FROM (VALUES (2018, 100.0), (2020, 104.0)) t(annee, indice)")
        run(root, ROOT / "queries" / "copy" / "money" / "prices.sql")
        told = root.execute("SELECT annee, coefficient, annee_indice, reserve FROM prix_constants LIMIT 4").fetchall()
    # Nothing before the first index; a hole takes the year before it, in euros of the last one.
    assert told == [
        (2018, 1.04, 2018, None),
        (2019, 1.04, 2018, "en euros de 2020 : l'indice de 2019 n'est pas connu, celui de 2018 le remplace"),
        (2020, 1.0, 2020, None),
        (2021, 1.0, 2020, "en euros de 2020 : l'indice de 2021 n'est pas connu"),
    ]


def test_flows_have_one_total_at_every_level(money: duckdb.DuckDBPyConnection) -> None:
    held = sankey.flows(
        rows(money, "flux_financiers", departement="03"), ["famille", "financeur", "dimension", "bassin"]
    )
    assert held.total == pytest.approx(1300)
    for level in ("famille", "financeur", "dimension", "bassin"):
        assert sum(euros for _, euros in held.of(level)) == pytest.approx(1300)
    assert dict(held.of("bassin")) == {"Moulins": 700, "Vichy": pytest.approx(600)}
    assert dict(held.of("famille")) == {"CAF": pytest.approx(1100), "Département": 200}


def test_flows_and_territories_tell_one_total(demo_store: Path) -> None:
    # Two roads to one figure: funder by funder, and plan by plan, structures and actions without commune included.
    with reading.reader(demo_store) as root:
        flows = rows(root, "flux_financiers", departement="03")
        whole = rows(root, "finances_par_territoire", departement="03", division="departement")
    granted = [row["accorde_eur"] for row in whole if row["accorde_eur"] is not None]
    assert sum(row["montant_eur"] for row in flows) == pytest.approx(sum(granted))
    assert {row["famille"] for row in flows}.isdisjoint({"Usagers", "Autofinancement"})


def test_an_action_of_two_themes_is_shared_equally_between_them(money: duckdb.DuckDBPyConnection) -> None:
    held = sankey.flows(rows(money, "flux_financiers", departement="03", par_theme=1), ["famille", "theme", "bassin"])
    # Jardin's 700 € are halved, Café says no theme: 600.
    assert dict(held.of("theme")) == {"Thème non dit": pytest.approx(600), "Culture": 350, "Environnement": 350}
    assert dict(held.of("bassin")) == {"Moulins": 700, "Vichy": pytest.approx(600)}
    assert {row["theme"] for row in rows(money, "flux_financiers", departement="03")} == {None}


def test_published_grants_stand_where_their_beneficiary_does(money: duckdb.DuckDBPyConnection) -> None:
    placed, elsewhere = rows(money, "subventions_publiees", departement="03")
    # 5 000 − 500 to the seat of the centre social (Moulins), 800 in Vichy; 900 € have no commune.
    counted = ("situe", "n_lignes", "montant_eur", "n_beneficiaires", "n_rattachees", "n_proposees", "n_retours")
    assert [placed[key] for key in counted] == [True, 3, 5300, 2, 2, 1, 1]
    assert (elsewhere["situe"], elsewhere["n_lignes"], elsewhere["montant_eur"]) == (False, 1, 900)
    vichy, _ = rows(money, "subventions_publiees", departement="03", bassin="033")
    assert (vichy["n_lignes"], vichy["montant_eur"], vichy["n_proposees"]) == (1, 800, 1)
    lines = rows(money, "subventions_lignes", departement="03")
    assert [(row["commune"], row["montant_eur"]) for row in lines] == [
        ("Moulins", 5000),
        ("Moulins", -500),
        ("Vichy", 800),
    ]
    assert [row["structure"] for row in lines] == ["Centre social", "Centre social", None]
    assert [row["proposition"] for row in lines] == [None, None, "Centre social"]
    assert len(rows(money, "subventions_lignes", departement="03", limite=1)) == 1


def test_posts_are_counted_with_the_amounts_that_are_known(money: duckdb.DuckDBPyConnection) -> None:
    (fonjep,) = rows(money, "postes_publies", departement="03")
    assert fonjep == {
        "situe": True, "annee": 2023, "dispositif": "fonjep", "n_postes": 2, "n_employeurs": 1, "n_montants": 1,
        "montant_eur": 20000,
    }  # fmt: skip
    assert rows(money, "postes_publies", departement="03", annee_min=2024) == []


def test_small_funders_become_one_node_that_says_how_many() -> None:
    given = [
        {"famille": "F", "financeur": f"f{rank:02}", "dimension": "D", "bassin": "B", "montant_eur": 100 - rank}
        for rank in range(12)
    ]
    held = sankey.flows(given, ["financeur", "bassin"])
    assert ("financeur", "3 autres") in held.nodes  # 12 funders: nine drawn, three gathered.
    assert held.total == sum(100 - rank for rank in range(12))


def test_conventions_that_end_and_actions_that_ended(money: duckdb.DuckDBPyConnection) -> None:
    (convention,) = rows(money, "conventions", departement="03")
    assert (convention["titre"], convention["convention_fin"], convention["mois"]) == ("Cafe", "2024-04-30", 6)
    assert (convention["accorde_eur"], convention["part"], convention["jour"]) == (600, 1, "2023-12-31")
    assert rows(money, "conventions", departement="03", bassin="032") == []
    assert [len(rows(money, "conventions", departement="03", horizon=months)) for months in (3, 6, 12)] == [0, 1, 1]
    (ended,) = rows(money, "arrets_financement", departement="03")
    assert ended["titre"] == "Atelier"
    assert rows(money, "arrets_comptes", departement="03") == [{"n_terminees": 1, "n_avec_motif": 1, "n_arrets": 1}]
    assert rows(money, "arrets_comptes", departement="03", bassin="033")[0]["n_arrets"] == 0
    assert rows(money, "conventions_mois", departement="03", bassin="033") == [
        {"mois_fin": "2024-04-01", "mois": 6, "n": 1, "n_montants": 1, "accorde_eur": 600}
    ]
    assert date.fromisoformat(ended["date_fin"]) == date(2023, 12, 31)


def test_envelopes_say_what_is_left_and_whether_it_is_declared(money: duckdb.DuckDBPyConnection) -> None:
    found = {row["territoire"]: row for row in rows(money, "enveloppes", departement="03")}
    # Moulins: nothing declared, so what the Département granted there (200) is committed.
    assert [found["032"][key] for key in ("vote_eur", "engage_eur", "engage_declare", "reste_eur")] == [
        1000,
        200,
        False,
        800,
    ]
    assert [found["033"][key] for key in ("engage_eur", "engage_declare", "paye_eur", "reste_eur")] == [
        300,
        True,
        250,
        500,
    ]


def test_a_funder_that_leaves_tips_only_what_was_covered(money: duckdb.DuckDBPyConnection) -> None:
    lost = {row["titre"]: row for row in rows(money, "simulation", departement="03", famille="CAF", baisse=1.0)}
    assert {title: row["bascule"] for title, row in lost.items()} == {"Jardin": False, "Cafe": True}
    assert (lost["Jardin"]["manque_avant_eur"], lost["Jardin"]["manque_apres_eur"]) == (200, 700)
    assert (lost["Cafe"]["manque_apres_eur"], lost["Cafe"]["participants"]) == (500, 40)
    assert lost["Cafe"]["communes"] == ["Cusset", "Vichy"]
    tenth = rows(money, "simulation", departement="03", famille="CAF", baisse=0.1)
    assert not any(row["bascule"] for row in tenth)  # 600 − 60 still covers 500.
    vichy = rows(money, "simulation", departement="03", famille="CAF", baisse=1.0, bassin="033")
    assert [row["titre"] for row in vichy] == ["Cafe"]
    whole, moulins, of_vichy = rows(money, "simulation_bilan", departement="03", famille="CAF", baisse=1.0)
    assert (whole["bassin"], whole["n_touchees"], whole["perte_eur"], whole["n_communes"]) == (None, 2, 1100, 2)
    # Before: Café alone covers its cost (600 € for 500), Jardin lacks 200 €; after: none does.
    assert (whole["n_couvertes"], whole["n_bascules"], moulins["n_couvertes"]) == (1, 1, 0)
    assert (moulins["bassin"], moulins["n_bascules"], moulins["participants"]) == ("Moulins", 0, None)
    assert [of_vichy[key] for key in ("bassin", "n_bascules", "manque_eur", "participants")] == ["Vichy", 1, 500, 40]
    said = words.loss_sentence("CAF", "1", whole, 2)
    assert "1 action couverte par son dernier plan connu passerait sous son coût, sur 2" in said
    assert "40 participants (connus pour 1 sur 1), dans 2 communes" in said


def test_communes_of_funded_actions_are_at_no_distance(money: duckdb.DuckDBPyConnection) -> None:
    found = {row["nom"]: row["distance_km"] for row in rows(money, "distances_financees", departement="03")}
    assert [found[name] for name in ("Moulins", "Vichy", "Cusset")] == [0, 0, 0]
    assert 17.5 < found["Gannat"] < 18.2  # Haversine of the two town halls on a map: 17.8 km from Vichy.
    assert (
        found["Montluçon"] is None
    )  # About 60 km from Moulins as the crow flies, further than the 50 that are looked at.
    assert "vivent à plus de 10 km" in words.far_sentence(rows(money, "distances_financees", departement="03"))


def test_dependence_names_the_first_funder(money: duckdb.DuckDBPyConnection) -> None:
    (centre,) = rows(money, "dependance", departement="03")
    # CAF 500 of 1 000; between named funders, 500 and 300: HHI .625² + .375² = .53125, 1.88 effective funders.
    assert (centre["premier"], centre["part_premier"]) == ("Caisse d'allocations familiales (CAF)", 0.5)
    assert (centre["n_budgets"], centre["n_attendus"]) == (1, 3)  # Café and Atelier name no funder in a budget.
    assert (centre["hhi"], round(centre["effectifs"], 2)) == (0.53125, 1.88)


def test_nobody_far_is_a_sentence_of_its_own() -> None:
    near = [{"population": 100, "distance_km": 2.0}, {"population": 50, "distance_km": 0.0}]
    said = "Aucun habitant, dans les 2 communes, ne vit à plus de 10 km d'une action financée."
    assert words.far_sentence(near) == said


def test_sentences_open_with_the_answer(money: duckdb.DuckDBPyConnection) -> None:
    whole = rows(money, "finances_par_territoire", departement="03", division="departement")
    shares = rows(money, "ecart_equitable", departement="03", division="bassin")
    paid = words.who_pays(rows(money, "flux_financiers", departement="03"), whole).replace("\u202f", " ")
    assert paid == (
        "Qui paie ? D'abord la CAF (85 %) et le Département (15 %), sur 1 300 € accordés, d'après 2 sur 3 plans "
        "de financement."
    )
    lacking = words.what_lacks(whole, shares, "tous exercices").replace("\u202f", " ")
    assert lacking.startswith("Que manque-t-il ? 200 € aux plans qui ne couvrent pas leur coût, d'après 2 sur 3 plans")
    assert "Montluçon (−100 %) reçoit moins que sa part (tous exercices)." in lacking
    stops = words.what_stops(rows(money, "conventions_mois", departement="03"), date(2023, 12, 31))
    when = "dans les douze mois qui suivent le 31/12/2023, dernier jour connu"
    assert f"1 convention finit {when} (0 sous 3 mois, 1 sous 6 mois, 1 sous 12 mois)" in stops
    stopped = words.what_stopped(rows(money, "arrets_comptes", departement="03")[0], "toutes années")
    assert stopped.startswith("1 action s'est arrêtée faute de financement (toutes années) : 1 sur 1")


def test_a_count_never_ends_a_sentence_that_another_number_begins() -> None:
    # « connus pour 112. 267 actions… » was read as one number.
    months = [{"n": 123, "mois": 12, "n_montants": 112, "accorde_eur": 1000.0}]
    said = words.what_stops(months, date(2025, 12, 31)).replace("\u202f", " ")
    assert said.endswith("soit 1 000 € accordés (montant connu pour 112 sur 123).")


def test_granted_money_is_mapped_where_actions_take_place_or_at_the_seat(money: duckdb.DuckDBPyConnection) -> None:
    found = {row["nom"]: row for row in rows(money, "carte_communes", departement="03")}
    assert found["Moulins"]["accorde_eur"] == 700
    assert found["Vichy"]["accorde_eur"] + found["Cusset"]["accorde_eur"] == pytest.approx(600)
    # The centre social that carries both has its seat in Moulins.
    assert (found["Moulins"]["siege_eur"], found["Vichy"]["siege_eur"]) == (1300, None)
    assert [found["Moulins"][key] for key in ("n_accordes", "n_plans", "n_sieges", "n_plans_sieges")] == [1, 2, 2, 3]
    (allier,) = (row for row in rows(money, "carte_departements") if row["code_departement"] == "03")
    assert (allier["accorde_eur"], allier["siege_eur"], allier["publie_eur"]) == (pytest.approx(1300), 1300, 5300)
