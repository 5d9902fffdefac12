"""The truth cut into what the fiches tell and what the workbooks returned to each campaign tell.

A campaign tells a field in place of what the fiche said, by a correction, and a figure as a statement of its own; a
funder that a fiche only names gives way to the amounts that a structure returns. Rows that nobody tells are nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data import store
from data.demo.columns import Bools, Ints, Tables, constant, first_rows, joined, put_together
from data.demo.coverage import CAMPAIGNS, COST, FICHES, NEVER, Schedule
from data.demo.words import PARTNERS
from data.entering.facts import DIGEST, DIGESTS

# Quantities that are told together; participants first, since who tells participations tells them too.
_QUANTITIES: Mapping[str, Sequence[str]] = {
    **{
        name: (name,)
        for name in (
            "participants_distincts", "participations", "familles", "benevoles", "professionnels",
            "personnes_mobilisees", "habitants", "seances", "reunions",
        )
    },
    "questionnaires": ("questionnaires_envoyes", "repondants", "satisfaits"),
}  # fmt: skip
_DAYS = ("date_debut", "date_fin")
_AMOUNTS = ("demande_eur", "accorde_eur", "verse_eur")
# Of a funding, what a fiche that only names the funder does not say.
_UNSAID = (*_AMOUNTS, "dispositif", "convention_debut", "convention_fin")
# A fiche that names a funder says of which year one time of three (data/facts: two of six).
_DATED = 1 / 3


@dataclass(frozen=True)
class Told:
    """``fiches``: the tables of the first load; ``returns``: those that each campaign adds; ``waves``: when each field
    of each action is first told."""

    fiches: Tables
    returns: Mapping[int, Tables]
    waves: Mapping[str, Ints]


def tell(schedule: Schedule, truth: Tables, wrong: Sequence[str]) -> Told:
    """Cut the tables of a demonstration; ``wrong``: the budgets of its findings about totals, in their order."""
    cut = _Cut(schedule, truth)
    cut.quantities()
    cut.funding()
    cut.budgets(wrong)
    cut.dates()
    cut.places()
    cut.partners()
    cut.ages()
    return Told(cut.fiches, {wave: put_together(parts) for wave, parts in cut.returns.items()}, cut.waves)


class _Cut:
    """The parts on their way: each method moves one kind of fact from the fiches to the returns."""

    def __init__(self, schedule: Schedule, truth: Tables) -> None:
        self.schedule, self.truth = schedule, truth
        self.fiches = dict(truth)
        self.returns: dict[int, list[Tables]] = {wave: [] for wave in CAMPAIGNS}
        self.waves: dict[str, Ints] = {}

    # ── Figures: rows that stand by themselves ────────────────────────────────────────────────────────────────────

    def quantities(self) -> None:
        """Counts of people: a fiche tells one year of an action, a campaign the others too."""
        table, schedule = self.truth["mesures"], self.schedule
        told = np.full(table.num_rows, FICHES)
        year = _years(table["annee"], schedule.plan.first)
        action = np.where(_is(table["sujet_type"], "action"), schedule.positions(table["sujet_id"]), -1)
        validated = _is(table["etat"], "validee")
        for name, grandeurs in _QUANTITIES.items():
            asked = pc.is_in(table["grandeur"], pa.array(grandeurs)).to_numpy(zero_copy_only=False)
            # What a program read in a text, and nobody validated, is in the fiche.
            rows = np.flatnonzero((action >= 0) & validated & asked)
            told[rows] = self._of_years(name, action[rows], year[rows], self._could_tell(name))
        own = np.flatnonzero(_is(table["sujet_type"], "structure"))
        told[own] = schedule.of_structures(table["sujet_id"].take(pa.array(own)), year[own])
        self._move("mesures", told)

    def _could_tell(self, name: str) -> Bools:
        """The actions whose fiche may tell a quantity, as those of data/facts do: participations beside participants,
        and how many people run the action either as a whole or by kind."""
        first = {field: wave == FICHES for field, wave in self.waves.items()}
        could: Bools
        match name:
            case "participations":
                could = first["participants_distincts"]
            case "personnes_mobilisees":
                could = ~(first["benevoles"] | first["professionnels"])
            case _:
                could = np.ones(len(self.schedule), bool)
        return could

    def funding(self) -> None:
        """What each funder brings: a fiche names some, a campaign tells the amounts of every one of an action."""
        table, schedule = self.truth["financements"], self.schedule
        action, year = schedule.positions(table["sujet_id"]), _years(table["exercice"], schedule.plan.first)
        validated = _is(table["etat"], "validee")
        rows = np.flatnonzero(validated)
        told = np.full(table.num_rows, FICHES)
        told[rows] = schedule.campaigns("financements", year[rows], action[rows])
        self._move("financements", told)
        returned = _earliest(told[rows], action[rows], len(schedule))
        granted = np.flatnonzero(validated & _known(table["accorde_eur"]))
        self.waves["montants accordés"] = _earliest(told[granted], action[granted], len(schedule))
        known = np.bincount(action[rows], minlength=len(schedule)) > 0
        named = schedule.first("financements", known)
        self.waves["financeurs"] = np.where(named, FICHES, returned)
        first = first_rows(action * 1_000 + _codes(table["financeur"]), validated & named[action])
        self._name_funders(table.take(pa.array(first)), returned[action[first]])

    def _name_funders(self, rows: pa.Table, wave: Ints) -> None:
        """Funders named without an amount in the fiches, set aside by the campaign that tells the amounts."""
        n = rows.num_rows
        dated = self.schedule.plan.stream("année des financeurs nommés").random(n) < _DATED
        columns = {name: rows[name] for name in rows.column_names}
        columns |= {name: pa.nulls(n, rows.schema.field(name).type) for name in _UNSAID}
        columns["financement_id"] = joined("n", pc.utf8_slice_codeunits(rows["financement_id"], 1))
        columns["exercice"] = pc.if_else(pa.array(dated), rows["exercice"], None)
        columns["nature"] = constant("inconnue", n)
        columns["texte_source"] = pa.nulls(n, pa.string())
        named = pa.table(columns)
        self.fiches["financements"] = pa.concat_tables(
            [self.fiches["financements"], named], promote_options="permissive"
        )
        digest = _digests("financements", named)
        aside = pa.table(
            {
                "table_faits": constant("financements", n),
                "sujet_type": named["sujet_type"],
                "sujet_id": named["sujet_id"],
                DIGEST: digest,
                "decision": constant("ecartee", n),
                "motif": constant("La structure dit les montants", n),
            }
        )
        distinct = first_rows(_codes(digest), np.ones(n, bool))
        for number in CAMPAIGNS:
            self.returns[number].append({"arbitrages": aside.take(pa.array(distinct[wave[distinct] == number]))})

    def budgets(self, wrong: Sequence[str]) -> None:
        """Budgets with their lines; at first a few in full, some by the total of their charges alone."""
        table, lines, schedule = self.truth["budgets"], self.truth["lignes_budget"], self.schedule
        action, year = schedule.positions(table["sujet_id"]), _years(table["exercice"], schedule.plan.first)
        rows = np.flatnonzero(_is(table["etat"], "validee"))
        told = np.full(table.num_rows, FICHES)
        told[rows] = self._of_years("budgets", action[rows], year[rows], self._could_tell("budgets"))
        bare = self._bare(table, action, rows, told)
        itemised = np.setdiff1d(rows, bare)
        self.waves["budgets"] = _earliest(told[itemised], action[itemised], len(schedule))
        told[bare] = FICHES
        self._move("budgets", told)
        budget = pc.index_in(lines["budget_id"], table["budget_id"].combine_chunks()).to_numpy()
        self._move("lignes_budget", np.where(np.isin(budget, bare), NEVER, told[budget]))
        unsaid = pc.is_in(self.fiches["budgets"]["budget_id"], table["budget_id"].take(pa.array(bare)).combine_chunks())
        for name in ("total_produits_eur", "total_general_charges_eur", "total_general_produits_eur"):
            self._blank("budgets", name, unsaid)
        found = self.truth["constats"]
        at = pc.index_in(pa.array(wrong, pa.string()), table["budget_id"].combine_chunks()).to_numpy()
        about = _is(found["code"], "total_charges")
        self.told_findings = np.full(found.num_rows, FICHES)
        self.told_findings[about] = np.where(np.isin(at, bare), NEVER, told[at])

    def _bare(self, table: pa.Table, action: Ints, rows: Ints, told: Ints) -> Ints:
        """Budgets of which the fiche gives the total alone: as many as make its real share of fiches tell a cost."""
        amounts = self.truth["montants"]
        quoted = _is(amounts["etat"], "validee") & ~_is(amounts["role"], "prix_unitaire")
        n = len(self.schedule)
        cost = np.bincount(self.schedule.positions(amounts["sujet_id"])[quoted], minlength=n) > 0
        cost[action[rows[told[rows] == FICHES]]] = True
        later = np.bincount(action[rows[told[rows] != FICHES]], minlength=n) > 0
        total = self.schedule.first("coût", ~cost & later, share=COST - cost.mean())
        self.waves["coût"] = np.where(cost | total, FICHES, self.waves["budgets"])
        chosen = np.zeros(table.num_rows, bool)
        chosen[rows] = total[action[rows]] & (told[rows] != FICHES)
        return first_rows(action, chosen)

    # ── Fields of a fiche: corrections ────────────────────────────────────────────────────────────────────────────

    def dates(self) -> None:
        """When an action begins and ends, and the finding that rests on it."""
        table = self.truth["actions"]
        wave = self._field("dates", np.logical_or(*(_known(table[day]) for day in _DAYS)))
        hidden = pa.array(wave != FICHES)
        for day in _DAYS:
            self._blank("actions", day, hidden)
            self._blank("actions", f"{day}_precision", hidden, "inconnue")
            for column in (day, f"{day}_precision"):
                value = pc.cast(table[column], pa.string())
                self._correct(column, np.where(_known(table[day]), wave, NEVER), value)
        found = self.truth["constats"]
        about = ~_is(found["code"], "total_charges")
        self.told_findings[about] = wave[self.schedule.positions(found["sujet_id"].filter(pa.array(about)))]
        self._move("constats", self.told_findings)

    def places(self) -> None:
        """Where an action takes place: the département alone, until a campaign tells the communes."""
        table = self.truth["actions_lieux"]
        located = _is(table["role"], "lieu") & _known(table["code_commune"])
        wave = self._list("lieux", "actions_lieux", located, located)
        action = self.schedule.positions(table["action_id"])
        alone = table.take(pa.array(first_rows(action, located & (wave[action] != FICHES))))
        n = alone.num_rows
        columns = {name: alone[name] for name in alone.column_names}
        columns |= {name: pa.nulls(n, pa.string()) for name in ("code_commune", "texte_source")}
        columns["precision"] = constant("departement_seul", n)
        self.fiches["actions_lieux"] = pa.concat_tables([self.fiches["actions_lieux"], pa.table(columns)])
        for parts in self.returns.values():
            returned = parts[-1]["actions_lieux"]
            at = returned.schema.get_field_index("precision")
            parts[-1]["actions_lieux"] = returned.set_column(
                at, "precision", constant("declaree", returned.num_rows, pa.string())
            )

    def partners(self) -> None:
        """With whom: the value that the form proposes, until a campaign tells the others."""
        table = self.truth["actions_partenaires"]
        self._list("partenaires", "actions_partenaires", ~_is(table["partenaire"], PARTNERS[0]))

    def ages(self) -> None:
        """The ages of each public, which the first form does not ask for."""
        table = self.truth["actions_publics"]
        given = _known(table["age_min"])
        wave = self._list("ages", "actions_publics", given, np.zeros(table.num_rows, bool), champ="publics")
        hidden = pa.array(wave[self.schedule.positions(table["action_id"])] != FICHES)
        for column in ("age_min", "age_max"):
            self._blank("actions_publics", column, hidden)

    # ── What they share ───────────────────────────────────────────────────────────────────────────────────────────

    def _of_years(self, name: str, action: Ints, year: Ints, among: Bools) -> Ints:
        """The wave of each row of one field: one year of an action whose fiche tells it, a campaign for the others."""
        schedule = self.schedule
        told = schedule.first(name, among & (np.bincount(action, minlength=len(schedule)) > 0))
        order = schedule.plan.stream(f"année dite : {name}").permutation(len(action))
        kept = np.zeros(len(action), bool)
        kept[order[first_rows(action[order], told[action[order]])]] = True
        wave = np.where(kept, FICHES, schedule.campaigns(name, year, action))
        self.waves[name] = _earliest(wave, action, len(schedule))
        return wave

    def _field(self, name: str, known: Bools) -> Ints:
        told = self.schedule.first(name, known)
        later = self.schedule.campaigns(name, self.schedule.begins)
        self.waves[name] = np.where(told, FICHES, np.where(known, later, NEVER))
        return self.waves[name]

    def _list(
        self, name: str, table: str, telling: Bools, moved: Bools | None = None, champ: str | None = None
    ) -> Ints:
        """Cut a field of several values: ``telling`` rows make it known; the ``moved`` ones leave the fiches (the same
        where None), and the whole list comes back with a campaign."""
        rows = self.truth[table]
        action = self.schedule.positions(rows["action_id"])
        wave = self._field(name, np.bincount(action[telling], minlength=len(self.schedule)) > 0)
        gone = (telling if moved is None else moved) & (wave[action] != FICHES)
        self.fiches[table] = rows.filter(pa.array(~gone))
        self._correct(champ or name, wave, None)
        listed = telling if name == "lieux" else np.ones(len(action), bool)
        for number in CAMPAIGNS:
            self.returns[number].append({table: rows.filter(pa.array(listed & (wave[action] == number)))})
        return wave

    def _correct(self, champ: str, wave: Ints, value: pa.ChunkedArray | None) -> None:
        for number in CAMPAIGNS:
            at = pa.array(np.flatnonzero(wave == number))
            n = len(at)
            columns = {
                "sujet_type": constant("action", n, pa.string()),
                "sujet_id": self.schedule.ids.take(at),
                "champ": constant(champ, n, pa.string()),
                "valeur": pa.nulls(n, pa.string()) if value is None else value.take(at),
            }
            self.returns[number].append({"corrections": pa.table(columns)})

    def _move(self, name: str, told: Ints) -> None:
        """Leave each row where it is told."""
        rows = self.truth[name]
        self.fiches[name] = rows.filter(pa.array(told == FICHES))
        for number in CAMPAIGNS:
            self.returns[number].append({name: rows.filter(pa.array(told == number))})

    def _blank(self, name: str, column: str, hidden: pa.Array, value: str | None = None) -> None:
        """Put a value (None: unknown) in place of what the fiches say in a column of the rows hidden."""
        table = self.fiches[name]
        kind = table.schema.field(column).type
        blanked = pc.if_else(hidden, pa.scalar(value, kind), table[column])
        self.fiches[name] = table.set_column(table.schema.get_field_index(column), column, blanked)


def _is(column: pa.ChunkedArray, value: str) -> Bools:
    """Where a column of texts says that; unknown says nothing."""
    said: Bools = pc.fill_null(pc.equal(column, value), False).to_numpy(zero_copy_only=False)
    return said


def _known(column: pa.ChunkedArray) -> Bools:
    said: Bools = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return said


def _digests(table: str, rows: pa.Table) -> pa.ChunkedArray:
    """What tells each statement from the others, as decisions name it."""
    with store.memory() as root:
        root.register("dits", rows)
        return root.table("dits").project(DIGESTS[table][DIGEST]).to_arrow_table().column(0)


def _years(column: pa.ChunkedArray, otherwise: int) -> Ints:
    years: Ints = pc.fill_null(column, otherwise).to_numpy().astype(np.int64)
    return years


def _codes(column: pa.ChunkedArray) -> Ints:
    """A number for each text."""
    codes: Ints = pc.rank(column, tiebreaker="dense").to_numpy().astype(np.int64)
    return codes


def _earliest(wave: Ints, action: Ints, n: int) -> Ints:
    """The first wave in which a row of each action is told."""
    found = np.full(n, NEVER)
    np.minimum.at(found, action, wave)
    return found
