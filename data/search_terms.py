"""The words under which each action is found: French stems without accents, weighted by where they stand."""

from collections.abc import Sequence
from functools import cache

import pyarrow as pa

from data import store
from data.store import Connection

# Stopwords carry no meaning in a search; the rest is left to the rarity of each term.
_STOPWORDS = (
    "a au aux avec ce ces cette d dans de des du elle en est et il ils j je l la le les leur leurs lui m mais ne n nos "
    "notre nous on ont ou par pas plus pour qu que qui s sa se ses son sont sur un une vos votre vous y"
)

# ``schema``: where the tables of the contract are, with its dot; ``kept``: which texts count.
_TERMS = """
WITH textes AS (
    SELECT action_id, source, titre AS texte, 6 AS poids FROM {schema}actions
    UNION ALL SELECT action_id, source, structure, 3 FROM {schema}actions
    UNION ALL SELECT action_id, source, resume, 2 FROM {schema}actions WHERE resume IS NOT NULL
    UNION ALL SELECT action_id, source, mot_cle, 4 FROM {schema}actions_mots_cles
    UNION ALL SELECT action_id, source, public, 3 FROM {schema}actions_publics
    UNION ALL SELECT action_id, source, texte, 1 FROM {schema}actions_textes
),
mots AS (
    SELECT action_id, source, poids, unnest(regexp_extract_all(lower(strip_accents(texte)), '[a-z0-9]+')) AS mot
    FROM textes WHERE {kept}
)
SELECT action_id, stem(mot, 'french') AS terme, sum(poids) AS poids, any_value(source) AS source
FROM mots
WHERE NOT list_contains(string_split($stopwords, ' '), mot)
GROUP BY action_id, terme
"""

# The shape of an answer about no action.
NONE = pa.table(
    {"action_id": pa.array([], pa.string()), "terme": pa.array([], pa.string()), "poids": pa.array([], pa.float64())}
)

_STEMS = """
SELECT DISTINCT stem(unnest(regexp_extract_all(lower(strip_accents(?::VARCHAR)), '[a-z0-9]+')), 'french') AS terme
ORDER BY terme
"""


def stems(text: str) -> list[str]:
    """Stems of the words of a search, each once, in the order of the alphabet."""
    with _stemmer().cursor() as cursor:
        rows = cursor.execute(_STEMS, [text]).fetchall()
    return [stem for (stem,) in rows]


@cache
def _stemmer() -> Connection:
    """Kept apart from the stores' readers, which open in half the time without the extension."""
    return store.memory(store.SEARCH_EXTENSIONS)


def fill(root: Connection) -> None:
    """Write ``arrivee.actions_termes`` for every staged action."""
    terms = _TERMS.format(schema="arrivee.", kept="true")
    root.execute(f"INSERT INTO arrivee.actions_termes {terms}", {"stopwords": _STOPWORDS})


def shown(root: Connection, actions: Sequence[str], notice: str) -> pa.Table:
    """Rows like those of ``actions_termes``, from the current catalog of ``root``, for these ``actions``.

    ``notice`` stands in the place of what is withheld, and is no text of theirs. ``root`` has ``SEARCH_EXTENSIONS``.
    """
    terms = _TERMS.format(schema="", kept="action_id IN (SELECT unnest($actions::VARCHAR[])) AND texte <> $notice")
    values = {"stopwords": _STOPWORDS, "actions": list(actions), "notice": notice}
    return root.execute(terms, values).to_arrow_table()
