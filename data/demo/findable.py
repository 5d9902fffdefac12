"""What of a demonstration is told by when, and from when each planted truth can be found: the rest of the truths file.

A truth about one fact can be found once that fact is told; one about a share, once enough of the fiches that it counts
tell the fields it needs. What nobody tells is found by nobody, and the file says so.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.columns import Bools, Ints, Tables
from data.demo.coverage import CAMPAIGNS, FICHES, Schedule
from data.demo.telling import Told
from data.demo.truths import DEFAULT_COUNT

# Part of the fiches, in %, under which the shipped catalogue shows no value, and none about amounts.
ENOUGH, ENOUGH_AMOUNTS = 70, 60
# Times that a structure must have written the same number before anybody takes it for a habit.
OFTEN = 10
_SILENT = "les structures qui n'ont pas répondu, ou qui l'ignorent, ne le disent nulle part"
_AT_ONCE = "dit dès les fiches, comme dans les vraies"


def stages(schedule: Schedule) -> list[str]:
    """What the snapshots are called, in order."""
    return ["fiches", *(f"campagne {schedule.year_of(number)}" for number in CAMPAIGNS)]


def covered(schedule: Schedule, told: Told) -> dict[str, Any]:
    """Field → part of the fiches, in %, that tell it after each load, in all and by bassin of their structure."""
    everywhere = np.ones(len(schedule), bool)
    bassin = schedule.structures.bassin[schedule.structure]
    codes = [place.code for place in schedule.land.bassins]
    return {
        "apres": stages(schedule),
        "structures": len(np.unique(schedule.structure)),
        "structures_sollicitees": [0, *(int(schedule.asked[number].sum()) for number in CAMPAIGNS)],
        "structures_qui_ont_repondu": [0, *(int(schedule.answered[number].sum()) for number in CAMPAIGNS)],
        "pourcent": {name: _percents(wave, everywhere) for name, wave in told.waves.items()},
        "pourcent_par_bassin": {
            code: {name: _percents(wave, bassin == rank) for name, wave in told.waves.items()}
            for rank, code in enumerate(codes)
            if (bassin == rank).any()
        },
    }


def findable(schedule: Schedule, told: Told, truths: Mapping[str, Any]) -> dict[str, Any]:
    """Truth → from which load it can be found (``des``, None: never), what was told by then, and why not before."""
    parts = [told.fiches, *(told.returns[number] for number in CAMPAIGNS)]
    names = stages(schedule)

    def one_by_one(wanted: Sequence[str], among: Callable[[Tables], pa.Array | pa.ChunkedArray]) -> dict[str, Any]:
        return _one_by_one(names, wanted, [set(among(part).to_pylist()) for part in parts])

    share = _Shares(schedule, told, names)
    last, small = schedule.plan.last, truths["petits_effectifs"]
    closed, default = truths["code_commune_disparu"], truths["valeur_par_defaut"]["structure"]
    return {
        "progres": share.of_drift(truths["progres"]),
        "recul": share.of_drift(truths["recul"]),
        "ecart_de_financement": share.of_gap(truths["ecart_de_financement"]),
        "communes_sans_action": share.of_places(),
        "code_commune_disparu": closed and one_by_one(closed["actions"], _placed_by_note),
        "petits_effectifs": one_by_one(small["actions"], lambda part: _counted(part, small["grandeur"], last)),
        "perdront_leur_financeur_principal": one_by_one(
            truths["perdront_leur_financeur_principal"], lambda part: _granted(part, last)
        ),
        "budgets_qui_ne_tombent_pas_juste": one_by_one(truths["budgets_qui_ne_tombent_pas_juste"], _itemised),
        "valeur_par_defaut": _habit(names, [_repeated(schedule, part, default) for part in parts]),
        "valeur_constante": {"des": names[0], "pourquoi": _AT_ONCE},
        "methode_de_comptage_changee": {"des": names[0], "pourquoi": "les événements sont dits en entier"},
        "affluence_contredite": {"des": names[0], "pourquoi": "les événements sont dits en entier"},
    }


def _percents(wave: Ints, among: Bools) -> list[float]:
    """Of some actions, those that tell a field after each load."""
    return [round(100 * float((wave[among] <= number).mean()), 1) for number in (FICHES, *CAMPAIGNS)]


class _Shares:
    """Truths about a share of the fiches."""

    def __init__(self, schedule: Schedule, told: Told, names: list[str]) -> None:
        self.schedule, self.waves, self.names = schedule, told.waves, names

    def of_drift(self, drift: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """What changes among the actions of one bassin by the day on which they start."""
        if drift is None:
            return None
        ranks = [place.code for place in self.schedule.land.bassins]
        own = self.schedule.structures.bassin[self.schedule.structure] == ranks.index(drift["territoire"])
        what = "date de début de ses actions, sans laquelle une action n'est comptée dans aucune année"
        return self._since(_percents(self.waves["dates"], own), ENOUGH, what)

    def of_gap(self, gap: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """What one bassin is granted beside the others: amounts that stand where the action takes place."""
        if gap is None:
            return None
        both = np.maximum(self.waves["montants accordés"], self.waves["lieux"])
        everywhere = np.ones(len(self.schedule), bool)
        return self._since(_percents(both, everywhere), ENOUGH_AMOUNTS, "montant accordé et commune de l'action")

    def of_places(self) -> dict[str, Any]:
        """Communes without any action: until most fiches tell their place, an empty one proves nothing."""
        everywhere = np.ones(len(self.schedule), bool)
        return self._since(_percents(self.waves["lieux"], everywhere), ENOUGH, "commune de l'action")

    def _since(self, percents: list[float], enough: int, what: str) -> dict[str, Any]:
        since = next((name for name, told in zip(self.names, percents, strict=True) if told >= enough), None)
        why = f"il faut que {enough} % des fiches disent : {what} ; {_SILENT}"
        return {"des": since, "pourcent": percents, "pourquoi": why}


def _one_by_one(names: list[str], wanted: Sequence[str], told: list[set[str]]) -> dict[str, Any]:
    """Facts planted one by one: which can be found after which load; ``des``: the first that tells any."""
    found = {name: [each for each in wanted if each in part] for name, part in zip(names, told, strict=True)}
    never = [each for each in wanted if not any(each in part for part in told)]
    since = next((name for name, those in found.items() if those), None)
    return {"des": since, "dits": found, "jamais_dits": never, "pourquoi": _SILENT if never else "tous sont dits"}


def _habit(names: list[str], counts: list[int]) -> dict[str, Any]:
    total = np.cumsum(counts).tolist()
    since = next((name for name, n in zip(names, total, strict=True) if n > OFTEN), None)
    why = f"il faut plus de {OFTEN} fois le même nombre pour y voir une habitude ; {_SILENT}"
    return {"des": since, "fois": total, "pourquoi": why}


def _placed_by_note(part: Tables) -> pa.ChunkedArray:
    places = part["actions_lieux"]
    return places.filter(pc.is_valid(places["texte_source"]))["action_id"]


def _counted(part: Tables, grandeur: str, year: int) -> pa.ChunkedArray:
    rows = part["mesures"]
    asked = pc.and_(pc.equal(rows["grandeur"], grandeur), pc.fill_null(pc.equal(rows["annee"], year), False))
    return rows.filter(asked)["sujet_id"]


def _granted(part: Tables, year: int) -> pa.ChunkedArray:
    rows = part["financements"]
    known = pc.and_(pc.is_valid(rows["accorde_eur"]), pc.fill_null(pc.equal(rows["exercice"], year), False))
    return rows.filter(known)["sujet_id"]


def _itemised(part: Tables) -> pa.Array:
    return pc.unique(part["lignes_budget"]["budget_id"])


def _repeated(schedule: Schedule, part: Tables, structure: str) -> int:
    """Times that a structure says the default number of participants, exactly."""
    rows = part["mesures"]
    people = pc.equal(rows["grandeur"], "participants_distincts")
    asked = pc.and_(people, pc.equal(rows["valeur"], float(DEFAULT_COUNT)))
    about = schedule.positions(rows.filter(pc.fill_null(asked, False))["sujet_id"])
    (rank,) = np.flatnonzero(np.asarray(schedule.structures.ids) == structure)
    return int((schedule.structure[about] == rank).sum())
