"""Files that were dropped on the page and wait to be loaded: where they are, and what a person said of them."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.frame.scope import Scope
from data.intake.files import Given, receive
from data.intake.preview import Preview
from data.intake.recognition import Recognised, Together, recognise, together
from data.report import Report
from data.understanding import Understanding, joined
from queries.moved import Moves

# Where a session keeps it (``frame/session.py``).
KEY = "depot"


@dataclass(frozen=True)
class Loaded:
    """A load that was confirmed: its report, what was tried before it, the snapshot that the page showed before."""

    report: Report
    tried: Preview
    before: int


@dataclass(frozen=True)
class Load:
    """Files that make one load into one dataset; ``key`` tells it from the others of the page."""

    key: str
    together: Together

    @property
    def named(self) -> str:
        """« a.csv », « b.csv »."""
        return ", ".join(f"« {given.name} »" for given in self.together.files)


class Waiting:
    """What waits: the files' bytes are in a folder of its own, removed with it, at the latest when its session ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="observatoire-depot-"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
        self.refused: list[tuple[str, str]] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.replaced: dict[str, str] = {}
        self.loaded: dict[str, Loaded] = {}
        self._files: list[Given] = []
        self._kinds: dict[str, str] = {}
        self._recognised: list[Recognised] = []
        self._understood: dict[str, Understanding] = {}
        self._tried: tuple[object, Preview] | None = None
        self._foreseen: dict[object, Moves | str] = {}

    def receive(self, given: Iterable[tuple[str, bytes]]) -> None:
        """Take files (name, bytes) beside those that wait already; a content that waits already is not taken twice."""
        received = receive(self.folder, given)
        known = {file.sha256: file.name for file in self._files}
        self.refused = list(received.refused)
        for file in received.files:
            if file.sha256 in known:
                file.path.unlink()
                said = f"« {file.name} » est le même fichier que « {known[file.sha256]} », qui attend déjà."
                self.refused.append((file.name, said))
            else:
                self._files.append(file)
        self._recognised = recognise(self._files, self._kinds)

    def say_kind(self, sha256: str, kind: str) -> None:
        """A person says of which kind a file is."""
        self._kinds[sha256] = kind
        self._recognised = recognise(self._files, self._kinds)

    def answer(self, load: str, said: Mapping[str, Any]) -> None:
        """A person answers about the columns of a load, over what they said before."""
        self.answers[load] = joined(self.answers.get(load, {}), said)

    @property
    def recognised(self) -> list[Recognised]:
        """What each file is."""
        return self._recognised

    def loads(self, scope: Scope) -> list[Load]:
        """The loads that these files make, into the dataset that is looked at."""
        return [Load(_key(scope, one), one) for one in together(self._recognised)]

    def tried(self, scope: Scope, load: Load, preview: Callable[[], Preview]) -> Preview:
        """The load, tried once for what the store holds, who asks and what they answered."""
        key = self._trial(scope, load)
        if self._tried is None or self._tried[0] != key:
            self._tried = (key, preview())
        tried = self._tried[1]
        if tried.understanding.columns:
            self._understood[load.key] = tried.understanding
        return tried

    def foreseen(self, scope: Scope, load: Load) -> Moves | str | None:
        """What this load would move, or why that cannot be told (French); None: nobody asked yet, or the store, the
        answers or who asks are others since."""
        return self._foreseen.get(self._trial(scope, load))

    def foresee(self, scope: Scope, load: Load, found: Moves | str) -> None:
        """Keep what a load would move, for as long as what it was computed from is the same."""
        self._foreseen[self._trial(scope, load)] = found

    def _trial(self, scope: Scope, load: Load) -> object:
        """What a trial of a load depends on: its files, the content of the store, who asks, what they said."""
        said, replaced = repr(self.answers.get(load.key)), self.replaced.get(load.key) or None
        return load.key, scope.copy.key, scope.actor, said, replaced

    def understood(self, load: Load, tried: Preview) -> Understanding:
        """How its columns are read; where an answer cannot be, how they were before it."""
        if tried.understanding.columns or not self.answers.get(load.key):
            return tried.understanding
        return self._understood.get(load.key, tried.understanding)


def _key(scope: Scope, one: Together) -> str:
    digests = "\n".join(sorted(given.sha256 for given in one.files))
    return f"{scope.dataset.key}-{one.kind}-{hashlib.sha256(digests.encode()).hexdigest()[:12]}"
