"""Whoever kept what earlier snapshots told recovers no count of any of them; without care, one subtraction gives it.

By hand, on the year 2019 of ``docs/secrecy.md``, counted twice: as volunteers, and as people, of which all years
together are told too.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from data.entering.forms import Quantity
from data.identifiers import action_id
from data.loading.load import load
from data.loading.undo import undo
from queries import ask_records
from queries.copy import reading
from tests import ROOT
from tests.queries.copy.secrecy.test_disclosure import action, count
from tests.queries.copy.secrecy.test_reasons import SESSIONS
from tests.small.entered import corrected as corrected_by_form
from tests.small.facts import CENTRE, SMALL, write_folder
from tests.small.people import CHIEF, KEEPER
from tests.tools.snapshots import Told, newest, recovered, told, told_and_alone

PEOPLE, VOLUNTEERS = "participants_distincts", "benevoles"
PLACES = {
    "jardin": "03190", "chorale": "03190", "atelier": "03321", "cine": "03310", "bal": "03095", "fete": "03185",
    "tricot": "03190", "rando": "03190", "lecture": "03310",
}  # fmt: skip
FIRST = {"jardin": 2, "chorale": 12, "atelier": 9, "cine": 15, "bal": 8, "fete": 20}
Counts = Mapping[str, int]
Attendance = Mapping[str, Mapping[tuple[str, str | None], int]]


class Store:
    """A store that the test loads into, one source after the other."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder, self.sources = path, folder, 0

    def hold(self, attendance: Attendance, replace: str | None = None) -> str:
        """Load sessions of one committee as one source: session → college and bassin → present."""
        facts = {
            "instances": SESSIONS["instances"],
            "seances": [
                {"seance_id": ref, "instance_id": "comite", "tenue_le": f"2021-{month:02d}-01", "precision": "jour"}
                for month, ref in enumerate(attendance, 1)
            ],
            "presences": [
                {"seance_id": ref, "college": college, "code_zone": zone, "presents": str(n), "precision": "exacte"}
                for ref, rows in attendance.items() for (college, zone), n in rows.items()
            ],
        }  # fmt: skip
        return self._load(facts, replace)

    def load(self, counts: Counts, year: int = 2019, replace: str | None = None) -> str:
        """Load the counts of some actions as one source; return its name."""
        facts: dict[str, Any] = {
            "structures": SMALL["structures"],
            "actions": [action(ref, ref) for ref in counts],
            "actions_lieux": [
                {"action_id": ref, "role": "lieu", "code_commune": PLACES[ref], "precision": "declaree"}
                for ref in counts
            ],
            "mesures": [
                count(ref, what, value, str(year)) for ref, value in counts.items() for what in (PEOPLE, VOLUNTEERS)
            ],
        }
        return self._load(facts, replace)

    def tell(self, counts: Mapping[str, Counts], replace: str | None = None) -> str:
        """Load what is counted of some actions as one source: action → quantity → number."""
        facts: dict[str, Any] = {
            "structures": SMALL["structures"],
            "actions": [action(ref, ref) for ref in counts],
            "actions_lieux": [
                {"action_id": ref, "role": "lieu", "code_commune": PLACES[ref], "precision": "declaree"}
                for ref in counts
            ],
            "mesures": [count(ref, what, n, "2019") for ref, said in counts.items() for what, n in said.items()],
        }
        return self._load(facts, replace)

    def _load(self, facts: Mapping[str, Any], replace: str | None) -> str:
        self.sources += 1
        files = write_folder(self.folder / str(self.sources), facts, f"Essai {self.sources}")
        report = load(KEEPER, "faits", files, self.path, replace=replace)
        assert report.exit_code == 0, report.as_text()
        assert report.source is not None
        return report.source


@pytest.fixture
def base(reference_store: Path, tmp_path: Path) -> Store:
    path = Path(shutil.copytree(reference_store, tmp_path / "magasin", ignore=shutil.ignore_patterns("lecture")))
    return Store(path, tmp_path)


def add_one_small(base: Store, _: str) -> None:
    base.load({"tricot": 2})


def add_one_large(base: Store, _: str) -> None:
    base.load({"tricot": 25})


def add_several(base: Store, _: str) -> None:
    base.load({"tricot": 2, "rando": 9, "lecture": 30})


def add_twice(base: Store, _: str) -> None:
    base.load({"tricot": 2})
    base.load({"rando": 9})


def correct_up(base: Store, source: str) -> None:
    base.load({**FIRST, "jardin": 5}, replace=source)


def correct_down(base: Store, source: str) -> None:
    base.load({**FIRST, "atelier": 2}, replace=source)


def correct_down_by_form(base: Store, _: str) -> None:
    said = tuple(Quantity(what, 2019, "exacte", 2) for what in (PEOPLE, VOLUNTEERS))
    corrected_by_form(base.path, action_id("atelier", CENTRE), quantites=said)


def correct_the_one_that_hides(base: Store, source: str) -> None:
    base.load({**FIRST, "chorale": 13}, replace=source)


def add_then_undo(base: Store, _: str) -> None:
    undo(KEEPER, base.path, base.load({"tricot": 2}))


def take_away(base: Store, source: str) -> None:
    base.load({ref: value for ref, value in FIRST.items() if ref != "jardin"}, replace=source)


def another_year(base: Store, _: str) -> None:
    base.load({"rando": 30, "lecture": 40}, 2018)
    base.load({"tricot": 2}, 2018)


CHANGES = (
    add_one_small, add_one_large, add_several, add_twice, correct_up, correct_down, correct_down_by_form,
    correct_the_one_that_hides, add_then_undo, take_away, another_year,
)  # fmt: skip
# What gives nothing away by itself: 25 people are told; 12 then 13 are withheld, each with the same 2.
HARMLESS = (add_one_large, correct_the_one_that_hides)


def readings(base: Store, first: int) -> tuple[list[Told], list[Told]]:
    """What each snapshot tells, from the first one that tells something; and what it would if there were no other."""
    both = [told_and_alone(base.path, number) for number in range(first, newest(base.path) + 1)]
    return [one for one, _ in both], [alone for _, alone in both]


@pytest.mark.parametrize("change", CHANGES)
def test_no_count_is_recovered_from_several_snapshots(base: Store, change: Callable[[Store, str], None]) -> None:
    source = base.load(FIRST)
    first = newest(base.path)
    change(base, source)
    kept, alone = readings(base, first)
    assert recovered(kept) == {}
    assert (recovered(alone) == {}) == (change in HARMLESS)


# One by one: 20 people mobilised were told, then 12 volunteers would hide the two of « jardin », and 8 professionals
# tell them.
WHOLE, STAFF = "personnes_mobilisees", "professionnels"
TWO: Counts = {VOLUNTEERS: 2}
IN_PARTS: Mapping[str, tuple[Counts, Counts, dict[str, float]]] = {
    # Decided alone, the second happens to withhold what would give this one: the whole, which was told.
    "the whole is told, then its parts": ({WHOLE: 20}, {WHOLE: 20, STAFF: 8, VOLUNTEERS: 12}, {}),
    "the whole is taken away": ({WHOLE: 20}, {STAFF: 8, VOLUNTEERS: 12}, {VOLUNTEERS: 12}),
    "the whole is corrected": ({WHOLE: 20}, {WHOLE: 25, STAFF: 8, VOLUNTEERS: 12}, {VOLUNTEERS: 12}),
    "a part is taken away": ({STAFF: 8}, {WHOLE: 20, VOLUNTEERS: 12}, {VOLUNTEERS: 12}),
    "a small part comes after the whole": ({WHOLE: 20}, {WHOLE: 20, STAFF: 18, VOLUNTEERS: 2}, {VOLUNTEERS: 2}),
    "a small part is taken away": ({VOLUNTEERS: 2}, {WHOLE: 20, STAFF: 18}, {VOLUNTEERS: 2}),
    "a small part comes where the whole was": ({WHOLE: 20}, {STAFF: 18, VOLUNTEERS: 2}, {VOLUNTEERS: 2}),
}


@pytest.mark.parametrize("case", IN_PARTS)
def test_a_whole_and_its_parts_of_several_snapshots_tell_none_of_them(base: Store, case: str) -> None:
    before, after, hidden = IN_PARTS[case]
    source = base.tell({"chorale": before, "atelier": {WHOLE: 30}})
    first = newest(base.path)
    base.tell({"chorale": after, "jardin": TWO, "atelier": {WHOLE: 30}}, replace=source)
    kept, alone = readings(base, first)
    assert recovered(kept) == {}
    given = {count[2]: value for (count, value) in recovered(alone) if count[1] == action_id("chorale", CENTRE)}
    assert given.items() >= hidden.items()


def test_a_whole_is_at_least_the_parts_that_may_be_told_to_be_there(base: Store) -> None:
    """Two wholes of 2 and no other were told to be 4; parts that are withheld later are one each, whoever counts."""
    source = base.tell({"jardin": {WHOLE: 2}, "chorale": {WHOLE: 2}, "atelier": {WHOLE: 30}, "fete": {WHOLE: 40}})
    first = newest(base.path)
    parts = {WHOLE: 2, VOLUNTEERS: 1, STAFF: 1}
    base.tell({"jardin": parts, "chorale": parts, "atelier": {WHOLE: 30}, "fete": {WHOLE: 40}}, replace=source)
    kept = [told(base.path, number) for number in range(first, newest(base.path) + 1)]
    assert recovered(kept) == {}
    assert [count[1] for count, value in kept[0].told.items() if value is None].count(action_id("jardin", CENTRE)) == 1


# What was told of wholes, then their parts, withheld: with the sums of both, these would say the rest.
PARTS_LATER: Mapping[str, tuple[Mapping[str, Counts], ...]] = {
    # 5 volunteers and 6 professionals told, less the 4 and 5 mobilised: 2 at « jardin », one and one.
    "the wholes were told": (
        {"chorale": {WHOLE: 4}, "tricot": {WHOLE: 5}},
        {
            "jardin": {VOLUNTEERS: 1, STAFF: 1}, "chorale": {WHOLE: 4, VOLUNTEERS: 2, STAFF: 2},
            "tricot": {WHOLE: 5, VOLUNTEERS: 2, STAFF: 3},
        },
    ),
    # 5 and 4 told, less the 5 of « tricot »: 4 at « jardin », and 2 at « chorale » of the 6 that were told of both.
    "the sum of the wholes was told": (
        {"chorale": {WHOLE: 2}, "jardin": {WHOLE: 4}, "tricot": {WHOLE: 5}},
        {
            "chorale": {WHOLE: 2}, "jardin": {WHOLE: 4, VOLUNTEERS: 2, STAFF: 2},
            "tricot": {WHOLE: 5, VOLUNTEERS: 3, STAFF: 2},
        },
    ),
    # The same, with sums of the wholes of which the last reading holds the parts no more.
    "the parts are taken away again": (
        {"chorale": {WHOLE: 2}},
        {"chorale": {WHOLE: 2}, "jardin": {WHOLE: 4, VOLUNTEERS: 2, STAFF: 2}, "tricot": {VOLUNTEERS: 3, STAFF: 2}},
        {"chorale": {WHOLE: 2}, "jardin": {WHOLE: 4}, "tricot": {WHOLE: 5}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PARTS_LATER)
def test_sums_of_wholes_and_those_of_their_parts_tell_nothing_together(base: Store, case: str) -> None:
    others: dict[str, Counts] = {"atelier": {WHOLE: 30, VOLUNTEERS: 17, STAFF: 13}, "fete": {WHOLE: 40}}
    source, kept = None, []
    for counts in PARTS_LATER[case]:
        source = base.tell({**others, **counts}, replace=source)
        kept.append(told(base.path, newest(base.path)))
    assert recovered(kept) == {}
    assert kept[0].sums[WHOLE, "departement", "03", 2019] == sum(n for _, n in _wholes(kept[0]))


def _wholes(one: Told) -> list[tuple[Any, float]]:
    return [(count, n) for count, n in one.counts.items() if count[2:] == (WHOLE, 2019)]


def test_the_page_says_what_is_told(base: Store) -> None:
    """The table « Several snapshots » of ``docs/secrecy.md``: each of its lines, on the store of the first."""
    names = ("jardin", "chorale", "tricot", "rando")
    source = base.load(FIRST)
    kept = [_line(told(base.path, newest(base.path)), *names[:2])]
    small = base.load({"tricot": 2})
    kept.append(_line(told(base.path, newest(base.path)), *names[:3]))
    second = base.load({"rando": 9})
    kept.append(_line(told(base.path, newest(base.path)), "jardin", "chorale", "rando"))
    undo(KEEPER, base.path, second)
    undo(KEEPER, base.path, small)
    base.load({**FIRST, "jardin": 5}, replace=source)
    kept.append(_line(told(base.path, newest(base.path)), *names[:2]))
    page = (ROOT / "docs" / "secrecy.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^### Several snapshots\n(.*?)(?=^#)", page, re.MULTILINE | re.DOTALL)
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    assert [line[1:6] for line in lines[2:]] == kept


def test_whoever_is_told_all_is_told_that_an_earlier_reading_would_say(base: Store) -> None:
    base.load(FIRST)
    base.load({"tricot": 2})
    with reading.reader(base.path, actor=CHIEF) as root:
        rows = ask_records(root, "pourquoi_secret", sujet="departement:03", annee=2019)
    reasons = {row["grandeur"]: (row["quoi"], row["motif"], row["raison"]) for row in rows if row["quoi"] == "effectif"}
    expected = ("effectif", "anterieur", "publié, il donnerait avec une lecture précédente « tricot »")
    assert reasons == {PEOPLE: expected, VOLUNTEERS: expected}


def _line(one: Told, *actions: str) -> list[str]:
    """Volunteers of three actions, of Moulins and of the département, as the page writes them."""
    by_value = {count[1]: (value, one.told[count]) for count, value in one.counts.items() if count[2] == VOLUNTEERS}
    found = {title: f"{by_value[ref][0]:.0f}{' (s)' * (by_value[ref][1] is None)}" for title, ref in one.titles.items()}
    sums = [one.sums.get((VOLUNTEERS, *place, 2019)) for place in (("commune", "03190"), ("departement", "03"))]
    true = [
        sum(value for count, value in one.counts.items() if (VOLUNTEERS, *place, 2019) in one.cells[count])
        for place in (("commune", "03190"), ("departement", "03"))
    ]
    told_sums = [f"{n:.0f}{' (s)' * (shown is None)}" for n, shown in zip(true, sums, strict=True)]
    return [*(found[action] for action in actions), *[""] * (3 - len(actions)), *told_sums]


def elected(moulins: int, vichy: int) -> dict[tuple[str, str | None], int]:
    return {("elus", "032"): moulins, ("elus", "033"): vichy}


YEAR: Attendance = {"printemps": elected(2, 10), "automne": elected(8, 9)}


def another_session(base: Store, source: str) -> None:
    base.hold({**YEAR, "hiver": elected(2, 7)}, source)


def a_large_session(base: Store, source: str) -> None:
    base.hold({**YEAR, "hiver": elected(20, 30)}, source)


def corrected(base: Store, source: str) -> None:
    base.hold({**YEAR, "printemps": elected(4, 10)}, source)


def corrected_and_undone(base: Store, source: str) -> None:
    after = base.hold({**YEAR, "printemps": elected(4, 10)}, source)
    base.hold(YEAR, after)


def one_less(base: Store, source: str) -> None:
    base.hold({"automne": YEAR["automne"]}, source)


def told_by_college(base: Store, source: str) -> None:
    detailed: dict[tuple[str, str | None], int] = {("elus", None): 2, ("habitants", None): 18}
    whole = base.hold({"printemps": {("ensemble", None): 20}, "automne": {("ensemble", None): 30}}, source)
    base.hold({"printemps": detailed, "automne": {("ensemble", None): 30}}, whole)


def told_as_a_whole(base: Store, source: str) -> None:
    base.hold({"printemps": {("ensemble", None): 12}, "automne": YEAR["automne"]}, source)


SESSION_CHANGES = (
    another_session, a_large_session, corrected, corrected_and_undone, one_less, told_by_college, told_as_a_whole,
)  # fmt: skip
SESSIONS_HARMLESS = (a_large_session,)


@pytest.mark.parametrize("change", SESSION_CHANGES)
def test_no_attendance_is_recovered_from_several_snapshots(base: Store, change: Callable[[Store, str], None]) -> None:
    source = base.hold(YEAR)
    first = newest(base.path)
    change(base, source)
    kept, alone = readings(base, first)
    assert recovered(kept) == {}
    assert (recovered(alone) == {}) == (change in SESSIONS_HARMLESS)


def test_colleges_said_in_place_of_a_whole_that_was_told_do_not_give_one_of_them(base: Store) -> None:
    """20 present, told: of 2 elected and 18 residents, the second would tell the first; of 17, put right, not."""
    wholes: Attendance = {"printemps": {("ensemble", None): 20}, "automne": YEAR["automne"]}
    source = base.hold(wholes)
    first = newest(base.path)
    source = base.hold({**wholes, "printemps": {("elus", None): 2, ("habitants", None): 18}}, source)
    kept, alone = readings(base, first)
    assert recovered(kept) == {} and 2 in recovered(alone).values()
    base.hold({**wholes, "printemps": {("elus", None): 2, ("habitants", None): 17}}, source)
    assert recovered(readings(base, first)[0]) == {}


def test_the_demonstration_and_one_small_action(demo_store: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(demo_store, tmp_path / "demo", ignore=shutil.ignore_patterns("lecture")))
    before = newest(path)
    Store(path, tmp_path).load({"tricot": 2}, 2020)
    both, alone = zip(*(told_and_alone(path, number) for number in (before, newest(path))), strict=True)
    mine = [one.of(VOLUNTEERS, 2020) for one in both]
    assert len(mine[0].told) > 100
    assert recovered(mine) == {}
    assert 2 in recovered([one.of(VOLUNTEERS, 2020) for one in alone]).values()
    # Little else is lost: what the new action does not touch is told as before.
    assert len(both[0].sums) - len(both[1].sums) < 12
