"""What an attacker makes of the snapshots of stores that nobody tuned for: ``python -m tests.tools.attack_seeds SEED…``

Each seed is a demonstration (three loads). Then, each a snapshot of its own: small actions loaded beside others that
are withheld, one file after the other; the parts of wholes that were withheld, and a small count corrected, by a form;
the last campaign undone, then put back. The attacker of ``tests.tools.snapshots`` reads each snapshot alone, each with
the next, and all of them. One line of JSON a store.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from data import store
from data.batch import RefusedError
from data.demo.command import load_demo
from data.entering.forms import Quantity
from data.loading.load import load
from data.loading.undo import restore, undo
from queries.copy import earlier
from tests.small.entered import corrected
from tests.small.facts import SMALL, write_folder
from tests.small.people import CHIEF, KEEPER
from tests.tools.snapshots import Told, recovered, told

VOLUNTEERS, STAFF, WHOLE = "benevoles", "professionnels", "personnes_mobilisees"
# Small counts that stand alone: of a quantity, an action and a year, with a commune where the action stands.
_SMALL = """
SELECT sujet_id, annee, any_value(valeur), any_value(code_commune ORDER BY code_commune)
FROM lake.mesures JOIN lake.actions_lieux ON action_id = sujet_id
WHERE sujet_type = 'action' AND etat = 'validee' AND annee IS NOT NULL AND grandeur = $what AND code_commune IS NOT NULL
  AND (sujet_id, annee) NOT IN (
      SELECT (sujet_id, annee) FROM lake.mesures WHERE list_contains($without, grandeur) AND annee IS NOT NULL
  )
GROUP BY ALL HAVING count(DISTINCT valeur) = 1 AND any_value(valeur) BETWEEN $least AND $most ORDER BY ALL
"""
_CAMPAIGNS = "SELECT source FROM lake.sources WHERE source LIKE 'saisie-demonstration-campagne-%' ORDER BY source"


def main(arguments: Sequence[str]) -> int:
    """Attack the stores of these seeds; 1 when something was recovered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="+", type=int)
    parser.add_argument("--years", default="2022-2025", help="of the demonstrations, as in « python -m data demo »")
    parser.add_argument("--stores", type=Path, help="folder of demonstrations by seed; those missing are made")
    parser.add_argument("--as-loaded", action="store_true", help="the three loads alone, without the changes")
    asked = parser.parse_args(arguments)
    fallen = 0
    for seed in asked.seeds:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "demo"
            _store(seed, asked.years, asked.stores, path)
            line = {"graine": seed, **attacked(path, None if asked.as_loaded else seed, Path(place))}
        fallen += line["tombent"]
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return int(fallen > 0)


def _store(seed: int, years: str, stores: Path | None, path: Path) -> None:
    if stores is not None and (stores / str(seed)).exists():
        shutil.copytree(stores / str(seed), path, ignore=shutil.ignore_patterns("lecture"))
        return
    first, last = map(int, years.split("-"))
    report = load_demo(seed, (first, last), "S", path)
    if report.exit_code:
        raise RefusedError(report.as_text())


def attacked(path: Path, seed: int | None, folder: Path) -> dict[str, Any]:
    """Change a store (unless ``seed`` is None), then attack all that its snapshots tell: what was tried, what fell."""
    told_first = len(earlier.telling(path))
    changes = [] if seed is None else list(_change(path, np.random.default_rng(seed), folder))
    readings = [told(path, number) for number in earlier.telling(path)]
    tries = {
        "seuls": [recovered([one]) for one in readings],
        "paires": [recovered(pair) for pair in pairwise(readings)],
        "ensemble": [recovered(readings)],
    }
    # What a reading before those that are put together told is known to whoever reads it.
    known = {(count, value) for one in readings for count, value in one.told.items() if value is not None}
    tries["seuls"], tries["paires"] = (_without(known, tries[name]) for name in ("seuls", "paires"))
    fallen = {repr(count) for found in tries.values() for each in found for count in each}
    return {
        "instantanes": len(readings), "dont_charges": told_first, "changements": changes,
        "effectifs": len(readings[-1].counts), "tus": _withheld(readings[-1]), "tus_en_tout": _ever(readings),
        "tombent": len(fallen), **{name: sum(map(len, found)) for name, found in tries.items()},
        "lesquels": sorted(fallen)[:20],
    }  # fmt: skip


def _without(known: set[Any], tries: Sequence[dict[Any, float]]) -> list[dict[Any, float]]:
    return [{key: value for key, value in found.items() if key not in known} for found in tries]


def _withheld(one: Told) -> int:
    return sum(value is None for value in one.told.values())


def _ever(readings: Sequence[Told]) -> int:
    """Counts, with their number, that some reading withholds."""
    return len({(count, one.counts[count]) for one in readings for count, n in one.told.items() if n is None})


def _change(path: Path, rng: np.random.Generator, folder: Path) -> Iterator[str]:
    """Make every change, and name it."""
    alone = _found(path, rng, what=VOLUNTEERS, without=[], least=1, most=2)
    wholes = _found(path, rng, what=WHOLE, without=[VOLUNTEERS, STAFF], least=2, most=6)
    for number, (_, year, _, commune) in enumerate(alone[:1]):
        _load_beside(path, folder / f"petite-{number}", f"petite-{number}", commune, year)
        yield "petite action"
    for action, year, value, _ in wholes[:2]:
        said = ((VOLUNTEERS, 1), (STAFF, value - 1))
        corrected(path, action, quantites=tuple(Quantity(what, year, "exacte", n) for what, n in said))
        yield "parties d'un tout"
    for action, year, value, _ in alone[1:2]:
        corrected(path, action, quantites=(Quantity(VOLUNTEERS, year, "exacte", value + 4),))
        yield "correction"
    with store.open_lake(path, read_only=True) as lake:
        campaign = lake.execute(_CAMPAIGNS).fetchall()[-1][0]
    undo(CHIEF, path, campaign)
    yield "annulation"
    restore(CHIEF, path, campaign)
    yield "rétablissement"


def _found(path: Path, rng: np.random.Generator, **asked: Any) -> list[tuple[str, int, float, str]]:
    with store.open_lake(path, read_only=True) as lake:
        rows = lake.execute(_SMALL, asked).fetchall()
    return [rows[place] for place in rng.permutation(len(rows))]


def _load_beside(path: Path, folder: Path, ref: str, commune: str, year: int) -> None:
    counts = {VOLUNTEERS: 1, STAFF: 1, WHOLE: 2, "participants_distincts": 2}
    rows = {
        "structures": SMALL["structures"],
        "actions": [dict(SMALL["actions"][1]) | {"ref": ref, "titre": ref}],
        "actions_lieux": [{"action_id": ref, "role": "lieu", "code_commune": commune, "precision": "declaree"}],
        "mesures": [
            {
                "sujet_type": "action", "sujet_id": ref, "grandeur": what, "annee": str(year), "valeur": str(value),
                "precision": "exacte", "etat": "validee",
            }
            for what, value in counts.items()
        ],
    }  # fmt: skip
    report = load(KEEPER, "faits", write_folder(folder, rows, ref), path)
    if report.exit_code:
        raise RefusedError(report.as_text())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
