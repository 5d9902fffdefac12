"""The rows behind the values of indicators: they make the value again, and every load that says them is named."""

import re

import duckdb
import pandas as pd
import pytest

from queries import ask_records
from queries.copy.indicators import catalogue
from tests.queries.copy.indicators.test_values import one

# What a value is of its rows, where it is no sum over a sum; whose denominator is a population.
_OF_ROWS = {"E3": "median(numerateur)", "F3": "sum(numerateur ** 2) / sum(numerateur) ** 2"}
_PER_INHABITANT = ("A2", "D3", "F5")
_FORMULAS = {
    "proportion": "100 * num / den",
    "taux": "facteur * num / den",
    "rapport": "facteur * num / den",
    "compte": "num",
    "valeur": "num",
    "ecart_relatif": "100 * (num - den) / den",
    "ecart_points": "100 * num / den - reference",
}


def kaplan_meier(said: list[str | None]) -> float:
    """Share (0 to 1) still active after twelve months, one factor an end: Kaplan and Meier, 1958."""
    days = [
        (int(found[1]) if (found := re.search(r"(\d+) jours", one)) else 366, "finie" in one) for one in said if one
    ]
    share = 1.0
    for when in sorted({day for day, ended in days if ended}):
        share *= 1 - sum(day == when and ended for day, ended in days) / sum(day >= when for day, _ in days)
    return share


def recomputed(root: duckdb.DuckDBPyConnection, indicator: str) -> pd.DataFrame:
    """Each value told of an indicator beside that of its rows (``des_lignes``), and how many of these are withheld."""
    (calculation,) = root.execute("SELECT calcul FROM indicateurs WHERE id = ?", [indicator]).fetchone() or ()
    above = _OF_ROWS.get(indicator, "sum(numerateur)")
    below = "any_value(population)" if indicator in _PER_INHABITANT else "sum(denominateur)"
    return root.execute(
        f"""
        WITH sommes AS (
            SELECT niveau, territoire, annee, {above} AS num, {below}::DOUBLE AS den,
                   count(*) FILTER (secret) AS n_secrets, list(dit) AS dits
            FROM lignes_{indicator} LEFT JOIN populations_territoires USING (niveau, territoire, annee) GROUP BY ALL
        )
        SELECT valeur, {_FORMULAS[calculation]} AS des_lignes, num, v.numerateur, coalesce(n_secrets, 0) AS n_secrets,
               dits
        FROM indicateurs_valeurs AS v LEFT JOIN sommes USING (niveau, territoire, annee)
        JOIN indicateurs ON id = v.indicateur
        LEFT JOIN (SELECT indicateur, niveau, territoire, annee, reference FROM indicateurs_bruts) AS b
            USING (indicateur, niveau, territoire, annee)
        WHERE v.indicateur = ? AND valeur IS NOT NULL
        """,
        [indicator],
    ).df()


@pytest.mark.parametrize("facts", ["small", "real", "told"])
def test_every_value_is_that_of_the_rows_behind_it(facts: str, request: pytest.FixtureRequest) -> None:
    root, exact, under = request.getfixturevalue(facts), set(), set()
    for indicator in catalogue.load().indicators:
        found = recomputed(root, indicator.id)
        if indicator.id == "G1":
            found["des_lignes"] = [100 * kaplan_meier(list(said)) for said in found["dits"]]
        if indicator.id == "D3":  # No action: no row.
            found["des_lignes"] = found["des_lignes"].fillna(0)
        withheld = found["n_secrets"] > 0
        # What is withheld of its rows is in the sum.
        assert not (found["num"] > found["numerateur"] * (1 + 1e-9))[withheld].any(), indicator.id
        told_whole = found[~withheld]
        assert list(told_whole["des_lignes"]) == pytest.approx(list(told_whole["valeur"])), indicator.id
        exact |= {indicator.id} if len(told_whole) else set()
        under |= {indicator.id} if withheld.any() else set()
    assert len(exact) >= {"small": 29, "real": 1, "told": 17}[facts], sorted(exact)
    assert under <= {"A2", "A3", "C1", "C2", "C3", "C4", "E1", "F9"}


def test_rows_are_told_as_the_board_counts_them(told: duckdb.DuckDBPyConnection) -> None:
    """The question of the page lists as many rows, and as many of them that count, as the board says."""
    for name in ("A1", "F8", "E2"):
        place = {"indicateur": name, "niveau": "departement", "territoire": "03", "annee": 2024}
        value = one(told, name, "03", 2024)
        rows = ask_records(told, "origine_indicateur", **place)
        assert (sum(row["compte"] for row in rows), len(rows)) == (value.n_known, value.n_total), name
        assert rows[0]["n_comptees"] == value.n_known and rows[0]["compte"] and not rows[-1]["compte"]
    # A subject is listed for each of its statements: as many subjects as the total says it could add.
    rows = ask_records(told, "origine_indicateur", indicateur="A2", niveau="departement", territoire="03", annee=2024)
    assert len({row["sujet_id"] for row in rows}) == one(told, "A2", "03", 2024).n_total


@pytest.mark.parametrize(
    ("indicator", "facts"),
    [
        ("B3", "actions_publics WHERE age_min IS NOT NULL"),
        ("D1", "actions_lieux WHERE role = 'lieu'"),
        ("G1", "actions_datees"),
        ("A2", "actions_comptees"),
    ],
)
def test_a_value_names_every_load_that_says_its_facts(
    told: duckdb.DuckDBPyConnection, indicator: str, facts: str
) -> None:
    """Campaigns come back in loads of their own: they bring publics, places, dates and numbers to fiches of another."""
    brought = told.execute(
        f"""
        WITH actions_datees AS (
            SELECT sujet_id AS action_id, source FROM valeurs_declarees WHERE champ IN ('date_debut', 'date_fin')
        ),
        actions_comptees AS (
            SELECT sujet_id AS action_id, source FROM mesures_publiees
            WHERE etat = 'validee' AND grandeur = 'participations' AND annee = 2024
        )
        SELECT list(DISTINCT source) FROM (SELECT action_id, source FROM {facts}) JOIN actions_annees USING (action_id)
        WHERE niveau = 'departement' AND territoire = '03' AND annee = 2024
        """
    ).fetchone()
    assert brought is not None and any("campagne" in source for source in brought[0])
    assert set(brought[0]) <= set(one(told, indicator, "03", 2024).sources)


def test_money_over_two_departements_is_placed_once_in_the_fair_share() -> None:
    """100 €, half in A of the Allier, half in B of the Puy-de-Dôme: A was given 50, of which 25 are A2's fair share."""
    sql = next(one.sql for one in catalogue.load().indicators if one.id == "F6")
    with duckdb.connect() as root:
        root.execute(
            """
            CREATE TABLE actions_exercices AS SELECT * FROM (VALUES
                ('x', 'departement', '03', 2024, 0.5), ('x', 'departement', '63', 2024, 0.5)
            ) AS t(action_id, niveau, territoire, annee, part);
            CREATE TABLE subventions_accordees AS SELECT 'x' AS action_id, 2024 AS annee, 100.0::DOUBLE AS montant_eur;
            CREATE TABLE sujets_territoires AS SELECT * FROM (VALUES
                ('action', 'x', 'bassin', 'A', 0.5), ('action', 'x', 'bassin', 'B', 0.5)
            ) AS t(sujet_type, sujet_id, niveau, territoire, part);
            CREATE TABLE territoires_niveaux AS SELECT * FROM (VALUES
                ('bassin', 'A', 'A', '03'), ('bassin', 'A2', 'A2', '03'), ('bassin', 'B', 'B', '63')
            ) AS t(niveau, territoire, nom, code_departement);
            CREATE TABLE populations_territoires AS
            SELECT niveau, territoire, 2024 AS annee, 1000 AS population FROM territoires_niveaux;
            """
        )
        found = {row[1]: row[3:5] for row in root.execute(sql).fetchall() if row[0] == "bassin"}
    assert found == {"A": (50, 25), "A2": (0, 25), "B": (50, 50)}
