"""What a fiche declares about its action: places, key words, publics, who began it, partners, free texts."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.demo import words
from data.demo.actions import Actions
from data.demo.columns import Bools, Floats, Ints, Tables, chosen, constant, pick
from data.demo.place import NEIGHBOURS, Place, weights
from data.demo.plan import Plan
from data.demo.structures import Structures
from data.demo.truths import Planted

# Share of fiches that leave the field out.
NO_INITIATOR, NO_KEYWORD, NO_PUBLIC, NO_PARTNER = 0.06, 0.08, 0.05, 0.14
UNLISTED_KEYWORD = 0.006
# Share of fiches that give the ages of their public, and when they began to.
AGES_GIVEN = 0.12


def tables(plan: Plan, land: Place, structures: Structures, actions: Actions, planted: Planted, lot: int) -> Tables:
    """The tables ``actions_*``, the search terms apart."""
    return {
        "actions_lieux": _places(plan, land, structures, actions, planted, lot),
        "actions_mots_cles": _keywords(plan.stream("mots clés", lot), actions),
        "actions_publics": _publics(plan, actions, lot),
        "actions_initiateurs": _initiators(plan.stream("initiative", lot), actions, planted),
        "actions_partenaires": _partners(plan.stream("partenaires", lot), actions),
        "actions_textes": _texts(plan, actions, planted, lot),
    }


def _places(plan: Plan, land: Place, structures: Structures, actions: Actions, planted: Planted, lot: int) -> pa.Table:
    rng = plan.stream("lieux déclarés", lot)
    n = len(actions)
    main = np.flatnonzero(actions.commune >= 0)
    alone = np.flatnonzero(actions.commune < 0)
    more_action, more_commune = _other_communes(plan, land, actions)
    seat = np.flatnonzero(rng.random(n) < 0.7)
    reach = np.flatnonzero(rng.random(n) < 0.15)
    action = np.concatenate([main, more_action, alone, seat, reach])
    commune = np.concatenate(
        [
            actions.commune[main],
            more_commune,
            np.full(len(alone), -1),
            structures.commune[actions.structure[seat]],
            np.full(len(reach), -1),
        ]
    )
    sizes = [len(main) + len(more_action) + len(alone), len(seat), len(reach)]
    role = np.repeat([0, 1, 2], sizes)
    deduced = rng.random(len(action)) < np.array([0.2, 0.5, 0.0])[role]
    precision = np.where(commune < 0, 2, deduced.astype(np.int64))
    order = np.argsort(action, kind="stable")
    note = pa.nulls(len(action), pa.string())
    if planted.closed is not None and lot == 0:
        old = np.isin(action, planted.closed.actions) & (role == 0) & (commune == planted.closed.commune)
        note = pc.if_else(pa.array(old), planted.closed.note, note)
    columns = {
        "action_id": actions.ids.take(pa.array(action)),
        "role": pick(["lieu", "siege", "rayonnement"], role),
        "code_commune": pick(land.codes, commune),
        "code_departement": constant(plan.departement, len(action)),
        "precision": pick(["declaree", "deduite", "departement_seul"], precision),
        "texte_source": note,
    }
    rows = pa.array(order)
    return pa.table({name: values.take(rows) for name, values in columns.items()})


def _other_communes(plan: Plan, land: Place, actions: Actions) -> tuple[Ints, Ints]:
    """(action, commune) of every place beyond the first: the nearest communes, those planted empty left out."""
    wanted = np.minimum(np.maximum(actions.places - 1, 0), NEIGHBOURS)
    action = np.repeat(np.arange(len(actions)), wanted)
    rank = np.arange(len(action)) - np.repeat(np.cumsum(wanted) - wanted, wanted)
    commune = land.near[actions.commune[action], rank]
    kept = (commune >= 0) & (weights(plan, land)[commune] > 0)
    return action[kept], commune[kept]


def _listed(
    actions: Actions, column: str, labels: list[str], odds: Floats, rng: np.random.Generator, filled: Bools, sure: Ints
) -> pa.Table:
    """One row for each label drawn: ``odds`` by action and label; ``sure`` is the one every filled list has."""
    drawn = rng.random(odds.shape, dtype=np.float32) < odds
    drawn[np.arange(len(sure)), sure] = True
    action, label = np.nonzero(drawn & filled[:, None])
    return pa.table({"action_id": actions.ids.take(pa.array(action)), column: pick(labels, label)})


def _of_themes(lists: list[tuple[int, ...]], n_labels: int, inside: list[float], outside: float) -> Floats:
    """Odds by theme and label: those of the theme by rank, ``outside`` for the others."""
    odds = np.full((len(lists), n_labels), outside)
    for theme, own in enumerate(lists):
        odds[theme, list(own)] = inside[: len(own)]
    return odds


def _keywords(rng: np.random.Generator, actions: Actions) -> pa.Table:
    odds = _of_themes([t.keywords for t in words.THEMES], len(words.KEYWORDS), [0.8, 0.45, 0.35, 0.25], 0.03)
    odds[:, words.UNLISTED] = UNLISTED_KEYWORD
    first = np.array([t.keywords[0] for t in words.THEMES])[actions.theme]
    filled = rng.random(len(actions)) >= NO_KEYWORD
    return _listed(actions, "mot_cle", words.KEYWORDS, odds[actions.theme], rng, filled, first)


def _publics(plan: Plan, actions: Actions, lot: int) -> pa.Table:
    rng = plan.stream("publics", lot)
    odds = _of_themes([t.publics for t in words.THEMES], len(words.PUBLICS), [0.1, 0.3, 0.15], 0.04)
    own = [np.array(t.publics) for t in words.THEMES]
    first = np.array([publics[0] for publics in own])[actions.theme]
    filled = rng.random(len(actions)) >= NO_PUBLIC
    table = _listed(actions, "public", words.PUBLICS, odds[actions.theme], rng, filled, first)
    ages = plan.stream("âges", lot)
    n = table.num_rows
    label = pc.index_in(table["public"], pa.array(words.PUBLICS)).to_numpy()
    low, high = np.array(words.AGES)[label].T
    share = AGES_GIVEN
    moment = actions.moment[pc.index_in(table["action_id"], actions.ids).to_numpy()]
    # The form asks for ages since the last quarter only; without changes, as rarely all along.
    odds_given = np.where(moment > 0.75, 4 * share, 0.0) if plan.changes else np.full(n, share)
    given = ages.random(n) < odds_given
    young = given & (label == 3) & (ages.random(n) < 0.4)
    low, high = np.where(young, 18, low), np.where(young, 29, high)
    given_high = given & (high < 99)
    return table.append_column("age_min", pa.array(low.astype(np.int32), mask=~given)).append_column(
        "age_max", pa.array(high.astype(np.int32), mask=~given_high)
    )


def _initiators(rng: np.random.Generator, actions: Actions, planted: Planted) -> pa.Table:
    n = len(actions)
    resident = rng.random(n) < planted.resident_initiative(actions)
    alone = chosen(rng, [5, 3, 2], n)
    person, group = resident & (alone != 1), resident & (alone != 0)
    draws = rng.random((n, 3))
    partner, other = draws[:, 0] < 0.24, draws[:, 1] < 0.04
    centre = (draws[:, 2] < 0.62) | ~(resident | partner | other)
    filled = rng.random(n) >= NO_INITIATOR
    flags = np.column_stack([centre, person, group, partner, other]) & filled[:, None]
    action, label = np.nonzero(flags)
    return pa.table({"action_id": actions.ids.take(pa.array(action)), "initiateur": pick(words.INITIATORS, label)})


def _partners(rng: np.random.Generator, actions: Actions) -> pa.Table:
    n = len(actions)
    odds = np.full(len(words.PARTNERS), 0.09)
    # Most fiches carry the value that the form proposes.
    odds[0], odds[1], odds[3] = 0.86, 0.34, 0.42
    filled = rng.random(n) >= NO_PARTNER
    everywhere: Floats = np.broadcast_to(odds, (n, len(odds)))
    return _listed(actions, "partenaire", words.PARTNERS, everywhere, rng, filled, np.zeros(0, np.int64))


def _texts(plan: Plan, actions: Actions, planted: Planted, lot: int) -> pa.Table:
    """Free texts; « limites » is the one that the evaluation indicator reads."""
    rng = plan.stream("textes", lot)
    n = len(actions)
    limits = rng.random(n) < planted.limits_told(actions)
    kinds: list[tuple[str, list[str], npt.NDArray[np.bool_]]] = [("limites", words.LIMITS, limits)]
    if not plan.scale.full:
        kinds.append(("perspectives", words.OUTLOOKS, rng.random(n) < 0.5))
        kinds.append(("resultat_habitants", words.RESULTS, rng.random(n) < 0.45))
    parts = []
    for name, sentences, told in kinds:
        action = np.flatnonzero(told)
        parts.append(
            pa.table(
                {
                    "action_id": actions.ids.take(pa.array(action)),
                    "rubrique": constant(name, len(action)),
                    "rang": constant(1, len(action), pa.int32()),
                    "texte": pick(sentences, rng.integers(0, len(sentences), len(action))),
                }
            )
        )
    whole = pa.concat_tables(parts)
    return pa.table(dict(zip(whole.column_names, whole.columns, strict=True)))
