"""The real facts of the repository: read without a refusal, within the contract, and true to the documents.

Every figure expected here was read in the source document by a person, not computed by the product.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from data import store
from data.identifiers import fold
from data.importers import faits
from data.reading.codes import financeurs
from geo.communes import territory
from tests.data.facts.folders import FACTS, FOLDERS, batch, rows


def every_row(*columns: str) -> list[dict[str, str]]:
    """All CSV rows of the facts that have these columns, as written."""
    found = []
    for path in sorted(FACTS.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row for row in csv.DictReader(file) if set(columns) <= set(row)]
    return found


# ── Every folder ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_folder_for_each_document() -> None:
    assert [folder.name for folder in FOLDERS] == [
        "agir_ensemble_angers",
        "allier_comite",
        "allier_entretien",
        "fiches_centres_sociaux",
        "fiches_centres_sociaux_suite",
        "thiers_dore_montagne",
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_csv_is_read_without_a_reject(folder: Path) -> None:
    paths = sorted(folder.glob("*.csv"))
    lines = 0
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            lines += sum(1 for _ in csv.DictReader(file))
    found = faits.read(paths)
    assert found.rejects == []
    assert (found.read, found.kept) == (lines, lines)
    assert sum(len(table) for table in found.rows.values()) == lines
    assert set(found.rows) == {path.stem for path in paths}


def test_what_a_source_says_of_itself() -> None:
    angers = batch("agir_ensemble_angers")
    assert angers.titre == "Rencontres « Agir ensemble » (Angers)"
    assert str(angers.publiee_le) == "2011-01-01"
    assert angers.licence is None
    assert len(angers.warnings) == 1
    assert "8 octobre 2013" in angers.warnings[0]
    assert batch("allier_entretien").editeur == "Apriles"
    assert batch("allier_comite").publiee_le is None


def test_source_toml_may_be_given_with_the_csvs() -> None:
    folder = FACTS / "agir_ensemble_angers"
    assert faits.read([*folder.glob("*.csv"), folder / "source.toml"]) == batch("agir_ensemble_angers")


def test_a_row_keeps_its_file_and_its_line() -> None:
    amount = batch("agir_ensemble_angers").rows["montants"][0]
    assert amount["montant_eur"] == Decimal(40000)
    assert amount["financeur"] is None
    assert (amount["fichier"], amount["ligne"]) == ("montants.csv", 2)


# ── What the rows refer to ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("table", "column", "target", "key"),
    [
        ("actions", "structure_id", "structures", "structure_id"),
        ("agrements", "structure_id", "structures", "structure_id"),
        ("projets_structures", "structure_id", "structures", "structure_id"),
        ("projets_territoires", "structure_id", "structures", "structure_id"),
        ("projets_axes", "projet_id", "projets_sociaux", "projet_id"),
        ("projets_structures", "projet_id", "projets_sociaux", "projet_id"),
        ("projets_territoires", "projet_id", "projets_sociaux", "projet_id"),
        ("seances", "instance_id", "instances", "instance_id"),
        ("presences", "seance_id", "seances", "seance_id"),
        ("decisions", "seance_id", "seances", "seance_id"),
        ("seances_documents", "seance_id", "seances", "seance_id"),
        ("evenements_departements", "evenement_id", "evenements", "evenement_id"),
        ("lignes_budget", "budget_id", "budgets", "budget_id"),
    ],
)
def test_references_resolve_within_a_source(
    staged: store.Connection, table: str, column: str, target: str, key: str
) -> None:
    orphans = rows(
        staged,
        f"SELECT fichier, ligne FROM {table} t WHERE {column} IS NOT NULL AND NOT EXISTS "
        f"(FROM {target} u WHERE u.{key} = t.{column} AND u.source = t.source)",
    )
    assert rows(staged, f"SELECT count(*) > 0 FROM {table}") == [(True,)]
    assert orphans == []


@pytest.mark.parametrize("table", ["mesures", "montants", "budgets", "constats", "financements", "decisions"])
def test_subjects_exist_in_the_same_source(staged: store.Connection, table: str) -> None:
    staged.execute(
        """
        CREATE OR REPLACE TEMP VIEW sujets AS
        SELECT 'action' AS type, action_id AS id, source FROM actions
        UNION ALL SELECT 'evenement', evenement_id, source FROM evenements
        UNION ALL SELECT 'instance', instance_id, source FROM instances
        UNION ALL SELECT 'seance', seance_id, source FROM seances
        UNION ALL SELECT 'structure', structure_id, source FROM structures
        UNION ALL SELECT 'projet', projet_id, source FROM projets_sociaux
        """
    )
    orphans = rows(
        staged,
        f"SELECT fichier, ligne FROM {table} t WHERE sujet_id IS NOT NULL AND NOT EXISTS "
        "(FROM sujets s WHERE s.type = t.sujet_type AND s.id = t.sujet_id AND s.source = t.source)",
    )
    assert rows(staged, f"SELECT count(*) > 0 FROM {table} WHERE sujet_id IS NOT NULL") == [(True,)]
    assert orphans == []


def test_communes_are_of_today_and_in_the_departement_said() -> None:
    coded = [row for row in every_row("code_commune") if row["code_commune"]]
    assert coded
    for row in coded:
        found = territory().commune(row["code_commune"])
        assert found is not None
        assert row.get("code_departement", found.code_departement) == found.code_departement


def test_funders_are_known_to_the_label_table() -> None:
    named = {fold(row["financeur"]) for row in every_row("financeur") if row["financeur"]}
    assert "maison departementale de la solidarite" in named
    assert named <= set(financeurs())


def test_every_figure_is_validated_and_says_its_words() -> None:
    figures = every_row("sujet_id", "etat", "texte_source")
    assert figures
    assert all(row["etat"] == "validee" and row["texte_source"] for row in figures)
