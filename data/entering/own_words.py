"""The words of proposals that nobody reviewed, for who loaded them: the file was theirs, and one decides on words."""

from pathlib import Path

from data import store
from data.actors import Actor
from data.entering.facts import DIGESTS

_TABLES = ("mesures", "montants", "financements")


def of(actor: Actor, path: Path) -> dict[tuple[str, str], str]:
    """(table, ``fait``) → the words that a proposal comes from, in the loads that ``actor`` made and that count.

    Empty for who does not contribute; what others loaded is not told, however alike it is.
    """
    if not actor.contributes:
        return {}
    sql = " UNION ALL ".join(
        f"SELECT '{table}', {DIGESTS[table]['fait']}, texte_source FROM {table} JOIN sources AS chargees "
        f"ON {table}.source = chargees.source WHERE {table}.etat = 'proposee' AND chargees.etat = 'active' "
        "AND chargee_par = $1 AND texte_source IS NOT NULL"
        for table in _TABLES
    )
    return {(table, fait): words for table, fait, words in store.ask_facts(path, sql, [actor.name])}


__all__ = ["of"]
