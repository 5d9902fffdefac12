"""One load: read → contract → checks → what changed → one transaction."""

import dataclasses
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from data import french, integrity, progress, residues, search_terms, store, turn, unforeseen
from data.actors import PRODUCT, Actor
from data.batch import AlreadyThereError, Batch, RefusedError, Reject
from data.identifiers import slug
from data.importers import ASKING, COMPARED, ENTERED, NAMING, REMEMBERED, UNREVIEWED, reader_of, references
from data.loading import complement, leaning, matching, names, restated, staging
from data.loading.changes import compare
from data.loading.effects import effects
from data.loading.sources import Known, active_source, known_sources, remove, require_own
from data.report import Report, describe
from data.store import Connection, Entry
from data.understanding import Answers, checked


@dataclass(frozen=True)
class Content:
    """The files of one load, read: what they hold, and the digest that says whether they changed since."""

    format: str
    batch: Batch
    files: tuple[Path, ...]
    digest: str

    @property
    def unchanged(self) -> bool:
        """Whether the files are still there, as they were read."""
        return all(file.is_file() for file in self.files) and files_digest(self.files) == self.digest


def load(
    actor: Actor,
    format_name: str,
    files: Sequence[Path],
    path: Path,
    *,
    dry_run: bool = False,
    replace: str | None = None,
    answers: Answers | None = None,
    keep_sound: bool = False,
) -> Report:
    """Load ``files`` of one format into the store at ``path``, all or nothing, for ``actor``, who must contribute.

    ``replace`` names an active source that the new one takes the place of, in the same transaction. ``answers``: what
    a person says of the columns. ``keep_sound``: lines that break the contract or a check are refused one by one where
    the format's lines stand alone, instead of the whole. Nothing is written when ``dry_run``, when anything is wrong,
    or when the very same files are there already. KeyError when the format is unknown; every other trouble, foreseen
    or not, is a report whose ``etat`` is ``refusee``.
    """
    reader_of(format_name)

    def done() -> Report:
        actor.require_contribution("charger des fichiers")
        content = read_content(format_name, files, path, answers, replace)
        return _load(actor, content, path, dry_run=dry_run, replace=replace, keep_sound=keep_sound)

    return _reported(done)


def load_content(
    actor: Actor,
    content: Content,
    path: Path,
    *,
    dry_run: bool = False,
    replace: str | None = None,
    keep_sound: bool = False,
) -> Report:
    """As :func:`load`, for files that were read already: they are not read again."""

    def done() -> Report:
        actor.require_contribution("charger des fichiers")
        return _load(actor, content, path, dry_run=dry_run, replace=replace, keep_sound=keep_sound)

    return _reported(done)


def _reported(done: Callable[[], Report]) -> Report:
    try:
        return done()
    except AlreadyThereError as error:
        return Report("deja_chargee", message=f"Rien n'a été chargé deux fois. {error}")
    except RefusedError as error:
        return Report("refusee", message=f"Rien n'a été chargé. {error}")
    except Exception as error:  # noqa: BLE001 - the last net
        return Report("refusee", message=f"Rien n'a été chargé. {unforeseen.told(error)}")


def read_content(
    format_name: str, files: Sequence[Path], path: Path, answers: Answers | None = None, replace: str | None = None
) -> Content:
    """The files of one load, read with what the store at ``path`` remembers of their layout.

    UndecidedError when a person must say more, RefusedError for every other trouble; KeyError for an unknown format.
    """
    names.refuse_files(files)
    progress.begin(progress.READING)
    options: dict[str, Any] = {}
    if format_name in REMEMBERED:
        options["known"] = partial(matching.confirmed_columns, path)
    if format_name in NAMING:
        options["stored"] = partial(matching.stored_names, path, replace)
    if format_name in COMPARED:
        options |= {"store": path, "replaced": replace}
    if format_name in ASKING:
        options["said"] = checked(answers) if answers else None
    # What cannot be read is its reader's to say.
    batch = _read(reader_of(format_name), files, options)
    names.refuse_provenance(batch)
    return Content(format_name, batch, tuple(files), files_digest(files))


def _load(
    actor: Actor, content: Content, path: Path, *, dry_run: bool, replace: str | None, keep_sound: bool
) -> Report:
    job = _Job(content.batch, content.files, content.digest, actor, replace, keep_sound=keep_sound)
    if not _has_references(path):
        if dry_run:
            with tempfile.TemporaryDirectory() as folder:
                ensure_references(Path(folder))
                return _run(job, Path(folder), dry_run=True)
        ensure_references(path)
    return _run(job, path, dry_run=dry_run)


def _read(read: Callable[..., Batch], files: Sequence[Path], options: Mapping[str, Any]) -> Batch:
    """The batch of ``files``; RefusedError names them when their reader stumbles on what it did not foresee."""
    try:
        return read(files, **options)
    except RefusedError:
        raise
    except Exception as error:
        named = ", ".join(f"« {file.name} »" for file in files)
        raise RefusedError(f"{named} : lecture impossible. {unforeseen.told(error)}") from error


def load_made(batch: Batch, digest: str, path: Path, *, stem: str, replace: str | None) -> Report:
    """Load facts that the product made itself: no file, ``digest`` tells one making from another."""
    job = _Job(batch, (), digest, PRODUCT, replace, stem)
    try:
        ensure_references(path)
        return _run(job, path, dry_run=False)
    except RefusedError as error:
        return Report("refusee", message=f"Rien n'a été chargé. {error}")


def load_in_turn(actor: Actor, batch: Batch, digest: str, path: Path, sources: Sequence[Known], *, stem: str) -> Report:
    """Load facts that a person entered, for whoever holds the turn to write (``data.turn``): no file either.

    ``sources``: those of the store, read in that turn.
    """
    report, _ = _in_turn(_Job(batch, (), digest, actor, None, stem), path, sources, dry_run=False)
    return report


def ensure_references(path: Path) -> Report:
    """Make the store if it is not there, and bring its territory and label tables up to date."""
    if not integrity.ready(path):
        store.create(path)
    files = references.files()
    active = next((known for known in known_sources(path) if known.active and known.format == "references"), None)
    if active is not None and active.sha256 == files_digest(files):
        return Report("deja_chargee", source=active.source, message="Territoire et libellés à jour.")
    job = _Job(references.read(files), files, files_digest(files), PRODUCT, active.source if active else None)
    report = _run(job, path, dry_run=False)
    if report.exit_code:
        raise RuntimeError(f"the reference tables break the contract: {report.as_text()}")
    return report


def _has_references(path: Path) -> bool:
    """Whether the store is there with its territory: a creation that was killed is taken up where it stopped."""
    return integrity.ready(path) and any(known.active and known.format == "references" for known in known_sources(path))


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
    actor: Actor
    replace: str | None
    stem: str | None = None
    keep_sound: bool = False


def _run(job: _Job, path: Path, *, dry_run: bool) -> Report:
    """Stage one load, and write it in the actor's turn unless ``dry_run``."""
    named = ", ".join(f"« {file.name} »" for file in job.files) or f"« {job.batch.titre} »"
    with nullcontext() if dry_run else turn.taken(path, job.actor, f"charge {named}"):
        sources = known_sources(path)
        report, broken = _in_turn(job, path, sources, dry_run=dry_run)
        while job.keep_sound and broken and (sound := complement.without(job.batch, broken)) is not None:
            job = dataclasses.replace(job, batch=sound)
            report, broken = _in_turn(job, path, sources, dry_run=dry_run)
        return report


def _in_turn(job: _Job, path: Path, sources: Sequence[Known], *, dry_run: bool) -> tuple[Report, list[Reject]]:
    """The report of one load, and the lines that forbid it."""
    # What is staged is taken out of a batch: a load that is tried is loaded afterwards.
    batch = dataclasses.replace(job.batch)
    snapshot = integrity.content(path).snapshot
    if batch.against not in (None, snapshot):
        raise RefusedError("Le magasin a changé depuis que ce classeur lui a été comparé : relisez, puis recommencez.")
    same = next((known.source for known in sources if known.active and known.sha256 == job.digest), None)
    # A source that left lines out, because one that is gone held them, has more to bring.
    if same is not None and not leaning.lost(path, same):
        message = f"Déjà chargé : ce contenu est celui de la source « {same} ». Rien n'a été chargé deux fois."
        told = ["contenu déjà chargé, à l'octet près"]
        return Report("deja_chargee", same, batch.read, message=message, avertissements=told), []
    if job.replace is not None:
        replaced = active_source(sources, job.replace)
        require_own(job.actor, replaced.source, replaced.author, "remplacer")
    about = complement.checked(batch, sources, job.replace)
    stem = job.stem or complement.stem(batch) or names.stem(batch.format, job.files)
    source = names.free(sources, f"{batch.format}-{slug(stem, 40)}-{job.digest[:8]}")
    warnings = [*batch.warnings, *about]
    report = Report("chargee", source, batch.read, batch.kept, batch.read - batch.kept, batch.rejects, warnings)
    progress.begin(progress.CHECKING)
    with (
        store.open_lake(path, read_only=True, snapshot=snapshot, also=store.SEARCH_EXTENSIONS) as root,
        residues.stage(path) as folder,
    ):
        in_parts = batch.more is not None
        there = store.lake_columns(root, snapshot)
        if not in_parts and batch.kept < staging.ROW_GROUP:
            # Few rows meet many small tables: dividing each among threads costs more than it saves.
            root.execute("SET threads = 1")
        staging.prepare(root, there, job.replace, folder if in_parts else None)
        broken = _stage(root, job, batch, source, report)
        if report.etat != "chargee":
            return report, broken
        found = effects(root, there, job.replace)
        report.ajouts, report.autrement = found.added, found.changed
        report.deja = dict(Counter(report.deja) + Counter(found.known))
        report.retraits = found.removed
        if dry_run:
            report.etat, report.message = "simulation", f"Essai sans écriture. {_counts(report)}"
            return report, []
        progress.begin(progress.WRITING)
        _write(root, path, job, source, snapshot, report.gardees)
    report.message = f"Chargé : source « {source} ». {_counts(report)}"
    return report, []


def _stage(root: Connection, job: _Job, batch: Batch, source: str, report: Report) -> list[Reject]:
    """Fill ``arrivee``; turns the report into a refusal when anything forbids the load, and returns the lines that do
    so."""
    broken = staging.insert(root, batch, source)
    report.lues, report.gardees = batch.read, batch.kept
    staging.require_rights(root, job.actor)
    if broken:
        return _refuse(report, broken, "le contrat des données n'est pas respecté")
    # A row is set against the store under the identifiers that the store gives.
    matching.fill(root, batch.format)
    document = restated.same_document(root, batch.format, batch.titre, batch.completes)
    counted = restated.counted(batch.counted)
    comparison = compare(root, document.sources, counted)
    report.changements = [*batch.changes, *comparison.changes]
    if comparison.conflict:
        return _refuse(report, [], comparison.conflict)
    again = restated.settle(root, batch.format, document, counted)
    if again.otherwise:
        return _refuse(report, again.otherwise, "des lignes disent autrement ce que le magasin dit déjà")
    there = [*comparison.identical, *again.known]
    report.deja = dict(again.rows)
    report.avertissements = [*report.avertissements, *again.told]
    if _nothing_left(root, report, there, batch.nothing or "aucune ligne ne peut être gardée"):
        return []
    # What is published of the others, hence searched, is known when a copy is made.
    if batch.format not in UNREVIEWED:
        search_terms.fill(root)
    blocking, warnings = staging.run_checks(root)
    report.avertissements = [*report.avertissements, *map(describe, warnings), *staging.undated_people(root)]
    report.douteux = [*batch.doubts, *again.doubts, *warnings]
    if blocking:
        return _refuse(report, blocking, "des contrôles bloquants ont échoué")
    _sign(root, job, source, report)
    return []


def _nothing_left(root: Connection, report: Report, there: Sequence[Reject], why: str) -> bool:
    """Count the lines that are there already as not kept; whether nothing new is left, which the report then says:
    ``why``, where none is there already."""
    refused = len(report.rejets)
    report.rejets = [*report.rejets, *there]
    report.gardees = max(report.gardees - len(there), 0)
    report.refusees = report.lues - report.gardees
    if report.gardees and not (there and restated.is_empty(root)):
        return False
    if not there:
        _refuse(report, [], why)
    elif refused:
        counts = f"déjà là, à l'identique : {len(there)} ; refusées : {report.lues - len(there)}"
        _refuse(report, [], f"ce fichier ne dit rien de nouveau ({counts})")
    else:
        report.etat, report.refusees, report.gardees = "deja_chargee", report.lues, 0
        report.message = "Déjà chargé : tout ce que dit ce fichier est déjà là, à l'identique. Rien n'a été chargé."
    return True


def _refuse(report: Report, rejects: list[Reject], why: str) -> list[Reject]:
    report.etat = "refusee"
    report.rejets = [*report.rejets, *rejects]
    report.refusees, report.gardees = report.lues, 0
    report.message = f"Rien n'a été chargé : {why}."
    return rejects


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
            job.actor.name,
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


def _write(root: Connection, path: Path, job: _Job, source: str, snapshot: int, rows: int) -> None:
    """The one transaction, on the connection that holds the staged rows and read the store until now."""
    kind, message = "chargement", f"Chargement de « {source} »"
    if job.batch.format == ENTERED:
        kind, message = "saisie", f"Saisie « {source} »"
    if job.replace:
        kind, message = "remplacement", f"{message}, à la place de « {job.replace} »"
    root.execute("DETACH lake")
    store.attach(root, path)
    with store.transaction(root, path, job.actor, Entry(kind, message, source, rows)):
        if integrity.content(path).snapshot != snapshot:
            raise RefusedError("Un autre chargement vient de modifier le magasin : rien n'a été écrit, recommencez.")
        if job.replace is not None:
            remove(root, job.replace, "remplacee", source)
        for table in store.contract_tables():
            if root.execute(f"SELECT 1 FROM arrivee.{table} LIMIT 1").fetchone():
                root.execute(f"INSERT INTO lake.{table} BY NAME FROM arrivee.{table}")


def _counts(report: Report) -> str:
    told = ((report.lues, "lue"), (report.gardees, "gardée"), (report.refusees, "refusée"))
    return f"{', '.join(french.plural(count, word) for count, word in told)}."
