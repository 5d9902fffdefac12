"""Take a load back, and take that back too: each is one transaction, one snapshot, one line of the journal."""

from pathlib import Path

from data import french, integrity, store, turn
from data.actors import Actor
from data.batch import RefusedError
from data.loading import complement, restated, staging
from data.loading.changes import compare
from data.loading.sources import KEPT, Known, counted, known_sources, remove, require_own, undoable
from data.statements import KEYS
from data.store import Connection, Entry


def undo(actor: Actor, path: Path, source: str, reason: str | None = None) -> str:
    """Take an active source out of the store; its line stays in ``sources``, marked ``annulee``.

    RefusedError when there is no such source, or when it is another's and ``actor`` does not administer.
    """
    actor.require_contribution("annuler un chargement")
    with turn.taken(path, actor, f"annule « {source} »"):
        known = undoable(known_sources(path), source)
        require_own(actor, source, known.author, "annuler")
        with store.open_lake(path, read_only=False) as root:
            rows = sum(counted(root, store.lake_columns(root), source).values())
            entry = Entry("annulation", f"Annulation de « {source} »", source, rows, reason)
            with store.transaction(root, path, actor, entry):
                remove(root, source, "annulee", None)
    return f"La source « {source} » est annulée : ses faits ne comptent plus, son passage reste dans l'historique."


def restore(actor: Actor, path: Path, source: str, reason: str | None = None) -> str:
    """Make a source that was undone, or replaced, count again, with the facts it had when it last counted.

    RefusedError when no source of that name is out, when it is another's and ``actor`` does not administer, or when
    what was loaded since says the same or forbids it.
    """
    actor.require_contribution("rétablir un chargement")
    with turn.taken(path, actor, f"rétablit « {source} »"):
        sources = known_sources(path)
        known = _out(sources, source)
        twin = next((other.source for other in sources if other.active and other.sha256 == known.sha256), None)
        if twin is not None:
            raise RefusedError(f"« {source} » ne peut pas être rétablie : son contenu est déjà celui de « {twin} ».")
        if (other := complement.twin(source, sources)) is not None:
            raise RefusedError(
                f"« {source} » ne peut pas être rétablie : « {other} » complète déjà le même fichier, ses lignes "
                "compteraient deux fois. Annulez d'abord celle-là."
            )
        require_own(actor, source, known.author, "rétablir")
        newest = integrity.content(path).snapshot
        with store.open_lake(path, read_only=True, snapshot=newest, also=store.SEARCH_EXTENSIONS) as root:
            rows = _stage(root, path, source, newest)
            staging.require_rights(root, actor)
            root.execute("DETACH lake")
            store.attach(root, path)
            entry = Entry("retablissement", f"Rétablissement de « {source} »", source, rows, reason)
            with store.transaction(root, path, actor, entry):
                for table in _tables():
                    root.execute(f"INSERT INTO lake.{table} BY NAME FROM arrivee.{table}")
                root.execute("UPDATE lake.sources SET etat = 'active', remplacee_par = NULL WHERE source = ?", [source])
    return f"La source « {source} » est rétablie : ses faits comptent de nouveau."


def _out(sources: list[Known], source: str) -> Known:
    found = next((known for known in sources if known.source == source), None)
    if found is None or found.active:
        listed = ", ".join(known.source for known in sources if not known.active) or "aucune"
        raise RefusedError(f"Aucune source annulée ou remplacée « {source} ». Celles qui le sont : {listed}.")
    return found


def _stage(root: Connection, path: Path, source: str, newest: int) -> int:
    """Put what the source said when it last counted into ``arrivee``, checked as a load is; the number of its rows."""
    staging.prepare(root, store.lake_columns(root, newest), None)
    before = _last_counted(root, source, newest)
    there, rows = store.lake_columns(root, before), 0
    for table in _tables():
        if table in there:
            rows += root.execute(
                f"INSERT INTO arrivee.{table} BY NAME FROM lake.{table} AT (VERSION => {before}) WHERE source = ?",
                [source],
            ).fetchall()[0][0]
    if repeated := staging.repeated_keys(root):
        raise RefusedError(f"« {source} » ne peut pas être rétablie : {repeated[0].raison} ({repeated[0].valeur}).")
    ((kind, title),) = root.execute("SELECT format, titre FROM lake.sources WHERE source = ?", [source]).fetchall()
    document, counted_by_line = restated.same_document(root, kind, title, None), restated.counted(None)
    comparison = compare(root, document.sources, ())
    if comparison.conflict:
        raise RefusedError(f"« {source} » ne peut pas être rétablie : {comparison.conflict}.")
    if comparison.identical:
        raise RefusedError(
            f"« {source} » ne peut pas être rétablie : {len(comparison.identical)} de ses fiches sont déjà là, par un "
            "autre chargement. Annulez d'abord celui-là."
        )
    again = restated.settle(root, kind, document, counted_by_line)
    if again.rows or again.otherwise:
        raise RefusedError(f"« {source} » ne peut pas être rétablie : {_said_again(again)}.")
    if (later := _answered_since(root)) is not None:
        raise RefusedError(
            f"« {source} » ne peut pas être rétablie : « {later} » répond depuis à la même question, et les deux "
            "compteraient. Annulez d'abord celle-là."
        )
    blocking, _ = staging.run_checks(root)
    if blocking:
        first = blocking[0]
        where = f"« {first.fichier} », ligne {first.ligne or '?'}"
        raise RefusedError(f"« {source} » ne peut pas être rétablie : {first.raison} ({where}).")
    return rows


def _said_again(again: restated.Restated) -> str:
    if again.otherwise:
        first = again.otherwise[0]
        return f"{first.fichier}, ligne {first.ligne or '?'} : {first.raison}"
    where = ", ".join(f"« {source} »" for source in sorted(again.sources)) or "un autre chargement"
    there = french.plural(sum(again.rows.values()), "de ses lignes est", "de ses lignes sont")
    return f"{there} déjà là, par {where}. Annulez d'abord celui-là"


def _answered_since(root: Connection) -> str | None:
    """A later entry that states what the staged one does, and did not set it aside; None when there is none."""
    for table, columns in KEYS.items():
        same = " AND ".join(f"other.{column} IS NOT DISTINCT FROM mine.{column}" for column in columns)
        found = root.execute(
            f"SELECT other.source FROM arrivee.{table} AS mine JOIN arrivee.saisies AS own ON own.source = mine.source "
            f"JOIN lake.{table} AS other ON other.sujet_type = mine.sujet_type AND other.sujet_id = mine.sujet_id "
            f"AND other.etat = 'validee' AND {same} "
            "JOIN lake.saisies AS since ON since.source = other.source AND since.rang > own.rang "
            "WHERE mine.etat = 'validee' AND NOT EXISTS (FROM lake.arbitrages AS aside "
            "WHERE aside.source = other.source AND table_faits = ? AND aside.sujet_type = mine.sujet_type "
            "AND aside.sujet_id = mine.sujet_id AND decision = 'ecartee') ORDER BY since.rang LIMIT 1",
            [table],
        ).fetchone()
        if found:
            return str(found[0])
    return None


def _tables() -> list[str]:
    return [table for table in store.contract_tables() if table not in KEPT]


def _last_counted(root: Connection, source: str, newest: int) -> int:
    """The last snapshot in which the source counted."""
    for snapshot in range(newest - 1, 0, -1):
        asked = f"SELECT 1 FROM lake.sources AT (VERSION => {snapshot}) WHERE source = ? AND etat = 'active'"
        if root.execute(asked, [source]).fetchone():
            return snapshot
    raise RefusedError(
        f"« {source} » ne peut pas être rétablie : aucun instantané où elle comptait n'est plus lisible."
    )
