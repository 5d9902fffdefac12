"""Questions put to the store: one SQL file each, whose header is a contract.

``ask(cursor, "actions", departement="03")`` runs ``queries/actions.sql`` with its values bound and returns a DataFrame
whose columns and types are those the header promises.
"""

from typing import Any

import duckdb
import pandas as pd

from queries.header import Parameter, Question, QuestionError, names, question
from queries.tables import plain

__all__ = ["Parameter", "Question", "QuestionError", "ask", "ask_records", "names", "question"]


def ask(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> pd.DataFrame:
    """The answer to a question, one row a record; lists are Python lists, unknown values are null.

    QuestionError (French) for an unknown question, a missing or unknown value, a value of another type, or an answer
    whose columns are not those of the header.
    """
    return _execute(cursor, name, values).fetch_df()


def ask_records(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The same answer as :func:`ask`, as plain objects: unknown is None, dates are ISO, amounts are floats.

    For small answers: making a DataFrame costs more than most questions.
    """
    answer = _execute(cursor, name, values)
    columns = list(question(name).returns)
    return [dict(zip(columns, map(plain, row), strict=True)) for row in answer.fetchall()]


def _execute(cursor: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    asked = question(name)
    answer = cursor.execute(asked.sql, asked.bind(values))
    found = [column for column, *_ in answer.description or []]
    if found != list(asked.returns):
        raise QuestionError(f"{asked.file} : l'en-tête promet {list(asked.returns)}, la réponse a {found}.")
    return answer
