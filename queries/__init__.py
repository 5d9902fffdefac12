"""Questions put to the store: one SQL file each, whose header is a contract.

``ask(cursor, "actions", departement="03")`` runs ``queries/actions.sql`` with its values bound and returns a DataFrame
whose columns and types are those the header promises.
"""

from typing import Any

import duckdb
import pandas as pd

from queries.header import Parameter, Question, QuestionError, names, question

__all__ = ["Parameter", "Question", "QuestionError", "ask", "names", "question"]


def ask(cursor: duckdb.DuckDBPyConnection, name: str, **values: Any) -> pd.DataFrame:
    """The answer to a question, one row a record; lists are Python lists, unknown values are null.

    QuestionError (French) for an unknown question, a missing or unknown value, a value of another type, or an answer
    whose columns are not those of the header.
    """
    asked = question(name)
    bound = asked.bind(values)
    relation = cursor.execute(asked.sql, bound)
    found = [(column, str(kind)) for column, kind, *_ in relation.description or []]
    if [column for column, _ in found] != list(asked.returns):
        raise QuestionError(
            f"{asked.file} : l'en-tête promet {list(asked.returns)}, la réponse a {[c for c, _ in found]}."
        )
    return relation.fetch_df()
