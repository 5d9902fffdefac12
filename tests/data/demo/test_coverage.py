"""What the fiches of the demonstration tell at first, what its campaigns add, and what nobody tells.

Shares of the real fiches are counted here straight from the CSVs of ``data/facts``.
"""

import csv
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data import store
from data.actors import PRODUCT
from data.campaign import held
from data.demo import command, tables
from data.demo.coverage import NEVER
from data.demo.plan import DEFAULT_SEED, DEFAULT_YEARS
from data.loading.load import load, load_made
from data.loading.sources import known_sources
from data.loading.undo import undo
from queries import ask_records
from queries.copy import reading
from tests.conftest import Demo
from tests.small.campaign import place, sheets
from tests.small.people import KEEPER

REAL = Path(__file__).parents[3] / "data" / "facts" / "fiches_centres_sociaux"
# Snapshots of a store that holds nothing else: made, then the territory, the fiches, and each campaign.
FICHES, FIRST, SECOND = 3, 4, 5
ACTIONS = (
    "SELECT DISTINCT sujet_id FROM lake.{} AT (VERSION => {}) WHERE sujet_type = 'action' AND etat = 'validee' AND {}"
)


@pytest.fixture(scope="module")
def lake(demo: Demo) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_lake(demo.store, read_only=True) as root:
        yield root


def number(lake: duckdb.DuckDBPyConnection, sql: str) -> float:
    row = lake.execute(sql).fetchone()
    assert row is not None
    return float(row[0])


def real(name: str) -> list[dict[str, str]]:
    with (REAL / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def real_share(fiches: set[str]) -> float:
    everyone = {row["ref"] for row in real("actions")}
    assert len(everyone) == 16
    return len(fiches & everyone) / len(everyone)


def at_first(table: str, rule: str = "true") -> str:
    """SQL: the actions of which the fiches say something validated."""
    return ACTIONS.format(table, FICHES, rule)


def test_fiches_tell_at_first_what_real_fiches_tell(lake: duckdb.DuckDBPyConnection) -> None:
    """Within half a point: a share of 1 848 fiches is a whole number of them."""
    real_ones = {
        "participants": {r["sujet_id"] for r in real("mesures") if r["grandeur"] == "participants_distincts"},
        "coût": {r["sujet_id"] for r in real("montants") if r["role"] != "prix_unitaire"}
        | {r["sujet_id"] for r in real("budgets")},
        "financeur": {r["sujet_id"] for r in real("financements")},
        "dates": {r["ref"] for r in real("actions") if r["date_debut"]},
        "lieux": {r["action_id"] for r in real("actions_lieux") if r["role"] == "lieu" and r["code_commune"]},
    }
    told = {
        "participants": at_first("mesures", "grandeur = 'participants_distincts'"),
        "coût": at_first("montants", "role <> 'prix_unitaire'") + " UNION " + at_first("budgets"),
        "financeur": at_first("financements"),
        "dates": f"SELECT action_id FROM lake.actions AT (VERSION => {FICHES}) "
        "WHERE coalesce(date_debut, date_fin) IS NOT NULL",
        "lieux": f"SELECT DISTINCT action_id FROM lake.actions_lieux AT (VERSION => {FICHES}) "
        "WHERE role = 'lieu' AND code_commune IS NOT NULL",
    }
    n = number(lake, f"SELECT count(*) FROM lake.actions AT (VERSION => {FICHES})")
    shares = {name: number(lake, f"SELECT count(*) FROM ({sql})") / n for name, sql in told.items()}
    assert shares == pytest.approx({name: real_share(fiches) for name, fiches in real_ones.items()}, abs=0.005)
    assert (round(100 * shares["participants"]), round(100 * shares["coût"])) in ((12, 69), (13, 69))
    # No real fiche says what a funder granted, and all of them bear the one partner that the form proposes.
    granted = at_first("financements", "accorde_eur IS NOT NULL")
    assert lake.execute(granted).fetchall() == [] and not any(r["accorde_eur"] for r in real("financements"))
    partners = f"SELECT DISTINCT partenaire FROM lake.actions_partenaires AT (VERSION => {FICHES})"
    assert {name for (name,) in lake.execute(partners).fetchall()} == {
        r["partenaire"] for r in real("actions_partenaires")
    }


def test_the_truths_file_counts_what_the_store_tells(demo: Demo, lake: duckdb.DuckDBPyConnection) -> None:
    """Counted again in SQL at each snapshot: an amount only asked for is not granted, a total is no detailed budget."""
    granted = "SELECT sujet_id FROM lake.financements AT (VERSION => {0}) WHERE accorde_eur IS NOT NULL"
    placed = "SELECT action_id FROM lake.actions_lieux AT (VERSION => {0}) WHERE role = 'lieu' AND code_commune <> ''"
    lines = "(SELECT budget_id FROM lake.lignes_budget AT (VERSION => {0}))"
    counted = {
        "montants accordés": f"{granted} AND etat = 'validee'",
        "budgets": f"SELECT sujet_id FROM lake.budgets AT (VERSION => {{0}}) WHERE budget_id IN {lines} "
        "AND sujet_type = 'action' AND etat = 'validee'",
        "both": f"{granted} AND etat = 'validee' AND sujet_id IN ({placed})",
    }
    n = number(lake, "SELECT count(DISTINCT action_id) FROM lake.actions")
    found = {
        name: [
            round(100 * number(lake, f"SELECT count(DISTINCT sujet_id) FROM ({sql.format(at)})") / n, 1)
            for at in (FICHES, FIRST, SECOND)
        ]
        for name, sql in counted.items()
    }
    assert found.pop("both") == demo.truths["trouvables"]["ecart_de_financement"]["pourcent"]
    assert found == {name: demo.truths["couverture"]["pourcent"][name] for name in found}


def test_a_campaign_writes_to_the_structures_that_have_a_fiche_of_its_year(demo: Demo) -> None:
    """Years of the truth's own dates, in which what nobody tells is unknown."""
    actions = tables(DEFAULT_SEED, DEFAULT_YEARS)["actions"].to_pylist()
    with reading.reader(demo.store) as root:
        for year in (2024, 2025):
            rows = ask_records(root, "campagne_structures", campagne=f"{year}-demonstration")
            running = {
                action["structure_id"]
                for action in actions
                if (action["date_debut"] or date.min).year <= year <= (action["date_fin"] or date.max).year
            }
            assert {row["structure_id"] for row in rows} == running
            assert all(row["n_fiches"] for row in rows)
            assert sum(row["n_reponses"] for row in rows) < len(rows) < demo.truths["couverture"]["structures"]


def test_coverage_is_uneven_between_bassins_and_between_structures_and_rises(demo: Demo) -> None:
    told = demo.truths["couverture"]
    for name in ("participants_distincts", "dates", "montants accordés"):
        assert told["pourcent"][name] == sorted(told["pourcent"][name])
        assert told["pourcent"][name][0] < told["pourcent"][name][1] < told["pourcent"][name][2]
        by_bassin = [shares[name] for shares in told["pourcent_par_bassin"].values()]
        assert max(one[2] for one in by_bassin) - min(one[2] for one in by_bassin) > 5
    assert told["structures_qui_ont_repondu"] == sorted(told["structures_qui_ont_repondu"])
    assert 0 < told["structures_qui_ont_repondu"][1] < told["structures_qui_ont_repondu"][2] < told["structures"]
    with store.open_lake(demo.store, read_only=True) as lake:
        for snapshot, silent in ((FICHES, 10), (SECOND, 3)):
            shares = [share for (share,) in lake.execute(_BY_STRUCTURE.format(snapshot)).fetchall()]
            assert sum(share == 0 for share in shares) >= silent  # Some structures tell nothing…
            assert max(shares) > 2 * sum(shares) / len(shares) or snapshot == SECOND  # … others twice the usual.


_BY_STRUCTURE = """
SELECT avg((action_id IN (SELECT sujet_id FROM lake.mesures AT (VERSION => {0})
                          WHERE grandeur = 'participants_distincts' AND etat = 'validee'))::INTEGER)
FROM lake.actions GROUP BY structure_id HAVING count(*) >= 5
"""


def test_every_figure_told_is_one_of_the_truth_told_once(lake: duckdb.DuckDBPyConnection) -> None:
    """Nothing is made easier by being told late: same numbers, same bounds, none of them twice; and the same words,
    but in a cell, which has none."""
    truth = tables(DEFAULT_SEED, DEFAULT_YEARS)
    for name, columns in {
        "mesures": "sujet_type, sujet_id, grandeur, annee, valeur, borne_basse, borne_haute, precision",
        "budgets": "budget_id, exercice, nature, total_charges_eur::DECIMAL(14, 2), etat",
        "lignes_budget": "budget_id, rang, compte, libelle, montant_eur::DECIMAL(14, 2)",
    }.items():
        lake.register(f"vrai_{name}", truth[name])
        there, made = (f"SELECT {columns} FROM {table}" for table in (f"lake.{name}", f"vrai_{name}"))
        assert lake.execute(f"({there}) EXCEPT ALL ({made})").fetchall() == []
        assert 0.5 < number(lake, f"SELECT count(*) FROM lake.{name}") / truth[name].num_rows < 0.9
    words = "SELECT sujet_id, grandeur, annee, texte_source FROM {} WHERE texte_source IS NOT NULL"
    assert lake.execute(f"{words.format('lake.mesures')} EXCEPT ALL {words.format('vrai_mesures')}").fetchall() == []
    assert number(lake, "SELECT count(texte_source) FROM lake.mesures WHERE fichier LIKE '%.xlsx'") == 0
    funded = "sujet_id, financeur, exercice, demande_eur::DECIMAL(14, 2), accorde_eur::DECIMAL(14, 2)"
    lake.register("vrai_financements", truth["financements"])
    named = "financement_id LIKE 'n%'"
    told = f"SELECT {funded} FROM lake.financements WHERE NOT {named}"
    assert lake.execute(f"{told} EXCEPT ALL SELECT {funded} FROM vrai_financements").fetchall() == []
    # A fiche that names a funder says no amount.
    assert (
        number(
            lake, f"SELECT count(coalesce(demande_eur, accorde_eur, verse_eur)) FROM lake.financements WHERE {named}"
        )
        == 0
    )


def test_returned_workbooks_are_held_and_say_what_the_store_knows(
    demo: Demo, lake: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Each archive has a workbook of every structure that answered; the cells of one, read by another library, are the
    figures of the store; the product recognises it, and finds nothing new in it."""
    archives = [held.archive(demo.store, f"{year}-demonstration") or Path() for year in (2024, 2025)]
    answered = demo.truths["couverture"]["structures_qui_ont_repondu"][1:]
    assert [held.count(archive) for archive in archives] == answered
    with zipfile.ZipFile(archives[-1]) as kept:
        told = lake.execute(
            "SELECT fichier, count(*) FROM lake.mesures WHERE fichier LIKE '%2025-s%.xlsx' "
            "AND grandeur = 'participants_distincts' GROUP BY ALL ORDER BY ALL DESC"
        ).fetchall()
        assert {name for name, _ in told} <= set(kept.namelist()) and len(told) > 40
        name, count = max(told, key=lambda one: (one[1], one[0]))
        file = Path(kept.extract(name, tmp_path))
    pages = sheets(file.read_bytes())
    assert "Aucun indicateur" not in str(pages["À lire d'abord"])
    fiches, people = pages["Fiches"], place(pages["Fiches"], "Participants")
    written = {row[0]: row[people] for row in fiches[1:] if isinstance(row[people], float)}
    exact = dict(
        lake.execute(
            "SELECT sujet_id, valeur FROM lake.mesures WHERE list_contains(?, sujet_id) AND annee = 2025 "
            "AND grandeur = 'participants_distincts' AND etat = 'validee' AND precision = 'exacte'",
            [[row[0] for row in fiches[1:]]],
        ).fetchall()
    )
    assert written == exact and count >= len(exact) > 5
    path = Path(shutil.copytree(demo.store, tmp_path / "demo", ignore=shutil.ignore_patterns("lecture")))
    report = load(KEEPER, "campagne", [file], path, dry_run=True)
    assert (report.etat, report.exit_code) == ("deja_chargee", 0), report.as_text()
    assert "Tout ce que dit ce classeur est déjà su, et cette structure a déjà répondu." in report.message


def test_what_campaigns_return_is_what_readers_are_told(demo: Demo) -> None:
    """Dates, communes, partners and funders, once the returns count, are those of the truth; the fiche stays beside."""
    truth = tables(DEFAULT_SEED, DEFAULT_YEARS)
    with reading.reader(demo.store) as root:
        columns = (truth["actions"][name].to_pylist() for name in ("action_id", "date_debut", "date_fin"))
        dates = {action: days for action, *days in zip(*columns, strict=True)}
        rows = root.execute(
            "SELECT DISTINCT action_id, date_debut, date_fin FROM actions "
            "JOIN valeurs_declarees ON sujet_id = action_id WHERE champ IN ('date_debut', 'date_fin')"
        ).fetchall()
        assert len(rows) > 300
        assert all(dates[action] == [begins, ends] for action, begins, ends in rows)
        declared = root.execute(
            "SELECT count(*), count(*) FILTER (declarees <> []) FROM valeurs_declarees WHERE champ = 'date_debut'"
        ).fetchone()
        assert declared is not None and declared[0] > 300 and declared[1] == 0
        # Where amounts came back, the funder that the fiche only named counts no more.
        twice = root.execute(
            "SELECT count(*) FROM financements AS named JOIN financements AS told USING (sujet_id) "
            "WHERE named.financement_id LIKE 'n%' AND named.etat = 'validee' AND told.financement_id NOT LIKE 'n%' "
            "AND told.source LIKE 'saisie-%'"
        ).fetchone()
        assert twice == (0,)
        aside = root.execute("SELECT count(*) FROM financements WHERE etat = 'ecartee'").fetchone()
        assert aside is not None and aside[0] > 500


def test_what_is_never_told_is_nowhere(demo: Demo) -> None:
    found = demo.truths["trouvables"]
    never = {*found["perdront_leur_financeur_principal"]["jamais_dits"], *found["petits_effectifs"]["jamais_dits"]}
    assert never and NEVER == 3
    with store.open_lake(demo.store, read_only=True) as lake:
        small = found["petits_effectifs"]["jamais_dits"]
        asked = "grandeur = 'participants_distincts' AND annee = 2025 AND list_contains(?, sujet_id)"
        assert lake.execute(f"SELECT count(*) FROM lake.mesures WHERE {asked}", [small]).fetchone() == (0,)
        losing = found["perdront_leur_financeur_principal"]["jamais_dits"]
        asked = "accorde_eur IS NOT NULL AND exercice = 2025 AND list_contains(?, sujet_id)"
        assert lake.execute(f"SELECT count(*) FROM lake.financements WHERE {asked}", [losing]).fetchone() == (0,)


def test_a_campaign_taken_back_stays_so_and_one_that_was_cut_short_is_loaded(
    fresh_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is run at every start of the dashboard: it completes a demonstration, and undoes no undoing."""
    made = load_made

    def cut_short(*arguments: object, **named: object) -> object:
        if "campagne-2023" in str(named["stem"]):
            raise KeyboardInterrupt
        return made(*arguments, **named)  # type: ignore[arg-type]

    def load() -> str:
        return command.load_demo(1, (2022, 2023), "S", fresh_store, departement="63").etat

    def campaigns() -> list[bool]:
        return [known.active for known in known_sources(fresh_store) if known.format == "saisie"]

    monkeypatch.setattr(command, "load_made", cut_short)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert campaigns() == [True]
    monkeypatch.setattr(command, "load_made", made)
    assert (load(), campaigns()) == ("chargee", [True, True])
    assert (load(), campaigns()) == ("deja_chargee", [True, True])
    last = next(known.source for known in known_sources(fresh_store) if "campagne-2023" in known.source)
    undo(PRODUCT, fresh_store, last)
    assert (load(), sorted(campaigns())) == ("deja_chargee", [False, True])


def test_another_demonstration_takes_the_campaigns_of_the_first_away(demo: Demo, tmp_path: Path) -> None:
    """Even those of the same years: its fiches have the same identifiers, and say other things."""
    path = Path(shutil.copytree(demo.store, tmp_path / "demo", ignore=shutil.ignore_patterns("lecture")))
    before = {known.source for known in known_sources(path) if known.format == "saisie"}
    assert command.load_demo(7, DEFAULT_YEARS, "S", path).etat == "chargee"
    active = {known.source for known in known_sources(path) if known.format == "saisie" and known.active}
    assert len(before) == len(active) == 2 and not before & active


def test_what_campaigns_told_is_credited_to_them(demo: Demo) -> None:
    """The fiches, and each of the two campaigns whose quantities and corrections count."""
    with reading.reader(demo.store) as root:
        (key,) = ask_records(root, "chiffres_cles", departement="03")
        cited = ask_records(root, "sources_du_perimetre", departement="03")
    assert key["n_sources"] == len(cited) == 3
