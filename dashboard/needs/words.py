"""From the answers of questions to the words of « Besoins et offre ». Pure functions: rows in, words out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.frame import reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from queries import articles

ALL = "ensemble"
NO_FIGURE = "aucun"
BANDS = {
    "place": "Sur place",
    "5": "Moins de 5 km",
    "10": "5 à 10 km",
    "20": "10 à 20 km",
    "loin": "Plus de 20 km",
    "nd": "Position inconnue",
}
FAR = ("20", "loin")
HORIZON = "plus de 50 km"
# Below this part of filled fields, a count is a minimum and is said to be one.
ENOUGH = 0.7
# The figures of need that people ask first, by the beginning of their name.
_FIRST = ("MED", "TP60", "population")
# Question « offre_couverture »: what must be filled in to know that an action is for somebody or on something.
_FIELDS = {
    "age": ("n_ages", "Tranche d'âge renseignée"),
    "public": ("n_publics", "Public renseigné"),
    "theme": ("n_mots_cles", "Mots clés renseignés"),
}
_GENRES = {"public": "Public", "theme": "Thème"}


def options(needs: Sequence[Row]) -> dict[str, str]:
    """Need → what people choose."""
    return {
        row["besoin"]: f"{_GENRES[row['genre']]} : {row['titre']}" if row["genre"] in _GENRES else row["titre"]
        for row in needs
    }


def groups(needs: Sequence[Row]) -> dict[str, list[Row]]:
    """Title of a group → its needs, in their order; the committee's own themes apart. All actions have no title."""
    by_title: dict[str, list[Row]] = {}
    for row in needs:
        theme = "Thèmes du comité" if row["du_comite"] else "Autres thèmes"
        title = {"public": "Publics", "theme": theme}.get(row["genre"], "")
        by_title.setdefault(title, []).append(row)
    return by_title


def figures(variables: Sequence[Row]) -> dict[str, str]:
    """Variable → what people choose, the median income and the poverty rate first, then by title."""
    rank = {row["variable"]: _rank(row["variable"]) for row in variables}
    ordered = sorted(variables, key=lambda row: (rank[row["variable"]], row["titre"]))
    return {row["variable"]: f"{row['titre']}, {row['annee']}" for row in ordered}


def _rank(variable: str) -> int:
    exact = [order for order, start in enumerate(_FIRST) if variable == start]
    begun = [order + len(_FIRST) for order, start in enumerate(_FIRST) if variable.startswith(start)]
    return min([*exact, *begun, 2 * len(_FIRST)])


def day(coverage: Row) -> date | None:
    """The day of observation; None in a store without facts."""
    return None if coverage["jour"] is None else date.fromisoformat(coverage["jour"])


def answer(need: Row, bands: Sequence[Row], coverage: Row, scope: Scope) -> str:
    """How many actions run on the day of observation for a need, and who is near or far from them."""
    least = "au moins " if _minimum(need, coverage) else ""
    what = f" {need['phrase']}" if need["phrase"] else ""
    near = wording.percent(_share(need["population_10"], need["population"]))
    count = need["n_actives"]
    if count == 0:
        head = f"aucune action enregistrée{what} n'est en cours {reference.on(day(coverage))}"
        reach = (
            f" ; {near} des habitants vivent à moins de 10 km de l'une d'elles, dans un département voisin"
            if need["population_10"]
            else ""
        )
        return f"{_opening(scope)} : {head}{reach}."
    running = "est" if count == 1 else "sont"
    recorded = wording.plural(count, "action enregistrée", "actions enregistrées")
    head = f"{least}{recorded}{what} {running} en cours {reference.on(day(coverage))}"
    people = f"{least}{near} des habitants vivent à moins de 10 km de l'une d'elles{_far(bands, least)}"
    return f"{_opening(scope)} : {head} ; {people}."


def _opening(scope: Scope) -> str:
    """The territory as a sentence begins: « Bassin de Vichy »."""
    return wording.sentence(scope.territory)


def _far(bands: Sequence[Row], least: str) -> str:
    away = next((row for row in bands if row["bande"] == "loin"), None)
    if away is None or not away["n_communes"]:
        return ""
    people = f"{'au plus ' if least else ''}{wording.plural(away['population'], 'habitant')}"
    return f", {people} ({wording.plural(away['n_communes'], 'commune')}) à plus de 20 km"


def nowhere(whole: Sequence[Row]) -> bool:
    """Whether nothing runs here nor anywhere near: there is then nothing to compare."""
    everything = next(row for row in whole if row["besoin"] == ALL)
    return not everything["n_actives"] and not everything["population_20"]


def details(need: Row, coverage: Row) -> str:
    """What ends soon, and how far the fiches can be trusted on it."""
    said = [_ending(need), "" if need["besoin"] == ALL else _known(need, coverage)]
    said += [_minimum_words(need, coverage)]
    return " ".join(filter(None, said))


def _ending(need: Row) -> str:
    count = need["n_finissant"]
    if not count:
        return ""
    left = wording.percent(_share(need["population_10_reste"], need["population"]))
    ends = "finit" if count == 1 else "finissent"
    return (
        f"{wording.number(count)} {ends} dans les douze mois qui suivent : sans suite, {left} des habitants en "
        "auraient encore une à moins de 10 km."
    )


def committee(needs: Sequence[Row]) -> str:
    """The committee's own questions, in its order: never from the best served to the worst."""
    asked = [row for row in needs if row["du_comite"]]
    if not any(row["n_actives"] for row in asked):
        return ""
    said = [f"{wording.number(row['n_actives']) if row['n_actives'] else 'aucune'} {row['phrase']}" for row in asked]
    return f"Actions sur les questions du comité : {wording.join(said)}."


def field(need: Row) -> str:
    """What tells that an action is for this need: age, public, theme; "" for all actions."""
    if need["besoin"] == "jeunes_adultes":
        return "age"
    return str(need["genre"]) if need["genre"] in _FIELDS else ""


def _known(need: Row, coverage: Row) -> str:
    column, words = _FIELDS[field(need)]
    return f"{words} : {wording.share(coverage[column], coverage['n_actives'])} des actions en cours."


def _minimum(need: Row, coverage: Row) -> bool:
    if not field(need) or not coverage["n_actives"]:
        return False
    column, _ = _FIELDS[field(need)]
    return bool(coverage[column] < ENOUGH * coverage["n_actives"])


def _minimum_words(need: Row, coverage: Row) -> str:
    return "Trop peu pour conclure : ces chiffres sont des minimums." if _minimum(need, coverage) else ""


def unplaced(coverage: Row, scope: Scope) -> str:
    """What cannot be placed or dated, and is therefore missing from the distances."""
    said = []
    if coverage["n_sans_commune"]:
        alone = wording.plural(coverage["n_sans_commune"], "action")
        known = "n'est connue" if coverage["n_sans_commune"] == 1 else "ne sont connues"
        said.append(f"{_whole(scope)}{alone} {known} que par le département, donc sans distance.")
    if coverage["n_sans_dates"]:
        mute = wording.plural(coverage["n_sans_dates"], "action")
        they = "elle est" if coverage["n_sans_dates"] == 1 else "elles sont"
        said.append(f"{mute} sans aucune date : on ne sait pas si {they} en cours {reference.on(day(coverage))}.")
    return " ".join(said)


def _whole(scope: Scope) -> str:
    """What is known by the département alone is of the whole of it, when a bassin is looked at: said before it."""
    return f"Dans tout le département ({scope.departement_nom}), " if scope.bassin else ""


def _share(part: float | None, whole: float | None) -> float | None:
    return None if not whole or part is None else float(part) / float(whole)


def cell(row: Row) -> tuple[str, str, float | None, str]:
    """(running actions, « dont 5 » or "", share of inhabitants within 10 km from 0 to 1, the same in full words)."""
    share = _share(row["population_10"], row["population"])
    ending = f"dont {wording.number(row['n_finissant'])}" if row["n_finissant"] else ""
    words = wording.plural(row["n_actives"], "action en cours", "actions en cours")
    if row["n_finissant"]:
        words += f", dont {wording.plural(row['n_finissant'], 'finit', 'finissent')} dans les douze mois"
    return (
        wording.number(row["n_actives"]),
        ending,
        share,
        f"{words} ; {wording.percent(share)} des habitants à moins de 10 km",
    )


def zones_table(rows: Sequence[Row], need: str) -> list[dict[str, Any]]:
    """One row for each zone of a division, the whole territory last."""
    mine = [row for row in rows if row["besoin"] == need]
    ordered = [row for row in mine if row["code_zone"] is not None] + [row for row in mine if row["code_zone"] is None]
    return [
        {
            **row,
            "zone": row["zone"] or "Tout le territoire",
            "proches": wording.percent(_share(row["population_10"], row["population"])),
            "restes": wording.percent(_share(row["population_10_reste"], row["population"])),
            "communes": wording.share(row["n_communes_avec"], row["n_communes"]),
        }
        for row in ordered
    ]


def value(row: Row, unit: str | None) -> str:
    """An official figure as people read it: « 19 290 € », « 5 % ou moins », or its mark."""
    if row["valeur"] is None:
        return str(row["marque"] or wording.UNKNOWN)
    limit = {"au_plus": " ou moins", "au_moins": " ou plus"}.get(row["censure"] or "", "")
    return f"{amount(row['valeur'], unit)}{limit}"


def amount(figure: float | None, unit: str | None) -> str:
    """A value with the sign of its unit, when it has one; nd without a value."""
    if figure is None:
        return wording.UNKNOWN
    if (unit or "").startswith("€"):
        return wording.euros(round(figure))
    sign = f"{wording.NARROW}%" if (unit or "").startswith("%") else ""
    return f"{wording.number(figure, 1)}{sign}"


def bands_table(bands: Sequence[Row], unit: str | None) -> list[dict[str, Any]]:
    """Distance bands in words, with the official figure of their communes beside; empty « unknown » left out."""
    return [
        {
            **row,
            "distance": BANDS[row["bande"]],
            "part_ecrite": wording.percent(row["part"]),
            "regard": _beside(row, unit),
            "connues": f"{wording.number(row['n_connues'])} sur {wording.number(row['n_communes'])}"
            if row["n_communes"]
            else "",
        }
        for row in bands
        if row["bande"] != "nd" or row["n_communes"]
    ]


def _beside(row: Row, unit: str | None) -> str:
    """The figure of the commune in the middle, among those where it is known; else its mark."""
    if row["n_connues"]:
        return amount(row["mediane"], unit)
    return "///" if not row["n_communes"] else "s" if row["n_secretes"] else wording.UNKNOWN


def distance(km: float | None, commune: str | None, band: str) -> str:
    """« sur place », « 12,4 km (Limoise) », « plus de 50 km », « nd »."""
    if band == "nd":
        return wording.UNKNOWN
    if km is None:
        return HORIZON
    if km == 0:
        return "sur place"
    return f"{wording.kilometres(km)}{wording.NARROW}km ({commune})"


def far_table(communes: Sequence[Row], unit: str | None) -> list[dict[str, Any]]:
    """Communes at 10 km or more of any action, the farthest first."""
    far = [row for row in communes if row["bande"] in FAR]
    far.sort(key=lambda row: (-(row["distance_km"] or float("inf")), row["nom"]))
    return [
        {
            **row,
            "proche": distance(row["distance_km"], row["commune_proche"], row["bande"]),
            "regard": value(row, unit),
        }
        for row in far
    ]


def far_words(communes: Sequence[Row], day: str) -> str:
    """How many communes and inhabitants are at 10 km or more, as a sentence; ``day`` as ``reference.on`` writes it."""
    far = [row for row in communes if row["bande"] in FAR]
    if not far:
        return f"Toutes les communes dont la position est connue sont à moins de 10 km d'une action en cours {day}."
    people = sum(row["population"] or 0 for row in far)
    return (
        f"{wording.plural(len(far), 'commune')}, {wording.plural(people, 'habitant')}, à 10 km ou plus de toute action "
        f"enregistrée en cours {day}, de la plus éloignée à la moins éloignée."
    )


def endings_table(endings: Sequence[Row], scope: Scope) -> list[dict[str, Any]]:
    """Actions that end within twelve months, each with what would remain without it."""
    return [
        {
            **row,
            "lien": scope.href("fiche", action=row["action_id"]),
            "lieux": wording.join(row["communes"]) if row["communes"] else "commune nd",
            "reste": remains(row),
        }
        for row in endings
    ]


def remains(row: Row) -> str:
    """What would remain where an action ends, in the commune that would lose most; other endings count as ended."""
    if row["n_restantes"] is None:
        return wording.UNKNOWN
    place = articles.within(row["commune_perdante"])
    if row["n_restantes"]:
        left = wording.plural(row["n_restantes"], "autre action", "autres actions")
        return f"{left} {place}"
    if row["distance_reste_km"] is None:
        return f"aucune {place}, ni à moins de 50 km"
    away = wording.kilometres(row["distance_reste_km"])
    return f"aucune {place} ; la plus proche à {away}{wording.NARROW}km ({row['commune_reste']})"


def endings_words(need: Row, coverage: Row) -> str:
    """How many end, and for how many the end is known at all."""
    count = need["n_finissant"]
    ends = f"{wording.plural(count, 'action')} {'finit' if count < 2 else 'finissent'} dans les douze mois"
    if not count:
        ends = "Aucune action dont la fin est connue ne finit dans les douze mois"
    known = wording.share(coverage["n_fins"], coverage["n_actives"])
    return f"{ends} {reference.after(day(coverage))}. Date de fin connue : {known} des actions en cours."
