"""What the map page says: its answer, what the map cannot show, and the map in one sentence. Pure functions, French."""

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from dashboard.frame.scope import Scope
from dashboard.frame.wording import join, number, percent, plural, sentence
from dashboard.indicators.words import bare
from dashboard.maps.measures import Measure


@dataclass(frozen=True)
class Places:
    """What the map is made of, and its feminine ending; ``whole`` when « sur 317 » has a sense."""

    singular: str
    plural: str
    e: str
    only: str
    whole: bool = True

    @property
    def the(self) -> str:
        """« la commune », « l’intercommunalité », « le bassin de vie »."""
        if self.singular[0] in "aeiou":
            return f"l’{self.singular}"
        return f"{'la' if self.e else 'le'} {self.singular}"

    def count(self, number_of: int) -> str:
        """« 2 communes »."""
        return plural(number_of, self.singular, self.plural)


COMMUNES = Places("commune", "communes", "e", "la seule")
EPCIS = Places("intercommunalité", "intercommunalités", "e", "la seule")
BASSINS = Places("bassin de vie", "bassins de vie", "", "le seul")
DEPARTEMENTS = Places("département", "départements", "", "le seul", whole=False)


def answer(rows: pd.DataFrame, measure: Measure, places: Places, scope: Scope, year: str = "") -> str:
    """The sentence that opens the page. ``rows`` as ``measures.shown`` returns them, of the perimeter only.

    ``year`` is theirs when the map goes year by year.
    """
    everywhere = scope.annee_min is None and scope.annee_max is None
    period = year or ("" if everywhere else scope.years)
    territory = sentence(scope.territory)
    said = _rates(rows, measure, places) if measure.indicator else _answer(rows, measure, places)
    return f"{territory}{f', {period}' if period else ''} : {said}"


def _rates(rows: pd.DataFrame, measure: Measure, places: Places) -> str:
    """From where to where an indicator goes, and in how many places it is known."""
    told = rows.loc[rows["statut"].isin(["valeur", "0"]), "valeur"].fillna(0)
    title = f"{measure.title[:1].lower()}{measure.title[1:]}"
    if told.empty:
        secret = " ; le secret statistique masque ce qui l’est" if (rows["statut"] == "s").any() else ""
        return f"« {title} » n’a de valeur dans aucun{places.e} {places.singular}{secret}."
    low, high = told.min(), told.max()
    if len(told) == 1:
        return f"{title}, {measure.write(low)} dans {places.only} {places.singular} où ce chiffre est connu."
    spread = (
        f"{measure.write(low)} partout" if low == high else f"de {bare(low, measure.decimals)} à {measure.write(high)}"
    )
    return f"{title}, {spread} selon {places.the} ({number(len(told))} sur {number(len(rows))} ont une valeur)."


def step_said(rows: pd.DataFrame, label: str, places: Places) -> str:
    """One step of a map that plays, in a line: « 2019 : 163 communes avec une valeur, 151 à zéro, 3 s »."""
    counts = rows["statut"].value_counts()
    if not set(counts.index) - {"nd", "///"}:
        return f"{label} : aucun chiffre cette année-là."
    valued = int(counts.get("valeur", 0))
    told = [
        f"{places.count(valued)} avec une valeur" if valued else f"aucun{places.e} {places.singular} avec une valeur"
    ]
    if zeros := int(counts.get("0", 0)):
        told.append(f"{number(zeros)} à zéro")
    told += [f"{number(int(counts[mark]))} {mark}" for mark in ("nd", "s", "ns", "///") if mark in counts]
    return f"{label} : {', '.join(told)}."


def nothing(statuses: Collection[str], places: Places) -> str:
    """Why a map has nothing to colour, from all the marks it shows; "" when there is a value somewhere."""
    found = set(statuses)
    if "valeur" in found:
        return ""
    none = f"Aucun{places.e} {places.singular} n’a de valeur à dessiner"
    if found == {"0"}:
        return f"{none} : c’est zéro partout."
    if "s" in found and not found - {"s", "///", "nd", "ns"}:
        return (
            f"{none} : ce qui est connu est couvert par le secret statistique. Un territoire plus grand peut le dire."
        )
    if not found - {"nd", "///", "ns"}:
        return f"{none} : ce chiffre n’est pas renseigné ici. « Données », « Compléter » dit ce qu’il faut recueillir."
    return f"{none} : les signes de la légende disent pourquoi, {places.singular} par {places.singular}."


def _answer(rows: pd.DataFrame, measure: Measure, places: Places) -> str:
    positive = rows[rows["statut"].isin(["valeur", "s"])]
    if not measure.of_facts:
        total = plural(int(positive["valeur"].sum()), measure.singular, measure.plural)
        return f"{total} dans {places.count(len(positive))}."
    if measure.coverage:
        return _coverage(rows, positive, measure, places)
    if positive.empty:
        return f"{measure.none} sur la carte."
    have = "a" if len(positive) < 2 else "ont"
    some = f"au moins un{'e' if measure.feminine else ''} {measure.singular} {measure.recorded}"
    among = f"{places.count(len(positive))} sur {number(len(rows))}" if places.whole else places.count(len(positive))
    return f"{among} {have} {some}."


def _coverage(rows: pd.DataFrame, positive: pd.DataFrame, measure: Measure, places: Places) -> str:
    """In how many of the places where something is recorded the figure is known; a total for money, which adds up."""
    with_facts = int((rows["statut"] != "///").sum())
    if with_facts == 0:
        return "rien n’est placé sur la carte, ni action, ni événement."
    where = f"où quelque chose est enregistré{measure.too}"
    known = int(rows["statut"].isin(["valeur", "s", "0"]).sum())
    if known == 0:
        return f"{measure.known} n’est connu dans aucun{places.e} {places.singular} {where}."
    among = f"{places.only} {places.singular}" if with_facts == 1 else f"{number(known)} des {places.count(with_facts)}"
    total = f" : {measure.write(positive['valeur'].sum())} en tout" if measure.money else ""
    return f"{measure.known} est connu dans {among} {where}{total}{_withheld(rows, known)}."


def _withheld(rows: pd.DataFrame, known: int) -> str:
    """The part of the known figures that is not told, when some are not."""
    secret = int((rows["statut"] == "s").sum())
    if not secret:
        return ""
    share = f" ({percent(secret / known)})" if known > 1 else ""
    return f" ; le secret statistique en masque {number(secret)}{share}"


def caution(measure: Measure, places: Places, outside: int = 0) -> str:
    """How to read the values of an indicator in small territories; ``outside`` are zones of another département."""
    if outside:
        return (
            f"{places.count(outside)} surtout d’un autre département, sans valeur dans celui-ci : "
            f"{'ses' if outside == 1 else 'leurs'} communes d’ici restent sans couleur."
        )
    if places is not COMMUNES or not measure.rate or measure.plural == "%":
        return ""
    if "lissés" in measure.legend:
        return (
            "Taux lissés : celui d’une petite commune emprunte à tout le département ce que ses quelques faits ne "
            "disent pas."
        )
    return "Taux bruts : dans une petite commune, quelques faits font un taux énorme ; lisez-les avec leur effectif."


def gaps(counts: pd.DataFrame, scope: Scope, *, by_year: bool = False) -> list[str]:
    """What the map cannot show and why, one sentence each; ``counts`` answers the question ``carte_non_situes``.

    ``by_year``: the map goes year by year, so that years are no filter; the counts are those of all of them together,
    which each sentence says, as the answer above speaks of one.
    """
    said = []
    one = scope.annee_min == scope.annee_max
    during = f"{'En' if one else 'De'} {scope.years}, " if by_year else ""
    if scope.departement is None:
        if nowhere := _missing(counts, "n_sans_departement"):
            said.append(f"{during}{nowhere.clause('connu', only=False)} sans département : {nowhere.absent}.")
        if vague := _missing(counts, "n_sans_commune"):
            said.append(f"{during}{vague.clause('connu')} par {vague.their} département, sans commune.")
    elif vague := _missing(counts, "n_sans_commune"):
        maybe = ", donc peut-être d’un autre bassin" if scope.bassin else ""
        said.append(f"{during}{vague.clause('connu')} par {vague.their} département{maybe} : {vague.absent}.")
    if (scope.annee_min is not None or scope.annee_max is not None) and (undated := _missing(counts, "n_sans_annee")):
        until = "" if by_year else " tant qu’un filtre d’années est mis"
        said.append(f"{undated.clause('connu', only=False)} sans année : {undated.absent}{until}.")
    return said


def alt(rows: pd.DataFrame, measure: Measure, places: Places, scope: Scope, year: str = "") -> str:
    """The map in one sentence, for who does not see it."""
    known, whole = rows[rows["statut"] == "valeur"], rows["code"].nunique()
    valued, spread = places.count(known["code"].nunique()), ""
    if len(known):
        low, high = measure.write(known["valeur"].min()), measure.write(known["valeur"].max())
        spread = f" Valeurs de {low} à {high}." if low != high else f" Valeur : {low}."
    during = f"{scope.territory}, {year}" if year else scope.label
    return (
        f"Carte : {measure.title.lower()} par {places.singular}, {during}. {valued} avec une "
        f"valeur sur {number(whole)}.{spread} Le tableau donne les mêmes chiffres."
    )


@dataclass(frozen=True)
class _Missing:
    """Actions and events that lack something, and the French agreements that go with them."""

    actions: int
    events: int

    @property
    def several(self) -> bool:
        return self.actions + self.events > 1

    def clause(self, participle: str, *, only: bool = True) -> str:
        """« 6 actions ne sont connues que » or « 6 actions sont connues »."""
        counted = [
            plural(count, noun) for count, noun in ((self.actions, "action"), (self.events, "événement")) if count
        ]
        verb = "sont" if self.several else "est"
        refused = "ne " if self.several else "n’"
        agreed = f"{participle}{'' if self.events else 'e'}{'s' if self.several else ''}"
        return f"{join(counted)} {refused}{verb} {agreed} que" if only else f"{join(counted)} {verb} {agreed}"

    @property
    def their(self) -> str:
        return "leur" if self.several else "son"

    @property
    def absent(self) -> str:
        """« elles ne sont pas sur la carte »."""
        pronoun = "il" if self.events else "elle"
        return f"{pronoun}s ne sont pas sur la carte" if self.several else f"{pronoun} n’est pas sur la carte"


def _missing(counts: pd.DataFrame, column: str) -> _Missing | None:
    counted = {kind: int(count) for kind, count in zip(counts["sujet_type"], counts[column], strict=True)}
    missing = _Missing(counted.get("action", 0), counted.get("evenement", 0))
    return missing if missing.actions or missing.events else None
