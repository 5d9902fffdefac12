"""Questions put to the store: one SQL file each, whose header is a contract.

``ask(cursor, "actions", departement="03")`` runs ``queries/actions.sql`` with its values bound and returns a DataFrame
whose columns and types are those the header promises.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import duckdb
import pandas as pd

from data import settings
from queries import limits
from queries.header import Parameter, Question, QuestionError, names, question
from queries.tables import plain

__all__ = ["LimitError", "Parameter", "Question", "QuestionError", "ask", "ask_records", "names", "question"]

LimitError = limits.LimitError
Answer = TypeVar("Answer", pd.DataFrame, list[tuple[Any, ...]])
# The most rows of a vector of DuckDB; a vector that comes has one at least.
_VECTOR = 2048


def ask(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> pd.DataFrame:
    """The answer to a question, one row a record; lists are Python lists, unknown values are null.

    QuestionError (French) for an unknown question, a missing or unknown value, a value of another type, or an answer
    whose columns are not those of the header; LimitError for one that takes too long or has too many rows.
    """
    return _answer(cursor, name, values, _frame)


def ask_records(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The same answer as :func:`ask`, as plain objects: unknown is None, dates are ISO, amounts are floats.

    For small answers: making a DataFrame costs more than most questions.
    """
    rows = _answer(cursor, name, values, lambda answer, most: answer.fetchmany(most + 1))
    columns = list(question(name).returns)
    return [dict(zip(columns, map(plain, row), strict=True)) for row in rows]


def _frame(answer: duckdb.DuckDBPyConnection, most: int) -> pd.DataFrame:
    """The whole answer; when it has more rows than ``most``, more than that of them."""
    vectors = most // _VECTOR + 1
    parts = [answer.fetch_df_chunk(vectors)]
    # Fewer rows than vectors that were asked for: there is no more of it.
    while len(parts[-1]) >= vectors and sum(map(len, parts)) <= most:
        parts.append(answer.fetch_df_chunk(vectors))
    filled = [part for part in parts if len(part)] or parts
    return filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


def _answer(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    values: dict[str, Any],
    fetch: Callable[[duckdb.DuckDBPyConnection, int], Answer],
) -> Answer:
    """The rows of an answer, as ``fetch`` takes them: at least one more than the most there may be, when there are."""
    started, most = time.perf_counter(), settings.question_rows()
    with limits.in_time(cursor, name):
        rows = fetch(_execute(cursor, question(name), values), most)
    limits.require_few(name, rows, most)
    limits.tell(name, started, rows, "posée")
    return rows


def _execute(cursor: duckdb.DuckDBPyConnection, asked: Question, values: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    answer = cursor.execute(asked.sql, asked.bind(values))
    found = [column for column, *_ in answer.description or []]
    if found != list(asked.returns):
        raise QuestionError(f"{asked.file} : l'en-tête promet {list(asked.returns)}, la réponse a {found}.")
    return answer
