"""One load: read → contract → checks → what changed → one transaction; and its undoing."""

import getpass
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from data import search_terms, staging, store
from data.batch import Batch, RefusedError, Reject
from data.changes import compare
from data.identifiers import slug
from data.importers import reader_of, references
from data.report import Report, describe
from data.store import Connection


def load(
    format_name: str,
    files: Sequence[Path],
    path: Path,
    *,
    dry_run: bool = False,
    replace: str | None = None,
    author: str | None = None,
) -> Report:
    """Load ``files`` of one format into the store at ``path``, all or nothing.

    ``replace`` names an active source that the new one takes the place of, in the same transaction. Nothing is
    written when ``dry_run``, when anything is wrong, or when the very same files are there already. KeyError when
    the format is unknown; every other trouble is a report whose ``etat`` is ``refusee``.
    """
    read = reader_of(format_name)
    try:
        batch = read(files)
        if not store.exists(path) and format_name != "references":
            ensure_references(path)
        return _load_batch(batch, files, path, dry_run=dry_run, replace=replace, author=author or _user())
    except RefusedError as error:
        return Report("refusee", message=f"Rien n'a été chargé. {error}")


def ensure_references(path: Path) -> Report:
    """Make the store if it is not there, and bring its territory and label tables up to date."""
    if not store.exists(path):
        store.create(path)
    files = references.files()
    digest = files_digest(files)
    with store.reader(path) as root:
        active = root.execute(
            "SELECT source, sha256 FROM sources WHERE format = 'references' AND etat = 'active'"
        ).fetchone()
    if active is not None and active[1] == digest:
        return Report("deja_chargee", source=active[0], message="Territoire et libellés à jour.")
    report = _load_batch(
        references.read(files),
        files,
        path,
        dry_run=False,
        replace=active[0] if active else None,
        author="observatoire",
    )
    if report.exit_code:
        raise RuntimeError(f"the reference tables break the contract: {report.as_text()}")
    return report


def undo(path: Path, source: str, author: str | None = None) -> str:
    """Take an active source out of the store, in one transaction; its line stays in ``sources``, marked ``annulee``."""
    row = _active_source(path, source)
    if row is None:
        raise RefusedError(f"Aucune source active « {source} ». Sources actives : {', '.join(_active_sources(path))}.")
    if row == "references":
        raise RefusedError("Le territoire et les libellés ne s'annulent pas : ils suivent la version du logiciel.")
    with (
        store.open_lake(path, read_only=False) as root,
        store.transaction(root, author or _user(), f"Annulation de « {source} »"),
    ):
        _remove(root, path, source, "annulee", None)
    return f"La source « {source} » est annulée : ses faits ne comptent plus, son passage reste dans l'historique."


def files_digest(files: Sequence[Path]) -> str:
    """SHA-256 of a load: that of its file, or of its files' digests in order of name."""
    digests = sorted((file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)
    if len(digests) == 1:
        return digests[0][1]
    return hashlib.sha256("\n".join(f"{name} {digest}" for name, digest in digests).encode()).hexdigest()


def _load_batch(
    batch: Batch, files: Sequence[Path], path: Path, *, dry_run: bool, replace: str | None, author: str
) -> Report:
    digest = files_digest(files)
    known = _source_with(path, digest)
    if known is not None and known != replace:
        return Report(
            "deja_chargee",
            source=known,
            lues=batch.read,
            message=f"Déjà chargé : ce contenu est celui de la source « {known} ». Rien n'a été chargé deux fois.",
            avertissements=["contenu déjà chargé, à l'octet près"],
        )
    if replace is not None and _active_source(path, replace) is None:
        raise RefusedError(
            f"--replace : aucune source active « {replace} ». Sources actives : {', '.join(_active_sources(path))}."
        )
    source = _free_name(path, f"{batch.format}-{slug(source_stem(batch.format, files), 40)}-{digest[:8]}")
    report = Report("chargee", source, batch.read, batch.kept, batch.read - batch.kept, batch.rejects, batch.warnings)
    snapshot = store.latest_snapshot(path)
    with store.memory() as root:
        staging.prepare(root, store.reading_copy(path, snapshot), replace)
        _stage(root, batch, files, source, digest, author, report)
        if report.etat != "chargee":
            return report
        if dry_run:
            report.etat, report.message = "simulation", f"Essai sans écriture. {_counts(report)}"
            return report
        _write(root, path, source, replace, author, snapshot)
    report.message = f"Chargé : source « {source} ». {_counts(report)}"
    return report


def _stage(
    root: Connection,
    batch: Batch,
    files: Sequence[Path],
    source: str,
    digest: str,
    author: str,
    report: Report,
) -> None:
    """Fill ``arrivee``; turns the report into a refusal when anything forbids the load."""
    broken = staging.insert(root, batch, source)
    if broken:
        return _refuse(report, broken, "le contrat des données n'est pas respecté")
    comparison = compare(root)
    report.changements = comparison.changes
    if comparison.conflict:
        return _refuse(report, [], comparison.conflict)
    for key in comparison.identical:
        report.rejets = [*report.rejets, key.reject]
        report.gardees -= 1
        report.refusees += 1
    if report.gardees == 0 and len(report.rejets) == len(comparison.identical) > 0:
        report.etat = "deja_chargee"
        report.message = "Déjà chargé : chaque fiche de ce fichier est déjà là, identique. Rien n'a été chargé."
        return None
    if report.gardees == 0:
        return _refuse(report, [], "aucune ligne ne peut être gardée")
    search_terms.fill(root)
    blocking, warnings = staging.run_checks(root)
    report.avertissements = [*report.avertissements, *map(describe, warnings)]
    if blocking:
        return _refuse(report, blocking, "des contrôles bloquants ont échoué")
    _sign(root, batch, files, source, digest, author, report)
    return None


def _refuse(report: Report, rejects: list[Reject], why: str) -> None:
    report.etat = "refusee"
    report.rejets = [*report.rejets, *rejects]
    report.refusees, report.gardees = report.lues, 0
    report.message = f"Rien n'a été chargé : {why}."


def _sign(
    root: Connection,
    batch: Batch,
    files: Sequence[Path],
    source: str,
    digest: str,
    author: str,
    report: Report,
) -> None:
    """The provenance rows of this load."""
    root.execute(
        "INSERT INTO arrivee.sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', NULL)",
        [
            source,
            batch.format,
            batch.titre,
            batch.editeur,
            batch.licence,
            batch.url,
            batch.publiee_le,
            datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            author,
            digest,
            report.lues,
            report.gardees,
            report.refusees,
        ],
    )
    for file in files:
        content = file.read_bytes()
        root.execute(
            "INSERT INTO arrivee.sources_fichiers VALUES (?, ?, ?, ?)",
            [source, file.name, hashlib.sha256(content).hexdigest(), len(content)],
        )
    for reject in report.rejets:
        root.execute(
            "INSERT INTO arrivee.rejets VALUES (?, ?, ?, ?, ?, ?)",
            [source, reject.fichier, reject.ligne, reject.colonne, reject.valeur, reject.raison],
        )


def _write(root: Connection, path: Path, source: str, replace: str | None, author: str, snapshot: int) -> None:
    """The one transaction, on the connection that holds the staged rows."""
    message = f"Chargement de « {source} »" + (f", à la place de « {replace} »" if replace else "")
    store.attach(root, path)
    with store.transaction(root, author, message):
        if store.latest_snapshot(path) != snapshot:
            raise RefusedError("Un autre chargement vient de modifier le magasin : rien n'a été écrit, recommencez.")
        if replace is not None:
            _remove(root, path, replace, "remplacee", source)
        for table in staging.tables(root):
            if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone():
                root.execute(f"INSERT INTO lake.{table} BY NAME FROM arrivee.{table}")


def _remove(root: Connection, path: Path, source: str, state: str, successor: str | None) -> None:
    """Delete the facts of a source and mark its line, inside the caller's transaction."""
    with store.reader(path) as reading:
        holding = [
            table
            for table in store.contract_tables()
            if table not in ("sources", "sources_fichiers")
            and reading.execute(f"SELECT 1 FROM {table} WHERE source = ? LIMIT 1", [source]).fetchone()
        ]
    for table in holding:
        root.execute(f"DELETE FROM lake.{table} WHERE source = ?", [source])
    root.execute("UPDATE lake.sources SET etat = ?, remplacee_par = ? WHERE source = ?", [state, successor, source])


def source_stem(format_name: str, files: Sequence[Path]) -> str:
    """What a source is called after: its first file, or its folder for facts, which come as a folder."""
    if format_name == "references":
        return "territoire-et-libelles"
    return files[0].resolve().parent.name if format_name == "faits" else files[0].stem


def _free_name(path: Path, wanted: str) -> str:
    """``wanted``, or with a number when an undone source bore that name."""
    with store.reader(path) as root:
        taken = {name for (name,) in root.execute("SELECT source FROM sources").fetchall()}
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _source_with(path: Path, digest: str) -> str | None:
    with store.reader(path) as root:
        row = root.execute("SELECT source FROM sources WHERE sha256 = ? AND etat = 'active'", [digest]).fetchone()
    return row[0] if row else None


def _active_source(path: Path, source: str) -> str | None:
    """The format of an active source, None when there is no such source."""
    with store.reader(path) as root:
        row = root.execute("SELECT format FROM sources WHERE source = ? AND etat = 'active'", [source]).fetchone()
    return row[0] if row else None


def _active_sources(path: Path) -> list[str]:
    with store.reader(path) as root:
        rows = root.execute(
            "SELECT source FROM sources WHERE etat = 'active' AND format <> 'references' ORDER BY chargee_le"
        ).fetchall()
    return [source for (source,) in rows] or ["aucune"]


def _counts(report: Report) -> str:
    return f"{report.lues} lues, {report.gardees} gardées, {report.refusees} refusées."


def _user() -> str:
    return getpass.getuser()
