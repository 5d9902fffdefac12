"""What a source did not take because another held it: told in its refused lines, and gone when that one is undone."""

from collections.abc import Mapping
from pathlib import Path

from data import store

# The reasons of ``restated`` and ``changes`` for a line that is there already: SQL of the source that holds it.
_HELD_BY = (
    "regexp_extract(raison, "
    "'^(?:fiche )?déjà (?:là, mot pour mot, dans|chargée, identique, par la source) « (.+?) »', 1)"
)


def leaning(path: Path, source: str) -> Mapping[str, int]:
    """Active source → lines that it left out because ``source`` holds them."""
    asked = (
        "SELECT source, count(*) FROM rejets JOIN sources USING (source) "
        f"WHERE etat = 'active' AND source <> ? AND {_HELD_BY} = ? GROUP BY ALL ORDER BY ALL"
    )
    return dict(store.ask_facts(path, asked, [source, source]))


def lost(path: Path, source: str) -> bool:
    """Whether a source that held lines which ``source`` left out does not count any more."""
    asked = (
        f"SELECT 1 FROM rejets WHERE source = ? AND {_HELD_BY} IN (SELECT source FROM sources WHERE etat <> 'active') "
        "LIMIT 1"
    )
    return bool(store.ask_facts(path, asked, [source]))
