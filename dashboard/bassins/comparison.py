"""The comparison of territories in words: what differs, what cannot be told, what is not tested. Rows in, French out.

Territories keep one order; nothing here ranks them, nothing adds indicators up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.frame import wording
from dashboard.frame.row import Row
from dashboard.indicators import words
from data import french
from queries import articles

_SHARES = ("%", "points")
ABOVE, BELOW = "au-dessus", "en dessous"


@dataclass(frozen=True)
class Level:
    """A division that is compared, its names and the ending of its adjectives."""

    key: str
    singular: str
    plural: str
    title: str
    e: str = ""

    def count(self, number_of: int) -> str:
        """« 3 bassins de vie »."""
        return wording.plural(number_of, self.singular, self.plural)


LEVELS = {
    "bassin": Level("bassin", "bassin de vie", "bassins de vie", "Bassins de vie"),
    "epci": Level("epci", "intercommunalité", "intercommunalités", "Intercommunalités (EPCI)", "e"),
}


@dataclass(frozen=True)
class Profile:
    """One indicator: its territories in order, the département, the gaps between territories."""

    places: Sequence[Row]
    whole: Row
    gaps: Sequence[Row]

    @property
    def title(self) -> str:
        """Title of the indicator."""
        return str(self.whole["titre"])

    @property
    def unit(self) -> str:
        """Unit of its values."""
        return words.spaced(str(self.whole["unite"]))

    @property
    def gap_unit(self) -> str:
        """Unit of its gaps: points for a share, nothing for a rate whose long unit is said beside."""
        return "points" if self.unit in _SHARES else "€" if self.unit.startswith("€") else ""

    @property
    def decimals(self) -> int:
        """Those of every value of the indicator."""
        return words.decimals(self.unit, (row["valeur"] for row in (*self.places, self.whole)))

    @property
    def known(self) -> bool:
        """Whether at least one territory has a value, or counts that stand in its place."""
        counted = (wording.NOT_SIGNIFICANT, wording.SECRET)
        return any(row["valeur"] is not None or row["statut"] in counted for row in self.places)

    @property
    def drawn(self) -> bool:
        """Whether its values can be laid on one scale: a number of communes says first how many communes there are."""
        return self.whole["calcul"] != "compte" and any(row["valeur"] is not None for row in self.places)

    @property
    def tested(self) -> list[Row]:
        """Gaps on which a decision was taken."""
        return [gap for gap in self.gaps if gap["different"] is not None]

    @property
    def different(self) -> list[Row]:
        """Gaps that chance does not explain."""
        return [gap for gap in self.gaps if gap["different"]]


def profiles(values: Sequence[Row], gaps: Sequence[Row]) -> list[Profile]:
    """One profile an indicator, in the order of the catalogue; ``values`` as the question ``profil_territoires``."""
    apart: dict[str, list[Row]] = {}
    for gap in gaps:
        apart.setdefault(gap["indicateur"], []).append(gap)
    profiles = []
    for name, rows in groupby(values, key=lambda row: str(row["indicateur"])):
        *places, whole = rows
        profiles.append(Profile(places, whole, apart.get(name, [])))
    return profiles


# ── Sentences ───────────────────────────────────────────────────────────────────────────────────────────────────────


def alone(profiles: Sequence[Profile]) -> bool:
    """Whether there are fewer than two territories: nothing is then compared, smoothed or drawn against limits."""
    return not profiles or len(profiles[0].places) < 2


def answer(profiles: Sequence[Profile], level: Level, where: str, year: int) -> str:
    """The sentence that opens the page: in which indicators the territories really differ."""
    places = len(profiles[0].places) if profiles else 0
    tested = [profile for profile in profiles if profile.tested]
    apart = [profile for profile in tested if profile.different]
    if alone(profiles):
        only = f"un{level.e} seul{level.e} {level.singular}" if places else f"aucun{level.e} {level.singular}"
        return f"{where} : {only}, il n'y a rien à comparer."
    begun = f"{where}, {year} : les {level.count(places)}"
    if not tested:
        return f"{begun} ne se comparent pas encore, aucun indicateur n'a assez de données pour un test."
    among = "l'indicateur testé" if len(tested) == 1 else f"les {wording.number(len(tested))} indicateurs testés"
    if not apart:
        return f"{begun} ne diffèrent pas vraiment : sur {among}, le hasard suffit à expliquer ce qui les sépare."
    named = " ; ".join(f"{profile.title.lower()} ({_directions(profile)})" for profile in apart)
    rest = "" if len(apart) == len(tested) else " Pour les autres, le hasard suffit à expliquer les différences."
    which = among if len(tested) == 1 else f"{wording.number(len(apart))} {among.replace('les', 'des', 1)}"
    return f"{begun} diffèrent vraiment pour {which} : {named}.{rest}"


def _directions(profile: Profile) -> str:
    """« Vichy au-dessus de Moulins et de Montluçon »."""
    return ", ".join(
        f"{who} {side} {wording.join([other for other, _ in others])}"
        for (who, side), others in _sides(profile).items()
    )


def _sides(profile: Profile) -> dict[tuple[str, str], list[tuple[str, Row]]]:
    """(who, « au-dessus » or « en dessous ») → (« de » whom, the gap): of two, the higher one is the subject.

    Where there are many, each is tested against all the others together: two may both be above.
    """
    sides: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for gap in profile.different:
        first, second = str(gap["nom_a"]), str(gap["nom_b"])
        if gap["territoire_b"] is None:
            sides.setdefault((first, ABOVE if gap["ecart"] > 0 else BELOW), []).append(
                ("de l'ensemble des autres", gap)
            )
        elif gap["ecart"] > 0:
            sides.setdefault((first, ABOVE), []).append((articles.of(second), gap))
        else:
            sides.setdefault((second, ABOVE), []).append((articles.of(first), gap))
    return sides


def details(profiles: Sequence[Profile]) -> str:
    """How many comparisons were made together, and what they take for granted."""
    if alone(profiles):
        return ""
    tested = [gap for profile in profiles for gap in profile.tested]
    untested = sum(bool(profile.known and not profile.tested) for profile in profiles)
    aside = f" {wording.plural(untested, 'autre indicateur se lit', 'autres indicateurs se lisent')} sans test."
    if not tested:
        return aside.strip() if untested else ""
    return (
        f"{wording.plural(len(tested), 'comparaison testée', 'comparaisons testées')} ensemble : au plus 5 % des "
        f"différences annoncées sont, en moyenne, de fausses alertes.{aside if untested else ''} "
        "Là où les fiches sont moins bien remplies, l'écart peut venir de la saisie."
    )


def sentence(profile: Profile) -> str:
    """What may be said of the gaps of one indicator."""
    if profile.different:
        told = [
            f"{who} est {side} {wording.join([f'{other} de {_size(gap, profile)}' for other, gap in others])}"
            for (who, side), others in _sides(profile).items()
        ]
        return f"{' ; '.join(told)}."
    if tested := profile.tested:
        needed = max((gap["haut"] - gap["bas"]) / 2 for gap in tested)
        said = words.written(needed, profile.gap_unit, 0 if needed >= 10 else 1)
        return f"Pas de différence détectable : il aurait fallu un écart d'environ {said}."
    if profile.gaps and sum(row["valeur"] is not None for row in profile.places) > 1:
        return f"Écart non testé : {profile.gaps[0]['raison']}."
    reasons = [
        f" ({row['nom']} : {row['raison']})" for row in profile.places if row["valeur"] is None and row["raison"]
    ]
    return f"Pas de comparaison, moins de deux valeurs{reasons[0] if reasons else ''}."


def _size(gap: Row, profile: Profile) -> str:
    """« 4,2 points [1,1 à 7,3] », whichever way it goes: that of the two values as they are written."""
    sign = 1 if gap["ecart"] > 0 else -1
    low, high = sorted((sign * gap["bas"], sign * gap["haut"]))
    between = french.difference(gap["valeur_a"], gap["valeur_b"], profile.decimals)
    size = words.written(abs(between), profile.gap_unit, profile.decimals)
    return f"{size} [{words.interval(low, high, profile.decimals)}]"


def provisional(profiles: Sequence[Profile]) -> list[str]:
    """Why figures are provisional, each reason once: « Participations (p) : population de 2023… »."""
    titles: dict[str, list[str]] = {}
    for profile in profiles:
        for reason in dict.fromkeys(
            row["raison"] for row in (*profile.places, profile.whole) if words.provisional(row)
        ):
            titles.setdefault(reason, []).append(profile.title)
    return [f"{', '.join(named)} (p) : {reason}." for reason, named in titles.items()]


def absent(profiles: Sequence[Profile]) -> list[str]:
    """Indicators without anything to show in any territory, each with its reason."""
    return [f"{profile.title} : {_why(profile)}" for profile in profiles if not profile.known]


def _why(profile: Profile) -> str:
    reasons = [str(row["raison"]) for row in profile.places if row["raison"]]
    return reasons[0] if reasons else "aucune donnée cette année"
