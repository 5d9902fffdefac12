"""A load too large for memory comes in parts: the same contract, asked of whole tables, with the same refusals."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from data import integrity, store
from data.batch import Batch
from data.demo import plan
from data.demo.command import load_demo
from data.loading.load import load_made
from data.report import Report

NATIONAL = plan.Scale("L", active=2_500, lots=1, structures=200, series=40, funders=2.0, full=True, national=True)
THREE_LOTS = plan.Scale("M", active=120, lots=3, structures=12, series=4, funders=3.0, full=True)


def structure(number: int, siret: str | None = None) -> dict[str, pa.Array]:
    return {
        "structure_id": pa.array([f"s{number}"]),
        "nom": pa.array([f"Structure {number}"]),
        "siret": pa.array([siret], pa.string()),
        "fichier": pa.array(["essai"]),
        "ligne": pa.array([number], pa.int32()),
    }


def load_parts(path: Path, *parts: dict[str, pa.Array]) -> Report:
    first, *others = ({"structures": pa.table(part)} for part in parts)
    batch = Batch("demo", "Essai", first, read=1, kept=1, more=iter(others))
    return load_made(batch, "0" * 64, path, stem="essai", replace=None)


def test_parts_are_counted_and_kept_together(fresh_store: Path) -> None:
    report = load_parts(fresh_store, structure(1), structure(2), structure(3))
    assert (report.etat, report.lues, report.gardees, report.refusees) == ("chargee", 3, 3, 0)
    assert store.ask_facts(fresh_store, "SELECT count(*) FROM structures") == [(3,)]
    assert store.ask_facts(fresh_store, "SELECT lues, gardees FROM sources WHERE format = 'demo'") == [(3, 3)]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (structure(1), structure(2), structure(1)),
            "deux lignes de « structures » ont la même clé : n'en gardez qu'une",
        ),
        ((structure(1), structure(2, siret="12")), "un SIRET a 14 chiffres"),
        ((structure(1), {**structure(2), "nom": pa.nulls(1, pa.string())}), "valeur obligatoire absente : écrivez-la"),
    ],
)
def test_what_breaks_the_contract_in_any_part_refuses_all(
    fresh_store: Path, parts: tuple[dict[str, pa.Array], ...], words: str
) -> None:
    before = integrity.content(fresh_store).snapshot
    report = load_parts(fresh_store, *parts)
    assert (report.etat, report.gardees) == ("refusee", 0)
    assert any(words in reject.raison for reject in report.rejets), report.as_text()
    assert integrity.content(fresh_store).snapshot == before


def test_a_rule_across_tables_is_checked_over_all_parts(fresh_store: Path) -> None:
    agreement = {
        "structure_id": ["inconnue"],
        "organisme": ["CAF"],
        "objet": ["Centre social"],
        "precision": ["inconnue"],
    }
    lost = {"agrements": pa.table({**agreement, "fichier": ["essai"], "ligne": pa.array([9], pa.int32())})}

    def others() -> Iterator[dict[str, pa.Table]]:
        yield lost

    batch = Batch("demo", "Essai", {"structures": pa.table(structure(1))}, read=1, kept=1, more=others())
    report = load_made(batch, "0" * 64, fresh_store, stem="essai", replace=None)
    assert report.etat == "refusee"
    assert "aucune structure ne porte cet identifiant" in report.as_text()


def test_a_demonstration_in_lots_has_one_numbering(fresh_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plan.SCALES, "M", THREE_LOTS)
    report = load_demo(3, (2021, 2022), "M", fresh_store, departement="03")
    assert (report.etat, report.lues) == ("chargee", report.gardees + 6)
    rows = store.ask_facts(
        fresh_store,
        "SELECT count(*), count(DISTINCT action_id), count(DISTINCT ligne), max(ligne), count(DISTINCT action_id[:6]) "
        "FROM actions",
    )
    ((actions, identifiers, lines, last, lots),) = rows
    assert actions == identifiers == lines == last
    assert lots == 3
    assert actions > 100


def test_a_national_bench_shares_no_identifier_between_departements(
    fresh_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those with a fiftieth of France's people reach fifty actions a year; intercommunalités may lie in two."""
    monkeypatch.setitem(plan.SCALES, "L", NATIONAL)
    report = load_demo(3, (2021, 2022), "L", fresh_store, departement="69")
    assert report.etat == "chargee", report.as_text()
    rows = store.ask_facts(fresh_store, "SELECT DISTINCT code_departement FROM actions ORDER BY 1")
    assert len(rows) > 5 and ("69",) in rows and ("59",) in rows
