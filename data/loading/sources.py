"""The sources of a store: which loads it ever had, whose they are, and how one stops to count."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import store
from data.actors import Actor
from data.batch import RefusedError
from data.store import Connection

# What stays of a source that no longer counts: that it came, from which files, and who wrote what.
KEPT = ("sources", "sources_fichiers", "ecritures")
# What a load says of itself, what it could not take, and the words that a search finds: no facts, and never counted.
NO_FACTS = (*KEPT, "rejets", "correspondances", "actions_termes")


@dataclass(frozen=True)
class Known:
    """A line of ``sources``: one load; ``author`` is who loaded it."""

    source: str
    format: str
    sha256: str
    state: str
    author: str

    @property
    def active(self) -> bool:
        """Whether its facts count."""
        return self.state == "active"


def known_sources(path: Path) -> list[Known]:
    """Every source that the store ever had, oldest first."""
    sql = "SELECT source, format, sha256, etat, chargee_par FROM sources ORDER BY chargee_le, source"
    return [Known(*row) for row in store.ask_facts(path, sql)]


def active_source(sources: Sequence[Known], source: str) -> Known:
    """The active one of that name; RefusedError lists those there are."""
    active = [known for known in sources if known.active]
    found = next((known for known in active if known.source == source), None)
    if found is None:
        listed = ", ".join(known.source for known in active if known.format != "references") or "aucune"
        raise RefusedError(f"Aucune source active « {source} ». Sources actives : {listed}.")
    return found


def undoable(sources: Sequence[Known], source: str) -> Known:
    """The active one of that name, which may be taken out; RefusedError for the territory and the labels."""
    known = active_source(sources, source)
    if known.format == "references":
        raise RefusedError("Le territoire et les libellés ne s'annulent pas : ils suivent la version du logiciel.")
    return known


def require_own(actor: Actor, source: str, author: str, verb: str) -> None:
    """RefusedError unless ``actor`` may ``verb`` (« annuler ») a source that ``author`` loaded: their own, or anyone's
    who administers.
    """
    actor.require_contribution(f"{verb} un chargement")
    if author != actor.name:
        actor.require_administration(f"{verb} « {source} », que « {author} » a chargée")


def counted(root: Connection, there: Collection[str], source: str) -> dict[str, int]:
    """Table → facts that ``remove`` would delete, in the tables that the lake has; none for those without any."""
    counts = (
        (table, root.execute(f"SELECT count(*) FROM lake.{table} WHERE source = ?", [source]).fetchall()[0][0])
        for table in store.contract_tables()
        if table in there and table not in NO_FACTS
    )
    return {table: count for table, count in counts if count}


def remove(root: Connection, source: str, state: str, successor: str | None) -> None:
    """Delete the facts of a source and mark its line, inside the caller's transaction."""
    for table in store.contract_tables():
        if table in KEPT:
            continue
        if root.execute(f"SELECT 1 FROM lake.{table} WHERE source = ? LIMIT 1", [source]).fetchone():
            root.execute(f"DELETE FROM lake.{table} WHERE source = ?", [source])
    root.execute("UPDATE lake.sources SET etat = ?, remplacee_par = ? WHERE source = ?", [state, successor, source])
