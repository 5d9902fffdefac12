"""Each truth planted in the demonstration is found again in its store, by a query apart from the generator."""

from collections.abc import Iterator

import duckdb
import pytest

from data import store
from queries.copy import reading
from tests.conftest import Demo


@pytest.fixture(scope="module")
def facts(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo.store) as root:
        yield root


def answers(facts: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return facts.execute(sql, list(values)).fetchall()


def one(facts: duckdb.DuckDBPyConnection, sql: str, *values: object) -> float:
    row = facts.execute(sql, list(values)).fetchone()
    assert row is not None and row[0] is not None
    return float(row[0])


def told(demo: Demo, truth: str) -> list[str]:
    """The facts planted one by one that the fiches or a campaign tell: nobody can find the others."""
    found = demo.truths["trouvables"][truth]
    by_load = [each for those in found["dits"].values() for each in those]
    assert by_load and not set(by_load) & set(found["jamais_dits"])
    return sorted(by_load)


# By bassin, first and last year of start; {filled} keeps the fiches that answer at all.
SHARE = """
WITH fiches AS (
    SELECT DISTINCT action_id, year(date_debut) AS annee FROM actions_situees JOIN actions USING (action_id)
    WHERE code_bassin = ? AND date_debut IS NOT NULL
)
SELECT 100 * avg((action_id IN (SELECT action_id FROM {table} WHERE {rule}))::INTEGER)
FROM fiches WHERE annee BETWEEN ? AND ? {filled}
"""


def test_progress_is_found_where_it_was_planted(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    planted = demo.truths["progres"]
    assert (planted["indicateur"], planted["territoire"]) == ("A1", "031")
    sql = SHARE.format(
        table="actions_initiateurs",
        rule="initiateur IN ('Un habitant', 'Un groupe d''habitants')",
        filled="AND action_id IN (SELECT action_id FROM actions_initiateurs)",
    )
    before, after = (one(facts, sql, "031", *span) for span in ((2016, 2016), (2023, 2025)))
    # About 100 actions each: the share is known within ten points.
    assert before == pytest.approx(planted["debut_pourcent"], abs=10)
    assert after == pytest.approx(planted["fin_pourcent"] - 5, abs=10)


def test_decline_is_found_where_it_was_planted(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    planted = demo.truths["recul"]
    assert (planted["indicateur"], planted["territoire"]) == ("G3", "032")
    sql = SHARE.format(table="actions_textes", rule="rubrique = 'limites'", filled="")
    before, after = (one(facts, sql, "032", *span) for span in ((2016, 2016), (2023, 2025)))
    assert before == pytest.approx(planted["debut_pourcent"], abs=10)
    assert after == pytest.approx(planted["fin_pourcent"] + 6, abs=10)


def test_one_bassin_is_granted_less_than_its_population(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    gap = demo.truths["ecart_de_financement"]
    rows = answers(
        facts,
        """
        WITH accords AS (
            SELECT sujet_id, sum(accorde_eur) AS eur FROM financements
            WHERE financeur NOT IN ('Participation des usagers', 'Autofinancement', 'Mécénat', 'Fondation de France')
            GROUP BY ALL
        )
        SELECT territoire, sum(eur * part) / any_value(population) FROM accords
        JOIN sujets_territoires ON sujets_territoires.sujet_id = accords.sujet_id AND niveau = 'bassin'
        JOIN populations_territoires USING (niveau, territoire)
        WHERE annee = 2022 GROUP BY territoire
        """,
    )
    by_bassin = {str(bassin): float(str(euros)) for bassin, euros in rows}
    others = [euros for bassin, euros in by_bassin.items() if bassin != gap["territoire"]]
    assert by_bassin[gap["territoire"]] < 0.75 * min(others)


def test_silent_communes_have_no_action(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    silent = demo.truths["communes_sans_action"]
    assert len(silent) == 12
    assert answers(facts, "FROM actions_lieux WHERE list_contains(?, code_commune)", silent) == []


def test_actions_about_to_lose_their_main_funder(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    assert len(demo.truths["perdront_leur_financeur_principal"]) == 3
    losing = told(demo, "perdront_leur_financeur_principal")
    rows = answers(
        facts,
        """
        WITH exercice AS (
            SELECT *, accorde_eur / sum(accorde_eur) OVER (PARTITION BY sujet_id) AS part FROM financements, observation
            WHERE exercice = derniere_annee AND etat = 'validee'
        )
        SELECT sujet_id FROM exercice JOIN actions_situees ON action_id = sujet_id
        WHERE part > 0.6 AND convention_fin BETWEEN jour + 1 AND jour + INTERVAL 12 MONTH AND annee_fin = derniere_annee
        """,
    )
    assert set(losing) <= {action for (action,) in rows}


def test_the_wrong_budgets_are_exactly_those_whose_lines_do_not_add_up(
    facts: duckdb.DuckDBPyConnection, demo: Demo
) -> None:
    rows = answers(
        facts,
        """
        SELECT budget_id FROM budgets JOIN lignes_budget USING (budget_id)
        WHERE cote = 'charge' AND niveau = 'compte' AND compte < '86'
        GROUP BY budget_id, total_charges_eur HAVING sum(montant_eur) <> total_charges_eur
        """,
    )
    assert sorted(str(budget) for (budget,) in rows) == told(demo, "budgets_qui_ne_tombent_pas_juste")
    assert set(told(demo, "budgets_qui_ne_tombent_pas_juste")) < set(demo.truths["budgets_qui_ne_tombent_pas_juste"])
    found = answers(facts, "SELECT count(*) FROM constats WHERE code = 'total_charges' AND ecart <> 0")
    assert found == [(len(rows),)]
    said = answers(facts, "SELECT message FROM constats WHERE code = 'total_charges' AND ecart <> 0")
    assert all(str(message).startswith(("Budget prévisionnel 2", "Budget réalisé 2")) for (message,) in said)


def test_products_add_up_and_volunteering_balances(facts: duckdb.DuckDBPyConnection) -> None:
    assert (
        answers(
            facts,
            """
            SELECT budget_id FROM budgets JOIN lignes_budget USING (budget_id) GROUP BY ALL
            HAVING sum(montant_eur) FILTER (cote = 'produit' AND niveau = 'compte' AND compte < '80')
                   IS DISTINCT FROM total_produits_eur
                OR sum(montant_eur) FILTER (compte = '86' AND niveau = 'compte')
                   IS DISTINCT FROM sum(montant_eur) FILTER (compte = '87' AND niveau = 'compte')
                OR sum(montant_eur) FILTER (compte = '74' AND niveau = 'detail')
                   IS DISTINCT FROM sum(montant_eur) FILTER (compte = '74' AND niveau = 'compte')
            """,
        )
        == []
    )


def test_the_closed_code_became_todays_commune_and_left_a_note(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    closed = demo.truths["code_commune_disparu"]
    rows = answers(
        facts, "SELECT action_id, code_commune FROM actions_lieux WHERE texte_source LIKE ?", f"%{closed['ancien']}%"
    )
    assert sorted(rows) == [(action, closed["actuel"]) for action in told(demo, "code_commune_disparu")]
    assert closed["actuel"] == "03158" and {action for action, _ in rows} <= set(closed["actions"])


def test_small_counts_are_one_or_two_people(demo: Demo) -> None:
    small = demo.truths["petits_effectifs"]
    assert len(small["actions"]) == 6
    # The question goes to the lake's own table: what is published of these is masked.
    rows = store.ask_facts(
        demo.store,
        f"SELECT DISTINCT sujet_id, valeur FROM mesures WHERE grandeur = '{small['grandeur']}' "
        f"AND annee = {small['annee']} AND list_contains({small['actions']}, sujet_id)",
    )
    assert sorted(str(action) for action, _ in rows) == told(demo, "petits_effectifs")
    assert {value for _, value in rows} <= {1.0, 2.0}


def test_a_series_changes_its_way_of_counting(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    series = demo.truths["methode_de_comptage_changee"]
    rows = answers(
        facts,
        "SELECT serie, min(mesures.annee) FROM mesures JOIN evenements ON evenement_id = sujet_id "
        "WHERE methode <> (SELECT arg_min(m.methode, m.annee) FROM mesures AS m JOIN evenements AS e "
        "ON e.evenement_id = m.sujet_id WHERE e.serie = evenements.serie) AND sujet_id <> ? GROUP BY serie",
        demo.truths["affluence_contredite"],
    )
    assert rows == [(series["serie"], series["annee"])]


def test_one_structure_always_writes_the_same_number(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    default = demo.truths["valeur_par_defaut"]
    rows = answers(
        facts,
        "SELECT structure_id FROM mesures JOIN actions ON action_id = sujet_id "
        "WHERE grandeur = ? AND precision = 'exacte' AND sujet_id NOT IN (SELECT unnest(?)) GROUP BY structure_id "
        "HAVING count(*) > 10 AND min(valeur) = max(valeur) AND max(valeur) = ?",
        default["grandeur"],
        demo.truths["petits_effectifs"]["actions"],
        default["valeur"],
    )
    assert rows == [(default["structure"],)]


def test_two_statements_of_one_attendance_disagree(facts: duckdb.DuckDBPyConnection, demo: Demo) -> None:
    event = demo.truths["affluence_contredite"]
    rows = answers(facts, "SELECT DISTINCT valeur, methode FROM mesures WHERE sujet_id = ?", event)
    assert len(rows) == 2 and len({value for value, _ in rows}) == 2
