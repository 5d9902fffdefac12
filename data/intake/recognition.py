"""What each file is, by what it holds: its format, its publisher, how sure, and why; then which files load together.

Each format answers for itself (``CLAIMS`` of ``data/importers/``): a new one is recognised by registering there. A name
never decides; a person may, by saying another kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import unforeseen
from data.batch import RefusedError
from data.importers import CLAIMS, MAPPED, TOGETHER, WORDS, claim_of
from data.intake.files import Given
from data.reading.look import CERTAIN, PROBABLE, UNKNOWN, Claim, Confidence, Look

# A file that says how to read another one, given with it.
MAPPING = "correspondance"
_MAPPING_KEYS = {"colonnes", "constantes", "feuilles", "variables", "divisions", "commune", "genre"}
_RANK = {CERTAIN: 0, PROBABLE: 1, UNKNOWN: 2}


@dataclass(frozen=True)
class Recognised:
    """One file: its ``kind`` is a format, ``correspondance``, or None when nothing claims it; ``why`` is one French
    sentence. ``others`` are the kinds that claim it too, less surely. ``recipe``: the name of the known publication."""

    file: Given
    kind: str | None
    confidence: Confidence
    why: str
    publisher: str | None = None
    recipe: str | None = None
    others: tuple[Claim, ...] = ()

    @property
    def words(self) -> str:
        """What people call its kind."""
        return "correspondance des colonnes" if self.kind == MAPPING else WORDS.get(self.kind or "", "inconnu")


@dataclass(frozen=True)
class Together:
    """Files that make one load of one format, in the order to give them in; ``missing`` is what lacks (French)."""

    kind: str
    files: tuple[Given, ...]
    missing: str | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where they are."""
        return tuple(given.path for given in self.files)


def recognise(files: Sequence[Given], corrections: Mapping[str, str] | None = None) -> list[Recognised]:
    """What each file is. ``corrections``: SHA-256 of a file → the kind that a person says it is.

    Nothing is raised: a file that cannot be read is of no kind, and says why. ValueError for a kind that is none.
    """
    said = corrections or {}
    if wrong := set(said.values()) - {*CLAIMS, MAPPING}:
        raise ValueError(f"unknown kinds: {sorted(wrong)}")
    return [_recognised(given, said.get(given.sha256)) for given in files]


def together(recognised: Sequence[Recognised]) -> list[Together]:
    """The loads that these files make: one a file, but for the formats whose files are read with each other.

    A mapping goes with the one file of a format that has mappings; when there are several, it goes with none.
    """
    loads = [Together(one.kind, (one.file,)) for one in recognised if one.kind and one.kind not in (MAPPING, *TOGETHER)]
    for kind in TOGETHER:
        own = [one.file for one in recognised if one.kind == kind]
        for folder in dict.fromkeys(given.path.parent for given in own):
            loads.append(_gathered(kind, tuple(given for given in own if given.path.parent == folder)))
    mappings = [one.file for one in recognised if one.kind == MAPPING]
    mapped = [load for load in loads if load.kind in MAPPED]
    if len(mappings) == len(mapped) == 1:
        with_mapping = Together(mapped[0].kind, (*mapped[0].files, mappings[0]))
        loads = [with_mapping if load is mapped[0] else load for load in loads]
    return loads


def _gathered(kind: str, files: tuple[Given, ...]) -> Together:
    if kind == "faits" and not any(given.path.name == "source.toml" for given in files):
        return Together(kind, files, 'Il manque « source.toml », qui dit le titre de la source : titre = "…".')
    if kind == "postes" and all(_only_places(given) for given in files):
        return Together(kind, files, "Des contrats de ville sans liste de postes : déposez-les avec les postes.")
    return Together(kind, files)


def _only_places(given: Given) -> bool:
    try:
        look = Look(given.path)
        return look.container == "json" and isinstance(look.content, dict)
    except RefusedError:
        return False


def _recognised(given: Given, said: str | None) -> Recognised:
    look = Look(given.path, given.name)
    try:
        if said is not None:
            return Recognised(given, said, CERTAIN, "Vous l'avez dit.")
        if _is_mapping(look):
            return Recognised(given, MAPPING, CERTAIN, "Un fichier TOML qui dit quelle colonne est quoi.")
        claims = [claim for name in CLAIMS if (claim := _claimed(name, look)) is not None]
    except RefusedError as error:
        return Recognised(given, None, UNKNOWN, str(error))
    except Exception as error:  # noqa: BLE001 - the last net: a file may hold anything
        return Recognised(given, None, UNKNOWN, unforeseen.told(error))
    if not claims:
        return Recognised(given, None, UNKNOWN, _nothing(look))
    best, *others = sorted(claims, key=lambda claim: _RANK[claim.confidence])
    return Recognised(given, best.format, best.confidence, best.why, best.publisher, best.recipe, tuple(others))


def _claimed(name: str, look: Look) -> Claim | None:
    """What a format answers; a file that it cannot read is not its own, unless no format can."""
    if look.container != "json":
        _ = look.grids  # Raises what every reader of tables would.
    try:
        return claim_of(name)(look)
    except RefusedError:
        return None


def _is_mapping(look: Look) -> bool:
    if look.container != "texte":
        return False
    return bool(look.toml) and bool(set(look.toml or {}) & _MAPPING_KEYS)


def _nothing(look: Look) -> str:
    """Why no format claims a file, from what it is made of."""
    if look.container == "json":
        return "Du JSON, mais ni une liste de postes, ni des contrats de ville."
    rows = [row for grid in look.grids for row in grid.rows[:1]]
    shown = ", ".join(f"« {str(cell)[:40]} »" for row in rows for cell in row[:6] if cell is not None)
    return (
        f"Ses colonnes ne sont celles d'aucun format ({shown[:300] or 'aucune'}). Dites ce que c'est, ou téléchargez "
        "le modèle qui convient et recopiez-y les lignes."
    )
