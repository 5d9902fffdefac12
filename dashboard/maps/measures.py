"""What a map may show, and what stands in each place: a value, zero, unknown, secret or not applicable."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.frame.wording import MARKS, NARROW, UNKNOWN, euros, narrow_total, number, plural, share, total
from dashboard.indicators.words import bare, written

Status = Literal["valeur", "0", "nd", "s", "ns", "///"]
OF_FACTS = ("0", "nd", "s", "///")
# Columns of the questions that count what takes place in a territory: where one of them does, something is recorded.
# Of some years, a plan or an amount may be known there although its action bears other years.
RECORDED = ("n_actions", "n_evenements", "n_attendus", "n_montants", "n_plans")
# What is said under the figure of an indicator.
DETAILS = ("certain", "intervalle", "effectif", "couverture", "pourquoi")


@dataclass(frozen=True)
class Measure:
    """A quantity that a map shows in each territory: of the facts there, or an indicator of the catalogue.

    ``column`` is that of the questions ``carte_communes`` and ``carte_departements``; "" for an indicator. ``bounds``
    are the columns of its lower and upper bounds, and of how many approximate numbers it holds, for what facts may
    tell by « au moins 60 » or « 8 à 10 ». ``coverage`` is the column that counts in how many subjects it is known,
    among ``expected`` (all those recorded when it is None), and ``known`` says what is then known; without one, the
    value is itself a count. ``secret`` is the column that says where it is withheld.

    ``too`` follows « enregistré » in the answer where what it counts need not take place there: a seat, a recipient.

    ``indicator``: of the catalogue, with its n, coverage and reasons. ``rate``: a value that does not add up, written
    with ``decimals`` and shown by colours, never by circles. ``marks`` are those its legend keeps apart, ``lines`` the
    columns of what is said under the pointer, below the figure.
    """

    key: str
    title: str
    legend: str
    column: str
    singular: str
    plural: str
    coverage: str | None = None
    expected: str | None = None
    secret: str | None = None
    bounds: tuple[str, str, str] | None = None
    money: bool = False
    known: str = ""
    too: str = ""
    of_facts: bool = True
    feminine: bool = False
    indicator: bool = False
    rate: bool = False
    decimals: int = 0
    marks: tuple[str, ...] = OF_FACTS

    @property
    def lines(self) -> tuple[str, ...]:
        """Columns of the rows that say more than the figure, each a sentence or \"\"."""
        return ("faits", "dont_connus") if self.of_facts else DETAILS if self.indicator else ()

    @property
    def units(self) -> tuple[str, str]:
        """What follows a plain number, in the singular and the plural, its space before it."""
        if self.money:
            return f"{NARROW}€", f"{NARROW}€"
        if self.plural in ("%", "€"):
            return f"{NARROW}{self.plural}", f"{NARROW}{self.plural}"
        return f" {self.singular}", f" {self.plural}"

    def write(self, value: float) -> str:
        """« 2 actions », « 1 477 personnes », « 40 000 € »: a share of an amount has no cents to tell."""
        if self.rate:
            return written(value, self.plural, self.decimals)
        return euros(round(value)) if self.money else plural(int(value), self.singular, self.plural)

    def noun(self, value: float) -> str:
        """« action » or « actions »."""
        return self.singular if abs(int(value)) < 2 else self.plural

    def figure(self, value: float) -> str:
        """The same without its unit, which the head of a column says; an amount keeps its €."""
        if self.rate:
            return bare(value, self.decimals)
        return euros(round(value)) if self.money else number(value)

    def told(self, value: float, low: float, high: float, about: int) -> tuple[str, str]:
        """The figure as surely as it is known, in words then narrow: « au moins 60 », « 60 et plus »."""
        known = (value, low, high, about > 0, self.figure)
        return total(*known), narrow_total(*known)

    @property
    def none(self) -> str:
        """What zero means here."""
        if self.indicator:
            return "zéro"
        if self.coverage or not self.of_facts:
            return f"zéro {'euro' if self.money else self.singular}"
        return f"{'aucune' if self.feminine else 'aucun'} {self.singular} {self.recorded}"

    @property
    def recorded(self) -> str:
        """« enregistrée » or « enregistré »."""
        return "enregistrée" if self.feminine else "enregistré"


MEASURES = {
    measure.key: measure
    for measure in (
        Measure("actions", "Actions", "Nombre d’actions", "n_actions", "action", "actions", feminine=True),
        Measure("evenements", "Événements", "Nombre d’événements", "n_evenements", "événement", "événements"),
        Measure(
            "personnes",
            "Personnes touchées",
            "Personnes touchées",
            "participants",
            "personne",
            "personnes",
            coverage="n_participants",
            expected="n_attendus",
            secret="participants_secret",
            bounds=("participants_bas", "participants_haut", "participants_approches"),
            known="le nombre de personnes touchées",
            feminine=True,
        ),
        Measure(
            "cout",
            "Coût connu",
            "Coût connu (de chaque action, le dernier exercice connu), en euros,",
            "montant_eur",
            "€",
            "€",
            coverage="n_montants",
            bounds=("montant_bas_eur", "montant_haut_eur", "montants_approches"),
            money=True,
            known="un coût",
        ),
        Measure(
            "accorde",
            "Accordé, au lieu de l’action",
            "Subventions accordées, au lieu de l’action, en euros,",
            "accorde_eur",
            "€",
            "€",
            coverage="n_accordes",
            expected="n_plans",
            money=True,
            known="un montant accordé",
        ),
        Measure(
            "siege",
            "Accordé, au siège de la structure",
            "Subventions accordées, au siège de la structure, en euros,",
            "siege_eur",
            "€",
            "€",
            coverage="n_sieges",
            expected="n_plans_sieges",
            money=True,
            known="un montant accordé",
            too=", sièges des structures compris",
        ),
        Measure(
            "publie",
            "Subventions publiées, chez le bénéficiaire",
            "Subventions publiées, à la commune du bénéficiaire, en euros,",
            "publie_eur",
            "€",
            "€",
            coverage="n_publies",
            expected="n_publies",
            money=True,
            known="un montant publié",
            too=", subventions publiées comprises",
        ),
        Measure(
            "population", "Population", "Nombre d’habitants", "population", "habitant", "habitants", of_facts=False
        ),
    )
}


def shown(rows: pd.DataFrame, measure: Measure, *, one_year: bool = False) -> pd.DataFrame:
    """Rows of a map question → one row a territory, each with its status; ``one_year`` when they are of a single one.

    Columns: code, nom, code_bassin, bassin, longitude, latitude, statut, valeur, bas and haut (of status « valeur »
    only; NA without bounds), n_actions, n_evenements, texte and chiffre (the value with and without its unit, or its
    mark), n_connus (in how many actions and events it is known; NA when the value is itself a count), couverture (« 2
    sur 3 », "" without such a count), faits and dont_connus (what a map says of them under the pointer).
    """
    facts = rows["n_actions"] + rows["n_evenements"]
    expected = rows[measure.expected] if measure.expected else facts
    recorded = rows[list(RECORDED)].gt(0).any(axis=1) | (expected > 0)
    raw = pd.to_numeric(rows[measure.column]).astype(float)
    secret = rows[measure.secret].astype(bool) if measure.secret else pd.Series(False, index=rows.index)
    low, high, about = _bounds(rows, measure)
    # « 0 à 5 » counts for zero, and does not say that there is none.
    none = (raw == 0) & (low.isna() | (high == 0))
    status = _status(raw, none, recorded, secret, measure)
    kept = raw.where(status == "valeur")
    table = pd.DataFrame(
        {
            "code": rows["code_commune" if "code_commune" in rows else "code_departement"],
            "nom": rows["nom"],
            "code_bassin": rows.get("code_bassin"),
            "bassin": rows.get("bassin"),
            "longitude": rows["longitude"],
            "latitude": rows["latitude"],
            "statut": status,
            "valeur": kept,
            "bas": low.where(kept.notna()),
            "haut": high.where(kept.notna()),
            "n_actions": rows["n_actions"],
            "n_evenements": rows["n_evenements"],
        }
    )
    told = [measure.told(*known) for known in zip(kept, low, high, about, strict=True)]
    table["chiffre"] = [narrow if state == "valeur" else state for state, (_, narrow) in zip(status, told, strict=True)]
    table["texte"] = [
        state if state != "valeur" else said if measure.money else f"{said} {measure.noun(most)}"
        for state, (said, _), most in zip(status, told, high.fillna(kept), strict=True)
    ]
    coverage = rows[measure.coverage] if measure.coverage else pd.Series(pd.NA, index=rows.index)
    table["n_connus"] = coverage
    added = (expected != facts) & (not one_year)
    table["couverture"] = [_covered(*counts) for counts in zip(coverage, expected, added, strict=True)]
    table["faits"] = [
        f"Actions : {n} · Événements : {m}" for n, m in zip(rows["n_actions"], rows["n_evenements"], strict=True)
    ]
    table["dont_connus"] = table["couverture"].map(lambda said: f"Chiffre connu pour {said}" if said else "")
    return table


def _bounds(rows: pd.DataFrame, measure: Measure) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Lower and upper bounds, NaN where there is none, and how many approximate numbers each holds."""
    if measure.bounds is None:
        unknown = pd.Series(float("nan"), rows.index)
        return unknown, unknown, pd.Series(0, rows.index)
    low, high, about = (pd.to_numeric(rows[column]).astype(float) for column in measure.bounds)
    return low, high, about


def _covered(known: int, expected: int, added: bool) -> str:
    """« 2 sur 3 »; over several years ``added`` up, what lasts is counted in each. "" where nothing is expected."""
    if pd.isna(known) or expected < max(known, 1):
        return ""
    return share(known, expected) + (", chaque année comptée" if added else "")


def _status(raw: pd.Series, none: pd.Series, recorded: pd.Series, secret: pd.Series, measure: Measure) -> pd.Series:
    status = pd.Series("valeur", index=raw.index, dtype=object)
    status[none] = "0"
    status[raw.isna()] = UNKNOWN
    if measure.coverage:
        status[raw.isna() & ~recorded] = "///"
    status[secret] = "s"
    return status


def mark_meaning(mark: str, measure: Measure) -> str:
    """What a mark stands for, on this map."""
    if mark == "0":
        return measure.none
    if measure.indicator:
        return MARKS[mark]
    if mark == "nd":
        return f"{MARKS['nd']}{', bien que quelque chose soit enregistré' if measure.coverage else ''}"
    if mark == "s":
        return f"{MARKS['s']} : trop peu de personnes, ou un chiffre dont on les déduirait"
    return f"{MARKS['///']} : rien d’enregistré ici"
