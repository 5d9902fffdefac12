"""Structures, their agréments, and the projets sociaux of the intercommunalités; none of them exists."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo import words
from data.demo.columns import (
    Ints,
    Tables,
    chosen,
    constant,
    first_day,
    joined,
    known,
    last_day,
    pick,
    text_of,
)
from data.demo.place import Place, silent_communes
from data.demo.plan import Plan

TYPES = ["centre_social", "evs", "ccas", "association"]
_SHARES = [0.25, 0.25, 0.2, 0.3]
PROJECT_YEARS = 4


@dataclass(frozen=True)
class Structures:
    """Arrays by structure; ``commune`` and ``bassin`` are positions in the Place."""

    ids: pa.Array
    names: pa.Array
    kind: Ints
    commune: Ints
    bassin: Ints

    def near(self, rng: np.random.Generator, bassin: Ints) -> Ints:
        """One structure for each action, of its bassin when it has one; a few of them run many actions."""
        odds = rng.lognormal(0, 0.6, len(self.commune))
        found = chosen(rng, odds, len(bassin))
        for position in np.unique(bassin[bassin >= 0]):
            its = np.flatnonzero(self.bassin == position)
            actions = np.flatnonzero(bassin == position)
            if len(its):
                found[actions] = its[chosen(rng, odds[its], len(actions))]
        return found


def draw(plan: Plan, land: Place, n: int) -> Structures:
    """``n`` structures, at least two in each bassin, seated in the larger communes."""
    rng = plan.stream("structures")
    odds = np.maximum(land.population, 1) ** 0.9
    odds[silent_communes(plan, land)] = 0
    commune = chosen(rng, odds, n)
    for rank in range(len(land.bassins)):
        its = np.where(land.bassin == rank, odds, 0)
        if its.any() and 2 * rank + 2 <= n:
            commune[2 * rank : 2 * rank + 2] = chosen(rng, its, 2)
    kind = chosen(rng, _SHARES, n)
    kind[: min(n, len(TYPES))] = np.arange(min(n, len(TYPES)))
    return Structures(
        ids=joined(f"s{plan.departement}-", text_of(np.arange(n), 5)),
        names=_names(land, kind, commune),
        kind=kind,
        commune=commune,
        bassin=land.bassin[commune],
    )


def _names(land: Place, kind: Ints, commune: Ints) -> pa.Array:
    """Names that no structure bears, told apart by a number when they recur."""
    labels = {0: words.CENTRES, 1: words.EVS, 3: words.ASSOCIATIONS}
    names: list[str] = []
    seen: dict[str, int] = {}
    for rank, (own_kind, where) in enumerate(zip(kind, commune, strict=True)):
        town = land.noms[where]
        if own_kind == 2:
            name = f"CCAS fictif ({town})"
        else:
            own = labels[int(own_kind)][rank % len(labels[int(own_kind)])]
            name = {0: f"Centre social {own} ({town})", 1: f"EVS {own} ({town})"}.get(int(own_kind), f"{own} ({town})")
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return pa.array(names)


def tables(plan: Plan, land: Place, structures: Structures) -> Tables:
    """``structures`` and ``agrements``."""
    rng = plan.stream("identités")
    n = len(structures.commune)
    town = pick(land.codes, structures.commune, rng.random(n) < 0.06)
    siret = [fictive_siret(number) for number in range(n)]
    rna = [f"W{number:09d}" for number in range(n)]
    return {
        "structures": pa.table(
            {
                "structure_id": structures.ids,
                "nom": structures.names,
                "type": pick(TYPES, structures.kind, rng.random(n) < 0.03),
                "code_departement": constant(plan.departement, n),
                "code_commune": town,
                "siret": pa.array(siret, mask=rng.random(n) < 0.45),
                "rna": pa.array(rna, mask=(structures.kind != 3) | (rng.random(n) < 0.5)),
            }
        ),
        "agrements": _agrements(plan, structures),
    }


def _agrements(plan: Plan, structures: Structures) -> pa.Table:
    """The CAF's, four years long; the current one of each centre social and EVS, ending up to four years ahead."""
    rng = plan.stream("agréments")
    agreed = np.flatnonzero(structures.kind <= 1)
    n = len(agreed)
    begins = plan.last - rng.integers(0, PROJECT_YEARS, n)
    objects = ["Centre social", "Espace de vie sociale"]
    unknown = rng.random(n) < 0.08
    return pa.table(
        {
            "structure_id": structures.ids.take(pa.array(agreed)),
            "organisme": constant("CAF", n),
            "objet": pick(objects, structures.kind[agreed]),
            "debut": known(first_day(begins), unknown),
            "fin": known(last_day(begins + PROJECT_YEARS - 1), unknown),
            "precision": pick(["annee", "inconnue"], unknown.astype(np.int64)),
        }
    )


def projects(plan: Plan, land: Place, structures: Structures) -> Tables:
    """One projet social for each intercommunalité where a centre social sits, in its present period."""
    rng = plan.stream("projets sociaux")
    rows: dict[str, list[dict[str, object]]] = {
        "projets_sociaux": [],
        "projets_axes": [],
        "projets_structures": [],
        "projets_territoires": [],
    }
    ids = structures.ids.to_pylist()
    by_epci: dict[str, list[int]] = {}
    for rank in np.flatnonzero(structures.kind <= 1).tolist():
        epci = land.epci[structures.commune[rank]]
        if epci is not None:
            by_epci.setdefault(epci, []).append(rank)
    for epci, members in sorted(by_epci.items()):
        project = f"projet-{plan.departement}-{epci}"
        begins = plan.last - int(rng.integers(0, PROJECT_YEARS))
        rows["projets_sociaux"].append(_project(project, epci, begins))
        axes = rng.permutation(len(words.AXES))[: rng.integers(3, 6)]
        rows["projets_axes"] += [
            {"projet_id": project, "rang": rang, "intitule": words.AXES[axe], "transversal": False}
            for rang, axe in enumerate(axes, start=1)
        ]
        rows["projets_territoires"].append(_reach(project, None, None, epci, "rayonnement"))
        for order, rank in enumerate(members):
            role = "coordination" if order == 0 else "membre"
            rows["projets_structures"].append({"projet_id": project, "structure_id": ids[rank], "role": role})
            town = land.codes[structures.commune[rank]]
            rows["projets_territoires"].append(_reach(project, ids[rank], town, None, "local"))
    return {name: pa.Table.from_pylist(lines) for name, lines in rows.items() if lines}


def _project(project: str, epci: str, begins: int) -> dict[str, object]:
    years = np.array([begins, begins + PROJECT_YEARS - 1])
    return {
        "projet_id": project,
        "titre": f"Projet social fictif {begins}-{begins + PROJECT_YEARS - 1}",
        "code_epci": epci,
        "debut": first_day(years)[0].item(),
        "fin": last_day(years)[1].item(),
        "precision": "annee",
    }


def _reach(project: str, structure: str | None, town: str | None, epci: str | None, role: str) -> dict[str, object]:
    return {
        "projet_id": project,
        "structure_id": structure,
        "code_commune": town,
        "code_epci": epci,
        "role": role,
    }


def fictive_siret(number: int) -> str:
    """A SIRET that passes the Luhn key (SIREN and SIRET) and that INSEE cannot have given: it begins with 0000."""
    siren = _with_key(f"0000{number:04d}")
    return _with_key(f"{siren}0001")


def _with_key(digits: str) -> str:
    """The digits, then the one that makes the Luhn sum a multiple of ten."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        double = int(digit) * (2 if rank % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return f"{digits}{-total % 10}"
