"""One load: read → contract → checks → what changed → one transaction; and its undoing."""

import getpass
import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from data import integrity, residues, search_terms, store, unforeseen
from data.batch import Batch, RefusedError, Reject
from data.identifiers import slug
from data.importers import REMEMBERED, UNREVIEWED, reader_of, references
from data.loading import matching, staging
from data.loading.changes import compare
from data.report import Report, describe
from data.store import Connection
from data.whole_text import is_whole, printable


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
    the format is unknown; every other trouble, foreseen or not, is a report whose ``etat`` is ``refusee``.
    """
    read = reader_of(format_name)
    try:
        _refuse_names(files)
        known = {"known": partial(_confirmed_columns, path)} if format_name in REMEMBERED else {}
        job = _Job(_read(read, files, known), files, files_digest(files), author or _user(), replace)
        if not _has_references(path):
            if dry_run:
                with tempfile.TemporaryDirectory() as folder:
                    ensure_references(Path(folder))
                    return _run(job, Path(folder), dry_run=True)
            ensure_references(path)
        return _run(job, path, dry_run=dry_run)
    except RefusedError as error:
        return Report("refusee", message=f"Rien n'a été chargé. {error}")
    except Exception as error:  # noqa: BLE001 - the last net
        return Report("refusee", message=f"Rien n'a été chargé. {unforeseen.told(error)}")


def _read(read: Callable[..., Batch], files: Sequence[Path], known: Mapping[str, Any]) -> Batch:
    """The batch of ``files``; RefusedError names them when their reader stumbles on what it did not foresee."""
    try:
        return read(files, **known)
    except RefusedError:
        raise
    except Exception as error:
        named = ", ".join(f"« {file.name} »" for file in files)
        raise RefusedError(f"{named} : lecture impossible. {unforeseen.told(error)}") from error


def load_made(batch: Batch, digest: str, path: Path, *, stem: str, replace: str | None) -> Report:
    """Load facts that the product made itself: no file, ``digest`` tells one making from another."""
    job = _Job(batch, (), digest, "observatoire", replace, stem)
    try:
        ensure_references(path)
        return _run(job, path, dry_run=False)
    except RefusedError as error:
        return Report("refusee", message=f"Rien n'a été chargé. {error}")


def ensure_references(path: Path) -> Report:
    """Make the store if it is not there, and bring its territory and label tables up to date."""
    if not integrity.ready(path):
        store.create(path)
    files = references.files()
    active = next((known for known in _known(path) if known.active and known.format == "references"), None)
    if active is not None and active.sha256 == files_digest(files):
        return Report("deja_chargee", source=active.source, message="Territoire et libellés à jour.")
    job = _Job(references.read(files), files, files_digest(files), "observatoire", active.source if active else None)
    report = _run(job, path, dry_run=False)
    if report.exit_code:
        raise RuntimeError(f"the reference tables break the contract: {report.as_text()}")
    return report


def _has_references(path: Path) -> bool:
    """Whether the store is there with its territory: a creation that was killed is taken up where it stopped."""
    return integrity.ready(path) and any(known.active and known.format == "references" for known in _known(path))


def undo(path: Path, source: str, author: str | None = None) -> str:
    """Take an active source out of the store, in one transaction; its line stays in ``sources``, marked ``annulee``."""
    known = _active(_known(path), source)
    if known.format == "references":
        raise RefusedError("Le territoire et les libellés ne s'annulent pas : ils suivent la version du logiciel.")
    with (
        store.open_lake(path, read_only=False) as root,
        store.transaction(root, path, author or _user(), f"Annulation de « {source} »"),
    ):
        _remove(root, source, "annulee", None)
    return f"La source « {source} » est annulée : ses faits ne comptent plus, son passage reste dans l'historique."


def files_digest(files: Sequence[Path]) -> str:
    """SHA-256 of a load: that of its file, or of its files' digests in order of name."""
    digests = sorted((file.name, _sha256(file)) for file in files)
    if len(digests) == 1:
        return digests[0][1]
    return hashlib.sha256("\n".join(f"{name} {digest}" for name, digest in digests).encode()).hexdigest()


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@dataclass(frozen=True)
class _Job:
    """One load on its way: what was read, from which files, for whom, in place of what."""

    batch: Batch
    files: Sequence[Path]
    digest: str
    author: str
    replace: str | None
    stem: str | None = None


def _run(job: _Job, path: Path, *, dry_run: bool) -> Report:
    batch = job.batch
    snapshot, sources = integrity.content(path).snapshot, _known(path)
    same = next((known.source for known in sources if known.active and known.sha256 == job.digest), None)
    if same is not None:
        return Report(
            "deja_chargee",
            source=same,
            lues=batch.read,
            message=f"Déjà chargé : ce contenu est celui de la source « {same} ». Rien n'a été chargé deux fois.",
            avertissements=["contenu déjà chargé, à l'octet près"],
        )
    if job.replace is not None:
        _active(sources, job.replace)
    stem = job.stem or source_stem(batch.format, job.files)
    source = _free_name(sources, f"{batch.format}-{slug(stem, 40)}-{job.digest[:8]}")
    report = Report("chargee", source, batch.read, batch.kept, batch.read - batch.kept, batch.rejects, batch.warnings)
    with (
        store.open_lake(path, read_only=True, snapshot=snapshot, also=store.SEARCH_EXTENSIONS) as root,
        residues.stage(path) as folder,
    ):
        in_parts = batch.more is not None
        staging.prepare(root, store.lake_columns(root, snapshot), job.replace, folder if in_parts else None)
        _stage(root, job, source, report)
        if report.etat != "chargee":
            return report
        if dry_run:
            report.etat, report.message = "simulation", f"Essai sans écriture. {_counts(report)}"
            return report
        _write(root, path, job, source, snapshot)
    report.message = f"Chargé : source « {source} ». {_counts(report)}"
    return report


def _stage(root: Connection, job: _Job, source: str, report: Report) -> None:
    """Fill ``arrivee``; turns the report into a refusal when anything forbids the load."""
    broken = staging.insert(root, job.batch, source)
    report.lues, report.gardees = job.batch.read, job.batch.kept
    if broken:
        return _refuse(report, broken, "le contrat des données n'est pas respecté")
    comparison = compare(root)
    report.changements = comparison.changes
    if comparison.conflict:
        return _refuse(report, [], comparison.conflict)
    report.rejets = [*report.rejets, *comparison.identical]
    report.gardees -= len(comparison.identical)
    report.refusees += len(comparison.identical)
    if report.gardees == 0 and len(report.rejets) == len(comparison.identical) > 0:
        report.etat = "deja_chargee"
        report.message = "Déjà chargé : chaque fiche de ce fichier est déjà là, identique. Rien n'a été chargé."
        return None
    if report.gardees == 0:
        return _refuse(report, [], "aucune ligne ne peut être gardée")
    matching.fill(root, job.batch.format)
    # What is published of the others, hence searched, is known when a copy is made.
    if job.batch.format not in UNREVIEWED:
        search_terms.fill(root)
    blocking, warnings = staging.run_checks(root)
    report.avertissements = [*report.avertissements, *map(describe, warnings)]
    if blocking:
        return _refuse(report, blocking, "des contrôles bloquants ont échoué")
    _sign(root, job, source, report)
    return None


def _confirmed_columns(path: Path, digest: str) -> dict[str, str]:
    """Column → field of the last mapping that a person confirmed for a header of this digest."""
    if not store.exists(path):
        return {}
    sql = """
        SELECT colonne, champ FROM correspondances JOIN sources USING (source)
        WHERE empreinte = ? AND etat = 'active'
        QUALIFY chargee_le = max(chargee_le) OVER ()
    """
    return dict(store.ask_facts(path, sql, [digest]))


def _refuse_names(files: Sequence[Path]) -> None:
    """Every line read is known by its file's name, which can be written and is that of one file of the load."""
    names = [file.name for file in files]
    if odd := next((name for name in names if not is_whole(name)), None):
        raise RefusedError(f"Le nom du fichier « {printable(odd)} » n'est pas de l'UTF-8 : renommez-le.")
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise RefusedError(f"Deux fichiers du même chargement s'appellent « {twins[0]} » : renommez l'un d'eux.")


def _refuse(report: Report, rejects: list[Reject], why: str) -> None:
    report.etat = "refusee"
    report.rejets = [*report.rejets, *rejects]
    report.refusees, report.gardees = report.lues, 0
    report.message = f"Rien n'a été chargé : {why}."


def _sign(root: Connection, job: _Job, source: str, report: Report) -> None:
    """The provenance rows of this load."""
    root.execute(
        "INSERT INTO arrivee.sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', NULL)",
        [
            source,
            job.batch.format,
            job.batch.titre,
            job.batch.editeur,
            job.batch.licence,
            job.batch.url,
            job.batch.publiee_le,
            datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            job.author,
            job.digest,
            report.lues,
            report.gardees,
            report.refusees,
        ],
    )
    for file in job.files:
        root.execute(
            "INSERT INTO arrivee.sources_fichiers VALUES (?, ?, ?, ?)",
            [source, file.name, _sha256(file), file.stat().st_size],
        )
    staging.insert_rejects(root, report.rejets, source)


def _write(root: Connection, path: Path, job: _Job, source: str, snapshot: int) -> None:
    """The one transaction, on the connection that holds the staged rows and read the store until now."""
    message = f"Chargement de « {source} »" + (f", à la place de « {job.replace} »" if job.replace else "")
    root.execute("DETACH lake")
    store.attach(root, path)
    with store.transaction(root, path, job.author, message):
        if integrity.content(path).snapshot != snapshot:
            raise RefusedError("Un autre chargement vient de modifier le magasin : rien n'a été écrit, recommencez.")
        if job.replace is not None:
            _remove(root, job.replace, "remplacee", source)
        for table in store.contract_tables():
            if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone():
                root.execute(f"INSERT INTO lake.{table} BY NAME FROM arrivee.{table}")


def _remove(root: Connection, source: str, state: str, successor: str | None) -> None:
    """Delete the facts of a source and mark its line, inside the caller's transaction."""
    for table in store.contract_tables():
        if table in ("sources", "sources_fichiers"):
            continue
        if root.execute(f"SELECT 1 FROM lake.{table} WHERE source = ? LIMIT 1", [source]).fetchone():
            root.execute(f"DELETE FROM lake.{table} WHERE source = ?", [source])
    root.execute("UPDATE lake.sources SET etat = ?, remplacee_par = ? WHERE source = ?", [state, successor, source])


def source_stem(format_name: str, files: Sequence[Path]) -> str:
    """What a source is called after: its first file, or its folder for facts, which come as a folder."""
    if format_name == "references":
        return "territoire-et-libelles"
    return files[0].resolve().parent.name if format_name == "faits" else files[0].stem


def _free_name(sources: Sequence["_Known"], wanted: str) -> str:
    """``wanted``, or with a number when an undone source bore that name."""
    taken = {known.source for known in sources}
    names = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


@dataclass(frozen=True)
class _Known:
    source: str
    format: str
    sha256: str
    active: bool


def _known(path: Path) -> list[_Known]:
    """Every source that the store ever had, oldest first."""
    sql = "SELECT source, format, sha256, etat = 'active' FROM sources ORDER BY chargee_le, source"
    return [_Known(*row) for row in store.ask_facts(path, sql)]


def _active(sources: Sequence[_Known], source: str) -> _Known:
    """The active one of that name; RefusedError lists those there are."""
    active = [known for known in sources if known.active]
    found = next((known for known in active if known.source == source), None)
    if found is None:
        listed = ", ".join(known.source for known in active if known.format != "references") or "aucune"
        raise RefusedError(f"Aucune source active « {source} ». Sources actives : {listed}.")
    return found


def _counts(report: Report) -> str:
    return f"{report.lues} lues, {report.gardees} gardées, {report.refusees} refusées."


def _user() -> str:
    return getpass.getuser()
