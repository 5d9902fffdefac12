"""What people enter, as readers see it: totals before and after, what was declared beside, and back by undoing.

Expected figures are added up by hand from ``tests/small/facts.py``.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.entering.forms import ActionForm, Amount, Decision, Place, Public, Quantity, Save, StructureForm
from data.entering.save import correct, create, decide, merge, prefer
from data.loading.load import load
from data.loading.undo import restore, undo
from queries.copy import reading
from queries.copy.secrecy.rules import rules
from tests.small.entered import ATELIER, CAFE, JARDINS, SAVE, asked, corrected, fact_of, fields, newest
from tests.small.facts import CENTRE, SMALL, answer, filled, write_folder
from tests.small.people import CHIEF, KEEPER


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(reference_store, tmp_path_factory.mktemp("saisie"), SMALL)


@pytest.fixture
def path(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "magasin", ignore=shutil.ignore_patterns("lecture")))


def tables(path: Path, snapshot: int | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the copy of readers, but for what tells loads apart."""
    apart = {"sources", "sources_fichiers", "ecritures", "copie_de", "parties"}
    with reading.reader(path, snapshot) as root:
        names = root.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
        ).fetchall()
        return {name: root.execute(f'FROM "{name}" ORDER BY ALL').fetchall() for (name,) in names if name not in apart}


def people(path: Path) -> list[tuple[Any, ...]]:
    """What is stated of people at the café: value, state."""
    return sorted((row["valeur"], row["etat"]) for row in asked(path, "mesures", sujet=CAFE))


def total(path: Path, annee: int) -> list[tuple[Any, ...]]:
    """The published sum of participants in the Allier in a year, and of how many subjects it is known."""
    sql = """
        SELECT valeur, n_renseignes FROM effectifs
        WHERE grandeur = 'participants_distincts' AND niveau = 'departement' AND territoire = '03' AND annee = ?
    """
    with reading.reader(path) as root:
        return root.execute(sql, [annee]).fetchall()


def test_a_correction_counts_and_what_was_declared_stays_beside(path: Path) -> None:
    before, first = tables(path), newest(path)
    assert total(path, 2021) == [(50, 1)]
    saved = corrected(
        path, CAFE, titre="Café des voisins", lieux=(Place("03190"),), initiateurs=(),
        quantites=(Quantity("participants_distincts", 2021, "exacte", 60),),
    )  # fmt: skip
    assert total(path, 2021) == [(60, 1)]
    assert people(path) == [(50, "ecartee"), (60, "validee")]
    told = {row["champ"]: row for row in asked(path, "champs_sujet", sujet_type="action", sujet=CAFE)}
    assert (told["lieux"]["declarees"], told["lieux"]["actuelles"]) == (
        ["03095 · declaree", "03310 · declaree"], ["03190 · declaree"],
    )  # fmt: skip
    assert (told["initiateurs"]["declarees"], told["initiateurs"]["actuelles"]) == (["Le centre social"], [])
    assert (told["titre"]["fonction"], told["titre"]["motif"]) == ("chargée de mission", "vu au bilan")
    assert (told["statut"]["corrige"], told["statut"]["declarees"]) == (False, ["En cours"])
    (action,) = asked(path, "action", action=CAFE)
    assert (action["communes"], action["initiateurs"], action["siege"]) == (["03190"], [], "03190")
    assert [len(asked(path, "recherche", texte=word)) for word in ("voisins", "familles")] == [1, 0]
    assert tables(path, first) == before  # As it was read then.
    undo(KEEPER, path, str(saved.source))
    assert tables(path) == before
    restore(KEEPER, path, str(saved.source))
    assert people(path) == [(50, "ecartee"), (60, "validee")]


def test_the_last_save_wins_and_undoing_it_gives_the_one_before(path: Path) -> None:
    first = corrected(path, CAFE, statut="Terminée", mots_cles=("Culture",))
    second = corrected(path, CAFE, statut=None, mots_cles=("Sport", "Santé"))
    now = fields(path, CAFE)
    assert (now["statut"], now["mots_cles"]) == ([], ["Santé", "Sport"])
    undo(KEEPER, path, str(second.source))
    now = fields(path, CAFE)
    assert (now["statut"], now["mots_cles"]) == (["Terminée"], ["Culture"])
    undo(KEEPER, path, str(first.source))
    restore(KEEPER, path, str(second.source))
    restore(KEEPER, path, str(first.source))  # The older one: the second still wins.
    assert fields(path, CAFE)["statut"] == []


def test_decisions_outlive_the_reload_of_the_file(path: Path, tmp_path: Path) -> None:
    proposed = fact_of(path, "montants", "etat = 'proposee'")
    assert [row["total_eur"] for row in asked(path, "action", action=ATELIER)] == [None]
    decide(KEEPER, path, [Decision(proposed, "acceptee")], SAVE)
    corrected(path, CAFE, quantites=(Quantity("participants_distincts", 2021, "exacte", 60),), resume="Un café.")
    assert [row["total_eur"] for row in asked(path, "action", action=ATELIER)] == [500]
    (old,) = [row["source"] for row in asked(path, "sources") if row["format"] == "faits"]
    folder = tmp_path / "autre"
    moved = {**SMALL, "mesures": list(reversed(SMALL["mesures"])), "montants": list(reversed(SMALL["montants"]))}
    report = load(CHIEF, "faits", write_folder(folder, moved, "Les mêmes faits"), path, replace=old)
    assert report.etat == "chargee", report.as_text()
    assert [row["total_eur"] for row in asked(path, "action", action=ATELIER)] == [500]
    assert people(path) == [(50, "ecartee"), (60, "validee")]
    assert fields(path, CAFE)["resume"] == ["Un café."]


def test_a_proposal_is_refused_or_corrected_and_then_waits_no_more(path: Path) -> None:
    (waiting,) = asked(path, "propositions")
    assert (waiting["table_faits"], waiting["valeur"], waiting["sujet_id"]) == ("montants", 500, ATELIER)
    known = fact_of(path, "montants", "etat = 'proposee'")
    assert known.fait == waiting["fait"]
    refused = decide(KEEPER, path, [Decision(known, "refusee")], SAVE)
    (action,) = asked(path, "action", action=ATELIER)
    assert (action["situation"], action["total_eur"], asked(path, "propositions")) == ("inconnu", None, [])
    (key,) = asked(path, "chiffres_cles")
    assert key["n_propositions"] == 0
    undo(KEEPER, path, str(refused.source))
    assert asked(path, "action", action=ATELIER)[0]["situation"] == "a_valider"
    instead = Amount("total", None, "exacte", 450.5)
    decide(KEEPER, path, [Decision(known, "refusee", instead)], SAVE)
    assert float(asked(path, "action", action=ATELIER)[0]["total_eur"]) == 450.5
    assert {row["etat"] for row in asked(path, "montants", sujet=ATELIER)} == {"refusee", "validee"}


def test_one_of_diverging_statements_is_preferred_and_both_stay(path: Path) -> None:
    both = asked(path, "affirmations_divergentes")
    assert [(row["valeur"], row["etat"]) for row in both] == [(200, "validee"), (260, "validee")]
    facts = [fact_of(path, "mesures", f"valeur = {value}") for value in (260, 200)]
    prefer(KEEPER, path, facts[0], facts[1:], Save("élue", "comptage à l'entrée"))
    told = asked(path, "affirmations_divergentes")
    assert [(row["valeur"], row["etat"], row["fonction"]) for row in told] == [
        (200, "ecartee", "élue"), (260, "validee", "élue"),
    ]  # fmt: skip
    assert asked(path, "divergences") == []
    # 50 people at the café, 260 at the party: 310, of the two that are counted.
    assert total(path, 2021) == [(310, 2)]


def test_merged_structures_are_one_and_can_be_parted(path: Path) -> None:
    twin = create(
        KEEPER, path, StructureForm(nom="CS des Coteaux", code_departement="03", siret="1" * 14), SAVE
    ).sujet_id
    correct(KEEPER, path, CENTRE, StructureForm(siret="1" * 14), SAVE)
    action = create(KEEPER, path, ActionForm(titre="Chorale", structure_id=twin), SAVE).sujet_id
    (pair,) = asked(path, "structures_semblables", departement="03")
    assert ({pair["structure_id"], pair["autre_id"]}, pair["raisons"]) == ({twin, CENTRE}, ["même SIRET"])
    before = tables(path)
    saved = merge(KEEPER, path, twin, CENTRE, Save("chargée de mission", "même association"))
    assert asked(path, "structures_semblables") == []
    with reading.reader(path) as root:
        assert root.execute("SELECT DISTINCT structure_id, nom FROM structures").fetchall() == [
            (CENTRE, "Centre social des Coteaux")
        ]
    assert asked(path, "action", action=action)[0]["structure_id"] == CENTRE
    undo(KEEPER, path, str(saved.source))
    assert tables(path) == before


def test_texts_of_a_save_that_nobody_reviewed_are_not_published(path: Path) -> None:
    notice = rules().notice
    corrected(
        path, CAFE, Save("bénévole", "un secret"), resume="Il y a un secret.", statut="Terminée", dimension="un secret",
        mots_cles=("Culture", "un secret"),
    )  # fmt: skip
    now = fields(path, CAFE)
    assert (now["resume"], now["dimension"], now["statut"]) == ([notice], [notice], ["Terminée"])
    assert notice in now["mots_cles"] and "un secret" not in now["mots_cles"]
    with reading.reader(path) as root:
        assert answer(root, "recherche", texte="secret") == []
        for name, column in root.execute(
            "SELECT table_name, column_name FROM duckdb_columns() "
            "WHERE database_name = current_database() AND NOT internal"
        ).fetchall():
            asked_for = f"""SELECT 1 FROM "{name}" WHERE contains("{column}"::VARCHAR, 'un secret') LIMIT 1"""
            assert root.execute(asked_for).fetchone() is None, f"{name}.{column}"
    with reading.reader(path, actor=CHIEF) as root:
        assert root.execute("SELECT resume FROM actions WHERE action_id = ?", [CAFE]).fetchall() == [
            ("Il y a un secret.",)
        ]


def test_withheld_counts_stay_so_when_they_are_corrected(path: Path) -> None:
    """Two volunteers is under the threshold (3); so is what a correction of them would tell by its side."""
    corrected(path, JARDINS, quantites=(Quantity("benevoles", 2021, "exacte", 2),))
    corrected(path, JARDINS, quantites=(Quantity("benevoles", 2021, "exacte", 40),))
    rows = asked(path, "mesures", sujet=JARDINS)
    assert [(row["valeur"], row["secret"]) for row in rows] == [(None, True)] * 2
    with reading.reader(path) as root:
        digests = root.execute("SELECT fait FROM mesures_publiees WHERE sujet_id = ?", [JARDINS]).fetchall()
    assert digests == [(None,), (None,)]


def test_a_sensitive_label_that_was_corrected_still_protects(path: Path) -> None:
    """Five people are told under the common threshold (3), not under that of private life (11)."""
    five = (Quantity("participations", 2021, "exacte", 5),)
    publics = (Public("Femmes victimes de violences", 18, 99),)
    form = ActionForm(titre="Écoute", structure_id=CENTRE, publics=publics, quantites=five)
    action = create(KEEPER, path, form, SAVE).sujet_id
    assert [row["secret"] for row in asked(path, "mesures", sujet=action)] == [True]
    corrected(path, action, publics=(Public("Familles"),))
    assert fields(path, action)["publics"] == ["Familles"]
    assert [row["secret"] for row in asked(path, "mesures", sujet=action)] == [True]


def test_tables_too_large_to_be_copied_say_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = create(KEEPER, path, StructureForm(nom="CS", code_departement="03"), SAVE).sujet_id
    create(KEEPER, path, ActionForm(titre="Chorale", structure_id=twin, mots_cles=("Culture",)), SAVE)
    corrected(
        path, CAFE, titre="Café", lieux=(Place("03190"),), publics=(Public("Familles"),),
        quantites=(Quantity("participants_distincts", 2021, "exacte", 60),),
    )  # fmt: skip
    decide(KEEPER, path, [Decision(fact_of(path, "montants", "etat = 'proposee'"), "refusee")], SAVE)
    merge(KEEPER, path, twin, CENTRE, SAVE)

    def told() -> list[Any]:
        with reading.reader(path) as root:
            names = ("actions", "mesures", "montants", "argent_par_structure", "lieux_action")
            rows = [answer(root, name, **({"action": CAFE} if name == "lieux_action" else {})) for name in names]
        return [sorted(map(repr, each)) for each in rows]

    copied = told()
    shutil.rmtree(path / "lecture")
    monkeypatch.setattr(reading, "COPIED_ROWS", 0)
    assert told() == copied
