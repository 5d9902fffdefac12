"""Bring a store up to date with the territory, the label tables and the real facts of the repository."""

from collections.abc import Iterator
from pathlib import Path

from data import store
from data.actors import PRODUCT
from data.batch import RefusedError
from data.identifiers import slug
from data.loading.load import ensure_references, files_digest, load
from data.loading.sources import known_sources
from data.report import Report

FACTS = Path(__file__).with_name("facts")


def build(path: Path, *, empty: bool = False) -> Iterator[Report]:
    """One report for each source of the repository; those already there as they stand cost nothing.

    ``empty``: the territory and the label tables alone, for a département that brings its own facts.
    RefusedError when the store holds a demonstration.
    """
    yield ensure_references(path)
    if empty:
        return
    _refuse_made_up(path)
    for folder in sorted(folder for folder in FACTS.iterdir() if folder.is_dir()):
        files = fact_files(folder)
        yield load(PRODUCT, "faits", files, path, replace=_outdated(path, folder.name, files_digest(files)))


def _refuse_made_up(path: Path) -> None:
    made_up = next((known.source for known in known_sources(path) if known.active and known.format == "demo"), None)
    if made_up is not None:
        raise RefusedError(
            f"« {path} » tient une démonstration (« {made_up} ») : les faits réels ne s'y mêlent pas, choisissez un "
            "autre dossier avec --store."
        )


def fact_files(folder: Path) -> list[Path]:
    """The files that make one source of facts."""
    return sorted([*folder.glob("*.csv"), folder / "source.toml"])


def _outdated(path: Path, folder: str, digest: str) -> str | None:
    """The active source made from an older state of the same folder."""
    stem = f"faits-{slug(folder)}-"
    rows = store.ask_facts(path, "SELECT source, sha256 FROM sources WHERE format = 'faits' AND etat = 'active'")
    return next((source for source, sha256 in rows if source.startswith(stem) and sha256 != digest), None)
