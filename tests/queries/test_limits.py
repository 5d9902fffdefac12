"""What a question may cost: it is interrupted, refused when it is too long, never cut short, and told on the log."""

import logging
import re
import time
from collections.abc import Callable, Sized
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import queries
from data import store
from data.batch import RefusedError
from queries import LimitError, ask, ask_records
from queries.header import parse

# Ten thousand million pairs: hours.
LONG = """-- Combien de temps ?
-- returns n BIGINT : paires
SELECT count(*) AS n FROM range(100_000_000) AS a, range(100_000) AS b WHERE (a.range * b.range) % 7 = 3"""
# Rows come as they are found: the first at once, the last in hours.
FLOWING = """-- Combien de temps ?
-- returns n BIGINT : paires
SELECT a.range * b.range AS n FROM range(1_000_000) AS a, range(1_000_000) AS b WHERE (a.range * b.range) % 1000 = 3"""
FIVE = """-- Quels nombres ?
-- returns n BIGINT : nombre
SELECT range AS n FROM range(5)"""


@pytest.fixture
def cursor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    texts = {"longue": LONG, "coulante": FLOWING, "cinq": FIVE}
    monkeypatch.setattr(queries, "question", lambda name: parse(f"{name}.sql", texts[name]))
    return store.open_copy(tmp_path / "copie.duckdb", read_only=False)


@pytest.mark.parametrize("name", ["longue", "coulante"])
@pytest.mark.parametrize("asked", [ask, ask_records])
def test_a_question_past_its_time_is_interrupted_and_the_connection_goes_on(
    monkeypatch: pytest.MonkeyPatch, cursor: duckdb.DuckDBPyConnection, name: str, asked: Callable[..., Sized]
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_QUESTION_SECONDES", "1")
    started = time.monotonic()
    with pytest.raises(LimitError) as refused:
        asked(cursor, name)
    assert time.monotonic() - started >= 1
    assert str(refused.value) == (
        f"La question « {name} » a été interrompue : elle dépasse 1 s. Resserrez les années ou le territoire, ou "
        "relevez la limite (OBSERVATOIRE_QUESTION_SECONDES)."
    )
    assert [row["n"] for row in ask_records(cursor, "cinq")] == [0, 1, 2, 3, 4]


def test_the_end_of_one_question_never_interrupts_the_next(
    monkeypatch: pytest.MonkeyPatch, cursor: duckdb.DuckDBPyConnection
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_QUESTION_SECONDES", "1")
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        assert len(ask_records(cursor, "cinq")) == 5


@pytest.mark.parametrize(("most", "refused"), [("4", True), ("5", False), ("6", False)])
def test_an_answer_longer_than_its_limit_is_refused_and_never_cut(
    monkeypatch: pytest.MonkeyPatch, cursor: duckdb.DuckDBPyConnection, most: str, refused: bool
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_QUESTION_LIGNES", most)
    for asked in (ask, ask_records):
        if refused:
            with pytest.raises(LimitError, match=r"« cinq » rend plus de 4 lignes\. .+_LIGNES\)"):
                asked(cursor, "cinq")
        else:
            assert len(asked(cursor, "cinq")) == 5


@pytest.mark.parametrize("most", [1, 4_999, 5_000, 5_001, 2_000_000])
def test_a_frame_is_whole_or_longer_than_its_limit(cursor: duckdb.DuckDBPyConnection, most: int) -> None:
    sql = "SELECT range AS n, CASE WHEN range % 3000 = 1 THEN range END AS m FROM range(5000)"
    found = queries._frame(cursor.execute(sql), most)
    if most < 5_000:
        assert len(found) > most
    else:
        pd.testing.assert_frame_equal(found, cursor.execute(sql).fetch_df())


def test_a_question_says_on_the_log_what_it_cost_when_asked_to(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, cursor: duckdb.DuckDBPyConnection
) -> None:
    with caplog.at_level(logging.INFO):
        ask(cursor, "cinq")
        assert caplog.messages == []
        monkeypatch.setenv("OBSERVATOIRE_MESURE", "1")
        ask(cursor, "cinq")
    (line,) = caplog.messages
    assert re.fullmatch(r"question cinq : \d+\.\d ms, 5 lignes, posée", line)


@pytest.mark.parametrize("name", ["OBSERVATOIRE_QUESTION_SECONDES", "OBSERVATOIRE_QUESTION_LIGNES"])
@pytest.mark.parametrize("wrong", ["0", "-1", "1.5", "dix", "9999999999"])
def test_a_limit_that_cannot_be_is_refused_in_french(
    monkeypatch: pytest.MonkeyPatch, cursor: duckdb.DuckDBPyConnection, name: str, wrong: str
) -> None:
    monkeypatch.setenv(name, wrong)
    with pytest.raises(RefusedError, match=f"{name} = « {wrong} » : attendu un nombre entier de 1 à"):
        ask(cursor, "cinq")


def test_a_measure_that_is_neither_yes_nor_no_is_refused(
    monkeypatch: pytest.MonkeyPatch, cursor: duckdb.DuckDBPyConnection
) -> None:
    monkeypatch.setenv("OBSERVATOIRE_MESURE", "oui")
    with pytest.raises(RefusedError, match="OBSERVATOIRE_MESURE = « oui » : attendu 0 ou 1"):
        ask(cursor, "cinq")
