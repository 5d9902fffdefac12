"""What nobody reviewed is told to no reader: one word in every text field of a fiche is looked for everywhere.

Titles and names of structures alone are published: a fiche is named by them.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import free_texts, store
from data.loading.load import load
from queries import ask, names, question
from queries.copy import reading
from queries.copy.secrecy.rules import rules
from queries.tables import to_csv
from tests.small.people import CHIEF, KEEPER
from tests.small.unreviewed import FICHES, WORD, holds

NOTICE = rules().notice


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("non_relu")
    file = folder / "fiches.txt"
    file.write_text(FICHES, encoding="utf-8")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    report = load(KEEPER, "fiches", [file], path)
    assert (report.etat, report.gardees, report.refusees) == ("chargee", 2, 1)
    return path


@pytest.fixture(scope="module")
def reader(loaded: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(loaded) as root:
        yield root


@pytest.fixture(scope="module")
def administrator(loaded: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading.reader(loaded, actor=CHIEF) as root:
        yield root


def told(root: duckdb.DuckDBPyConnection) -> set[str]:
    """« table.column » of the copy where the word stands."""
    columns = root.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal"
    ).fetchall()
    asked = 'SELECT 1 FROM "{}" WHERE contains(lower("{}"::VARCHAR), ?) LIMIT 1'
    return {
        f"{table}.{column}" for table, column in columns if root.execute(asked.format(table, column), [WORD]).fetchone()
    }


# ── The lists beside the contract ───────────────────────────────────────────────────────────────────────────────────


def test_every_text_column_of_the_contract_is_free_listed_or_closed_and_one_of_these() -> None:
    texts = {
        (table, column)
        for table, columns in store.contract_columns().items()
        for column, kind in columns.items()
        if kind == "VARCHAR"
    }
    free = [(table, column) for table, columns in free_texts.FREE.items() for column in columns]
    listed = [(table, column) for table, columns in free_texts.LISTED.items() for column in columns]
    closed = [(table, column) for table, columns in free_texts.CLOSED.items() for column in columns]
    closed += [(table, column) for table, column in texts if column in free_texts.CLOSED_ANYWHERE]
    by_field = [(table, column) for table, (column, _) in free_texts.BY_FIELD.items()]
    every = [*free, *listed, *closed, *by_field]
    assert len(every) == len(set(every))
    assert set(every) == texts


def test_no_list_is_empty() -> None:
    lists = {name for columns in free_texts.LISTED.values() for name in columns.values()}
    assert all(free_texts.known(name) for name in lists)


# ── As a reader ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_copy_of_readers_holds_the_word_nowhere(loaded: Path, reader: duckdb.DuckDBPyConnection) -> None:
    assert told(reader) == set()
    content = reading.made(reading.copy_of(loaded)).read_bytes().lower()
    assert WORD.encode() not in content
    assert b"jardin des mots" in content  # The title: the bytes of texts can be read.


def test_an_older_snapshot_does_not_hold_it_either(loaded: Path, reference_store: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(loaded, tmp_path / "magasin"))
    number = reading.copy_of(path).snapshot
    more = tmp_path / "autre.txt"
    more.write_text(FICHES.replace("Jardin des mots", "Jardin d'hiver").replace("Atelier", "Chorale"), encoding="utf-8")
    assert load(KEEPER, "fiches", [more], path).etat == "chargee"
    with reading.reader(path, number) as root:
        assert told(root) == set()


@pytest.mark.parametrize("name", names())
def test_no_answer_and_no_export_tells_it(reader: duckdb.DuckDBPyConnection, name: str) -> None:
    for values in _askings(reader, name):
        answer = ask(reader, name, **values)
        for text in (answer.to_json(date_format="iso"), to_csv(answer)):
            assert not holds(text), (name, values)


def _askings(root: duckdb.DuckDBPyConnection, name: str) -> Iterator[dict[str, Any]]:
    """Required values as they come, for each action; then each optional one in its turn."""
    for ref in _first(root, "SELECT action_id FROM actions ORDER BY action_id"):
        pool = _POOL | {"action": ref, "sujet": ref, "sujet_id": ref, "actions": [ref]}
        asked = question(name).parameters.values()
        required = {each.name: pool[each.name] for each in asked if not each.optional}
        yield required
        for each in asked:
            if each.optional and each.name in pool:
                value = pool[each.name]
                yield required | {each.name: [value] if each.kind == "VARCHAR[]" else value}
        if not {"action", "actions", "sujet", "sujet_id"} & {each.name for each in asked}:
            return


_POOL: dict[str, Any] = {
    "champ": "commune",
    "departement": "03", "bassin": "032", "division": "bassin", "besoin": "ensemble", "texte": "jardin",
    "commune": "03190", "rayon_km": 500.0, "source": None, "niveau": "bassin", "annee": 2024, "annee_min": 2000,
    "annee_max": 2030, "indicateur": "D3", "baisse": 1.0, "territoire": "03", "grandeur": "participations",
    "quoi": "action", "limite": 3, "situation": "a_valider", "statut": "nd", "public": NOTICE, "mot": NOTICE,
    "partenaire": NOTICE, "initiative": NOTICE, "portee": NOTICE, "dimension": NOTICE, "sujet_type": "action",
    "campagne": "2024-inconnue", "mots": [WORD], "du": date(1900, 1, 1), "au": date(2100, 1, 1),
    "seance": "comite-2024-03-12", "decision": "comite-2024-03-12-d1",
}  # fmt: skip


def _first(root: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    return [value for (value,) in root.execute(sql).fetchall()]


def test_the_word_finds_nothing_and_the_title_its_fiche(reader: duckdb.DuckDBPyConnection) -> None:
    assert len(ask(reader, "recherche", texte=WORD)) == 0
    assert len(ask(reader, "recherche", texte="jardin")) == 1
    # Where no word asked is known, the answer is that of a word that is nowhere.
    nowhere = ask(reader, "repertoire", texte="xylophone")
    assert ask(reader, "repertoire", texte=WORD).equals(nowhere)
    # The sentence that stands in their place is no word of theirs.
    assert len(ask(reader, "recherche", texte="publié")) == 0


def test_known_labels_titles_and_names_are_shown(reader: duckdb.DuckDBPyConnection) -> None:
    (first, second) = ask(reader, "actions").sort_values("titre").to_dict("records")
    assert (first["titre"], first["structure"]) == ("Atelier des voisins", "CENTRE SOCIAL DES MOTS")
    assert (first["statut"], first["dimension"], first["portee"]) == ("Terminée", "Services", "Une commune")
    assert list(first["mots_cles"]) == ["Solidarité", NOTICE]
    assert list(first["publics"]) == [NOTICE, "familles"]
    assert list(first["partenaires"]) == [NOTICE, "Conseil départemental"]
    assert (first["resume"], first["motif_fin"], first["motif_fin_code"]) == (NOTICE, NOTICE, "financement")
    assert (second["titre"], second["statut"], second["dimension"], second["portee"]) == (
        "Jardin des mots",
        NOTICE,
        NOTICE,
        NOTICE,
    )


def test_a_label_that_nobody_reviewed_is_counted_as_sensitive_for_whoever_reads(
    reader: duckdb.DuckDBPyConnection, administrator: duckdb.DuckDBPyConnection
) -> None:
    """Five volunteers are told under the common threshold (3), not under the sensitive one (11)."""
    counts = "SELECT valeur, secret FROM mesures_publiees WHERE grandeur = 'benevoles' ORDER BY ligne"
    assert reader.execute(counts).fetchall() == [(None, True), (None, True)]
    assert administrator.execute(counts).fetchall() == [(5, False), (6, False)]
    reasons = administrator.execute("SELECT DISTINCT motif FROM secrets_motifs WHERE grandeur = 'benevoles'").fetchall()
    assert reasons == [("sensible",)]


# ── As the administration, and as whoever loads ─────────────────────────────────────────────────────────────────────


def test_the_administration_reads_and_finds_it(administrator: duckdb.DuckDBPyConnection) -> None:
    raw = {name for name in told(administrator) if name.split(".")[0] in store.contract_columns()}
    lists: list[Mapping[str, Iterable[str]]] = [free_texts.FREE, free_texts.LISTED]
    fields = {f"{table}.{column}" for each in lists for table, columns in each.items() for column in columns}
    assert raw >= {
        "actions.resume", "actions.motif_fin", "actions.statut", "actions.dimension", "actions.portee",
        "actions_mots_cles.mot_cle", "actions_publics.public", "actions_initiateurs.initiateur",
        "actions_partenaires.partenaire", "actions_textes.texte", "mesures.texte_source", "montants.texte_source",
        "montants.financeur", "financements.texte_source", "lignes_budget.libelle", "rejets.valeur",
    }  # fmt: skip
    assert raw <= fields
    assert len(ask(administrator, "recherche", texte=WORD)) == 2


def test_stems_of_an_older_load_are_not_searched(loaded: Path, tmp_path: Path) -> None:
    """They stood in the store, made of every text, before a copy made those of what it shows."""
    path = Path(shutil.copytree(loaded, tmp_path / "magasin"))
    entry = store.Entry("chargement", "Ancien index")
    with store.open_lake(path, read_only=False) as root, store.transaction(root, path, KEEPER, entry):
        root.execute("INSERT INTO lake.actions_termes SELECT action_id, ?, 1, source FROM lake.actions", [WORD])
    with reading.reader(path) as root:
        assert told(root) == set()
        assert len(ask(root, "recherche", texte=WORD)) == 0


def test_a_table_too_large_to_be_copied_is_seen_through_the_same_veil(
    monkeypatch: pytest.MonkeyPatch, loaded: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copytree(loaded, tmp_path / "magasin", ignore=shutil.ignore_patterns("lecture")))
    monkeypatch.setattr(reading, "COPIED_ROWS", 0)
    with reading.reader(path) as root:
        assert root.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'actions'").fetchone() == (1,)
        assert told(root) == set()


def test_a_load_tells_who_loads_and_nobody_else(loaded: Path, reader: duckdb.DuckDBPyConnection) -> None:
    (refused,) = ask(reader, "rejets").to_dict("records")
    assert (refused["valeur"], refused["colonne"]) == (NOTICE, "Structure organisatrice")
    assert re.match("département inconnu", refused["raison"])
