"""What the map page says: its answer, what the map cannot show, and the map in one sentence. Pure functions, French."""

from dataclasses import dataclass

import pandas as pd

from dashboard.frame.scope import Scope
from dashboard.frame.wording import euros, join, number, percent, plural, sentence
from dashboard.maps.measures import Measure


@dataclass(frozen=True)
class Places:
    """What the map is made of, and its feminine ending; ``whole`` when « sur 317 » has a sense."""

    singular: str
    plural: str
    e: str
    only: str
    whole: bool = True

    def count(self, number_of: int) -> str:
        """« 2 communes »."""
        return plural(number_of, self.singular, self.plural)


COMMUNES = Places("commune", "communes", "e", "la seule")
DEPARTEMENTS = Places("département", "départements", "", "le seul", whole=False)


def answer(rows: pd.DataFrame, measure: Measure, places: Places, scope: Scope) -> str:
    """The sentence that opens the page. ``rows`` as ``measures.shown`` returns them, of the perimeter only."""
    everywhere = scope.annee_min is None and scope.annee_max is None
    territory = sentence(scope.territory)
    return f"{territory if everywhere else f'{territory}, {scope.years}'} : {_answer(rows, measure, places)}"


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
    known = int(rows["statut"].isin(["valeur", "s", "0"]).sum())
    if known == 0:
        return f"{measure.known} n’est connu dans aucun{places.e} {places.singular} où quelque chose est enregistré."
    among = f"{places.only} {places.singular}" if with_facts == 1 else f"{number(known)} des {places.count(with_facts)}"
    total = f" : {euros(positive['valeur'].sum())} en tout" if measure.money else ""
    return f"{measure.known} est connu dans {among} où quelque chose est enregistré{total}{_withheld(rows, known)}."


def _withheld(rows: pd.DataFrame, known: int) -> str:
    """The part of the known figures that is not told, when some are not."""
    secret = int((rows["statut"] == "s").sum())
    if not secret:
        return ""
    share = f" ({percent(secret / known)})" if known > 1 else ""
    return f" ; le secret statistique en masque {number(secret)}{share}"


def gaps(counts: pd.DataFrame, scope: Scope) -> list[str]:
    """What the map cannot show and why, one sentence each; ``counts`` answers the question ``carte_non_situes``."""
    said = []
    if scope.departement is None:
        if nowhere := _missing(counts, "n_sans_departement"):
            said.append(f"{nowhere.clause('connu', only=False)} sans département : {nowhere.absent}.")
        if vague := _missing(counts, "n_sans_commune"):
            said.append(f"{vague.clause('connu')} par {vague.their} département, sans commune.")
    elif vague := _missing(counts, "n_sans_commune"):
        maybe = ", donc peut-être d’un autre bassin" if scope.bassin else ""
        said.append(f"{vague.clause('connu')} par {vague.their} département{maybe} : {vague.absent}.")
    if (scope.annee_min is not None or scope.annee_max is not None) and (undated := _missing(counts, "n_sans_annee")):
        said.append(
            f"{undated.clause('connu', only=False)} sans année : {undated.absent} tant qu’un filtre d’années est mis."
        )
    return said


def alt(rows: pd.DataFrame, measure: Measure, places: Places, scope: Scope) -> str:
    """The map in one sentence, for who does not see it."""
    known = rows[rows["statut"] == "valeur"]
    spread = ""
    if len(known):
        low, high = measure.write(known["valeur"].min()), measure.write(known["valeur"].max())
        spread = f" Valeurs de {low} à {high}." if low != high else f" Valeur : {low}."
    return (
        f"Carte : {measure.title.lower()} par {places.singular}, {scope.label}. {places.count(len(known))} avec une "
        f"valeur sur {number(len(rows))}.{spread} Le tableau donne les mêmes chiffres."
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
