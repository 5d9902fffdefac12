"""The synthetic département: the same for a seed, on the real territory, with the faults of real files."""

import hashlib
import io
from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data import store
from data.demo import ArgumentError, parse_scale, parse_years, tables
from data.demo.plan import parse_seed
from data.demo.structures import fictive_siret
from geo.communes import territory
from queries.copy import reading
from tests.conftest import Demo

YEARS = (2016, 2025)


@pytest.fixture(scope="module")
def facts(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(demo.store) as root:
        yield root


def digest(made: dict[str, pa.Table]) -> dict[str, str]:
    """One SHA-256 for each table, of its rows and types."""
    found = {}
    for name, table in made.items():
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table.combine_chunks())
        found[name] = hashlib.sha256(sink.getvalue()).hexdigest()
    return found


def test_the_same_seed_makes_the_same_facts_and_another_one_others() -> None:
    first, second, other = digest(tables(5, YEARS)), digest(tables(5, YEARS)), digest(tables(6, YEARS))
    assert first == second
    # What a département has whatever the seed: its committees, their targets, the name of the made-up context figure.
    assert {name for name in first if first[name] == other[name]} == {"contexte_variables", "cibles", "instances"}


def test_without_changes_only_what_changes_differs() -> None:
    moving, still = digest(tables(5, YEARS)), digest(tables(5, YEARS, changes=False))
    same = {name for name in moving if moving[name] == still[name]}
    # Streams are apart: planting progress on one field moves no other one.
    assert {"actions", "actions_lieux", "actions_partenaires", "financements", "presences", "seances"} <= same
    assert {"actions_initiateurs", "actions_textes", "actions_publics", "mesures"} & same == set()


def test_every_kind_of_fact_of_the_contract_is_there(facts: duckdb.DuckDBPyConnection) -> None:
    reference = {"departements", "communes", "communes_anciennes", "populations", "zones", "zones_communes"}
    labels = {"financeurs", "financeurs_libelles", "libelles", "indices_prix"}
    # No file is read, and a demonstration remembers no column of a publisher.
    others = {"sources", "sources_fichiers", "correspondances"}
    # Nobody sits at its keyboard: no structure is merged; what campaigns return is another test's (test_coverage.py).
    by_hand = {
        "ecritures",
        "saisies",
        "corrections",
        "arbitrages",
        "fusions",
        "campagnes",
        "campagnes_structures",
        "campagnes_reponses",
        "decisions_liens",
        "decisions_etats",
        "cibles_seances",
        "annotations",
        "seances_points",
        "clotures",
        "clotures_regles",
    }
    empty = {
        table
        for table in set(store.contract_tables()) - reference - labels - others - by_hand
        if facts.execute(f"SELECT count(*) FROM {table} WHERE source LIKE 'demo-%'").fetchone() == (0,)
    }
    assert empty == set()


def test_it_is_said_to_be_a_demonstration_and_its_arithmetic_holds(demo: Demo) -> None:
    """In the store: a reading copy leaves out what was declared of a list that a campaign tells."""
    with_lines = [t for t, columns in store.contract_columns().items() if "ligne" in columns and t != "rejets"]
    others = ["contexte_variables", "corrections", "arbitrages"]
    each = " UNION ALL ".join(f"SELECT source FROM lake.{table}" for table in [*with_lines, *others])
    with store.open_lake(demo.store, read_only=True) as lake:
        rows = lake.execute(
            "SELECT titre, lues, gardees, refusees, publiee_le::VARCHAR, n FROM lake.sources "
            f"LEFT JOIN (SELECT source, count(*) AS n FROM ({each}) GROUP BY source) USING (source) "
            "WHERE etat = 'active' AND editeur LIKE '%faits fictifs%' ORDER BY titre"
        ).fetchall()
        refused = lake.execute("SELECT count(*) FROM lake.rejets WHERE fichier = 'demonstration'").fetchone()
    titles = ["Allier de démonstration, 2016-2025", "Campagne de collecte 2024 (", "Campagne de collecte 2025 ("]
    for (title, read, kept, left, published, there), expected in zip(rows, titles, strict=True):
        assert title.startswith(expected) and "démonstration" in title
        fiches = title.startswith("Allier")
        assert (read, left, kept) == (kept + left, 6 if fiches else 0, there)
        assert published == ("2025-12-31" if fiches else None)
    assert refused == (6,)


def test_about_four_hundred_actions_are_active_each_year(facts: duckdb.DuckDBPyConnection) -> None:
    rows = facts.execute(
        "SELECT annee, count(DISTINCT sujet_id) FROM sujets_territoires_annees "
        "WHERE niveau = 'departement' AND sujet_type = 'action' GROUP BY annee ORDER BY annee"
    ).fetchall()
    assert [year for year, _ in rows] == list(range(2016, 2026))
    assert all(330 <= count <= 470 for _, count in rows)
    assert facts.execute("SELECT jour::VARCHAR, derniere_annee FROM observation").fetchone() == ("2025-12-31", 2025)


def test_the_faults_of_real_files_are_there(facts: duckdb.DuckDBPyConnection) -> None:
    """Shares in %: each fault is present, and leaves most of the field readable."""
    (found,) = facts.execute(
        """
        SELECT {
            'sans date': (SELECT 100 * avg((date_debut_precision = 'inconnue')::INTEGER) FROM actions),
            'motif blanc': (SELECT 100 * avg((motif_fin IS NULL)::INTEGER) FROM actions WHERE statut = 'Terminée'),
            'sans commune': (SELECT 100 * avg((code_commune IS NULL)::INTEGER) FROM actions_lieux WHERE role = 'lieu'),
            'accordé inconnu': (SELECT 100 * avg((accorde_eur IS NULL)::INTEGER) FROM financements
                                WHERE etat <> 'ecartee'),
            'proposées': (SELECT 100 * avg((etat = 'proposee')::INTEGER) FROM mesures),
            'inexactes': (SELECT 100 * avg((precision <> 'exacte')::INTEGER) FROM mesures),
            'statut contredit': (SELECT 100 * count(*) FILTER (code = 'date_fin_et_statut')
                                 / (SELECT count(*) FROM actions) FROM constats)
        }
        """
    ).fetchone() or (None,)
    assert found is not None
    assert all(0.5 < share < 35 for share in found.values()), found
    ages = facts.execute("SELECT 100 * avg((age_min IS NOT NULL)::INTEGER) FROM actions_publics").fetchone()
    assert ages is not None and 5 < ages[0] < 20
    unlisted = facts.execute("SELECT count(*) FROM actions_mots_cles WHERE mot_cle = 'Lien social'").fetchone()
    assert unlisted is not None and 0 < unlisted[0] < 30
    usual = facts.execute(
        "SELECT count(DISTINCT action_id) FILTER (partenaire = 'Conseil départemental') / count(DISTINCT action_id) "
        "FROM actions_partenaires"
    ).fetchone()
    assert usual is not None and 0.8 < usual[0] < 1


@pytest.mark.parametrize("precision", ["exacte", "approchee", "minimum", "maximum", "intervalle", "calculee"])
def test_quantities_of_every_kind_carry_the_bounds_of_their_kind(demo: Demo, precision: str) -> None:
    # As they were loaded: a reader's copy leaves out the numbers that are withheld.
    rows = store.ask_facts(
        demo.store,
        "SELECT DISTINCT valeur IS NOT NULL, borne_basse IS NOT NULL, borne_haute IS NOT NULL FROM mesures "
        f"WHERE precision = '{precision}'",
    )
    low, high = precision in ("minimum", "intervalle"), precision in ("maximum", "intervalle")
    assert rows == [(precision != "intervalle", low, high)]


def test_no_structure_can_be_taken_for_a_real_one(facts: duckdb.DuckDBPyConnection) -> None:
    sirets = [siret for (siret,) in facts.execute("SELECT siret FROM structures WHERE siret IS NOT NULL").fetchall()]
    assert len(sirets) > 20
    assert all(siret.startswith("0000") and luhn(siret) and luhn(siret[:9]) for siret in sirets)
    assert luhn(fictive_siret(7)) and fictive_siret(7) != fictive_siret(8)


def luhn(digits: str) -> bool:
    """The key of SIREN and SIRET, written apart from the generator: every second digit from the right doubled."""
    doubled = [int(d) * (1 + rank % 2) for rank, d in enumerate(reversed(digits))]
    return sum(sum(divmod(value, 10)) for value in doubled) % 10 == 0


def test_without_changes_no_rate_drifts_even_at_the_edges() -> None:
    """Means over 24 seeds of the first two years against the last two; tolerances are above four standard errors."""
    ends: dict[str, list[tuple[float, float]]] = {}
    for seed in range(24):
        for name, by_year in rates(tables(seed, YEARS, changes=False)).items():
            ends.setdefault(name, []).append((float(np.mean(by_year[:2])), float(np.mean(by_year[-2:]))))
    for name, values in ends.items():
        first, last = np.mean(values, axis=0)
        error = np.std([b - a for a, b in values], ddof=1) / np.sqrt(len(values))
        assert abs(last - first) < 4 * error, (name, first, last, error)


def rates(made: dict[str, pa.Table]) -> dict[str, list[float]]:
    """A few shares and means by year of activity, straight from the tables."""
    with store.memory() as root:
        for name in (
            "actions",
            "actions_initiateurs",
            "actions_textes",
            "mesures",
            "financements",
            "presences",
            "seances",
        ):
            root.register(name, made[name])
        root.execute(
            """
            CREATE TABLE actives AS
            SELECT action_id, unnest(range(year(date_debut), 1 + CASE
                WHEN date_fin IS NOT NULL THEN least(year(date_fin), 2025)
                WHEN statut = 'En cours' THEN 2025 ELSE year(date_debut) END)) AS annee
            FROM actions WHERE date_debut IS NOT NULL
            """
        )
        queries = {
            "actives": "SELECT count(*) FROM actives GROUP BY annee ORDER BY annee",
            "habitants": "SELECT avg((action_id IN (SELECT action_id FROM actions_initiateurs WHERE initiateur LIKE "
            "'Un%habitant%'))::INTEGER) FROM actives GROUP BY annee ORDER BY annee",
            "limites": "SELECT avg((action_id IN (SELECT action_id FROM actions_textes WHERE rubrique = 'limites'))"
            "::INTEGER) FROM actives GROUP BY annee ORDER BY annee",
            "participants": "SELECT avg(valeur) FROM mesures WHERE grandeur = 'participants_distincts' "
            "AND annee IS NOT NULL GROUP BY annee ORDER BY annee",
            "mesures": "SELECT count(*) FROM mesures WHERE annee IS NOT NULL GROUP BY annee ORDER BY annee",
            "accordé": "SELECT avg(accorde_eur) FROM financements WHERE exercice IS NOT NULL "
            "GROUP BY exercice ORDER BY exercice",
            # Those planted one by one end in the middle of a year, the others on its last day.
            "conventions": "SELECT avg((year(convention_fin) = exercice + 1)::INTEGER) FROM financements "
            "WHERE exercice IS NOT NULL AND month(convention_fin) = 12 GROUP BY exercice ORDER BY exercice",
            "présence": "SELECT sum(presents) / sum(convoques) FROM presences JOIN seances USING (seance_id) "
            "WHERE convoques IS NOT NULL GROUP BY year(tenue_le) ORDER BY year(tenue_le)",
        }
        return {name: [float(value) for (value,) in root.execute(sql).fetchall()] for name, sql in queries.items()}


@pytest.mark.parametrize("departement", ["63", "75", "90"])
def test_another_departement_has_its_own_places(departement: str) -> None:
    """Paris is one commune and one bassin, the Territoire de Belfort one bassin: nothing is planted that needs two."""
    made = tables(3, (2019, 2022), departement=departement)
    codes = {code for code in made["actions_lieux"]["code_commune"].to_pylist() if code}
    assert codes and {territory().resolve_code(code).code_departement for code in codes} == {departement}
    assert set(made["actions"]["code_departement"].to_pylist()) == {departement}
    assert pc.all(pc.is_valid(made["evenements"]["code_commune"])).as_py()


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("2025-2016", "à l'envers"),
        ("2020-2020", "une seule année"),
        ("2020", "incomprises"),
        ("deux mille", "incomprises"),
        ("1980-2000", "hors de 1990-2100"),
        ("2090-2101", "hors de 1990-2100"),
    ],
)
def test_years_that_cannot_be_are_refused(years: str, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        parse_years(years)


def test_scales_and_seeds_that_cannot_be_are_refused() -> None:
    with pytest.raises(ArgumentError, match="échelle « XL » inconnue : choisir S, M, L"):
        parse_scale("XL")
    for text in ("-1", "abc", "1.5", ""):
        with pytest.raises(ArgumentError, match="graine"):
            parse_seed(text)
    with pytest.raises(ArgumentError, match="département « 20 » inconnu"):
        tables(1, YEARS, departement="20")
