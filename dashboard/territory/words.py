"""One territory in French, from the answers of questions: sentences, rows of tables, addresses. Pure functions."""

from collections.abc import Sequence
from datetime import date

from dashboard.directory import directory
from dashboard.frame import origin, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Figure
from dashboard.indicators import words
from dashboard.indicators.board import ONE
from queries import articles

# The rule of display of rates per inhabitant: in small places only what is smoothed compares.
PER_INHABITANT, RAW = "K4", "taux brut : ne se compare pas"
# Level → what it is called.
LEVELS = {"commune": "commune", "epci": "intercommunalité", "bassin": "bassin de vie"}


def name(place: Row) -> str:
    """« Vichy (03310) », « CA Vichy Communauté », « Bassin de Vichy »."""
    if place["niveau"] == "bassin":
        return f"Bassin {articles.of(place['nom'])}"
    return f"{place['nom']} ({place['territoire']})" if place["niveau"] == "commune" else str(place["nom"])


def within(place: Row) -> str:
    """« à Vichy », « dans le bassin de Vichy », « dans CA Vichy Communauté »."""
    if place["niveau"] == "epci":
        return f"dans l'intercommunalité {place['nom']}"
    return articles.within(place["nom"], place["niveau"])


def identity(place: Row) -> str:
    """Where it is and who lives there, in one line."""
    population = "population nd"
    if place["population"] is not None:
        year = place["annee_population"]
        population = f"{wording.plural(place['population'], 'habitant')} en {year} (INSEE)"
    density = "" if place["densite"] is None else f"{_density(place['densite'])} habitants au km²"
    communes = "" if place["niveau"] == "commune" else wording.plural(place["n_communes"], "commune")
    where = f"{place['departement']} ({place['code_departement']})"
    return ", ".join(part for part in (where, communes, population, density) if part)


def _density(value: float) -> str:
    return wording.number(value, 0 if value >= 10 else 1)


def answer(place: Row, n_conventions: int, day: date | None) -> str:
    """« À Vichy, 27 actions en cours au 31/12/2025, dernier jour connu ; 13 conventions finissent… »."""
    there = wording.sentence(within(place))
    if not place["n_actions"] and not place["n_evenements"]:
        return f"{there}, aucune action ni aucun événement n'est enregistré."
    if not place["n_actions"]:
        return f"{there}, aucune action n'est enregistrée, seulement {_events(place)}."
    running = wording.plural(place["n_en_cours"], "action en cours", "actions en cours")
    running = f"{running if place['n_en_cours'] else 'aucune action en cours'} {reference.on(day)}"
    known = f", sur {wording.plural(place['n_actions'], 'action enregistrée', 'actions enregistrées')}"
    undated = place["n_sans_etat"]
    unsaid = f" ({wording.number(undated)} sans date qui le dise)" if undated else ""
    ends = wording.plural(n_conventions, "convention finit", "conventions finissent")
    soon = f" ; {ends} dans les douze mois" if n_conventions else ""
    return f"{there}, {running}{known}{unsaid}{soon}."


def recorded(place: Row) -> Figure:
    """The actions of the territory, whatever the year."""
    return Figure(
        "Actions enregistrées",
        wording.number(place["n_actions"]),
        n=f"{wording.plural(place['n_structures'], 'structure')}, {_events(place)}",
        period="Toutes années",
    )


def _events(place: Row) -> str:
    return wording.plural(place["n_evenements"], "événement")


def unplaced(place: Row) -> str:
    """How many actions of the département are counted in no commune; "" when none is."""
    count = place["n_non_situees"]
    if not count:
        return ""
    verb = "n'a pas de commune connue" if count == 1 else "n'ont pas de commune connue"
    there = articles.of(place["departement"], "departement")
    return f"{wording.plural(count, 'action')} {there} {verb} : rien de ce qui suit ne compte ces fiches."


def actions(rows: Sequence[Row], scope: Scope) -> list[Row]:
    """The actions, the title leading to the fiche; those that run say it first."""
    return [
        {
            **row,
            "lien": scope.href("fiche", action=row["action_id"]),
            "etat_dit": directory.STATES.get(row["etat"], wording.UNKNOWN).lower(),
            "dates": directory.dates(row),
            "lieu": _where(row),
        }
        for row in rows
    ]


def _where(row: Row) -> str:
    if row["distance_km"] is None:
        return wording.join(row["communes_noms"]) if row["communes_noms"] else wording.UNKNOWN
    if row["distance_km"] == 0:
        return "sur place"
    return f"{row['commune_proche']}, à {kilometres(row['distance_km'])}"


def kilometres(value: float) -> str:
    """« 2,5 km », « 12 km »."""
    return f"{wording.number(value, 0 if value >= 10 else 1)} km"


def indicators(rows: Sequence[Row], place: Row, scope: Scope) -> list[Row]:
    """Values here, in the bassin and in the département, the same year, each followed to its rows; a mark where there
    is none."""
    return [{**_indicator(row, place["niveau"], scope), **_followed(row, place, scope)} for row in rows]


def _followed(row: Row, place: Row, scope: Scope) -> Row:
    """The addresses that follow the three values; none where the indicator has no row."""
    if row["annee"] is None:
        return {}
    name, year = row["indicateur"], row["annee"]
    ways = {"origine": origin.indicator(scope, name, place["niveau"], place["territoire"], year)}
    if row["bassin_statut"] not in (None, wording.POINTLESS):
        ways["origine_bassin"] = origin.indicator(scope, name, "bassin", place["code_bassin"], year)
    if row["departement_statut"] != wording.POINTLESS:
        ways["origine_departement"] = origin.indicator(scope, name, "departement", place["code_departement"], year)
    return ways


def _indicator(row: Row, level: str, scope: Scope) -> Row:
    unit = row["unite"]
    places = words.decimals(unit, (row["valeur"], row["bassin_valeur"], row["departement_valeur"]))
    between = words.interval(row["bas"], row["haut"], places)
    smooth = "lissé : rapproché de la moyenne, les petits effectifs étant instables" if row["lissee"] else ""
    said = "" if words.symbol(unit) else words.spaced(unit)
    raw = row["regle"] == PER_INHABITANT and level != "bassin" and not row["lissee"] and row["valeur"] is not None
    facts = [
        said,
        RAW if raw else "",
        f"de {between}" if between else "",
        smooth,
        words.coverage(row),
        row["raison"] or "",
    ]
    return {
        "titre": row["titre"],
        "lien": scope.href(ONE, id=row["indicateur"]),
        "annee": row["annee"],
        "ici": _told(row["valeur"], row["statut"], unit, places),
        "bassin": _told(row["bassin_valeur"], row["bassin_statut"], unit, places),
        "departement": _told(row["departement_valeur"], row["departement_statut"], unit, places),
        "appui": " ; ".join(fact for fact in facts if fact),
    }


def _told(value: float | None, status: str | None, unit: str, places: int) -> str:
    """A value, or the mark that stands in its place."""
    if value is not None:
        return words.short(value, unit, places)
    return wording.POINTLESS if status is None else words.mark({"statut": status, "valeur": None})


def needs(rows: Sequence[Row]) -> list[Row]:
    """All actions, then each public and theme that the committee set: what runs here, how far people are from it."""
    return [
        {**row, "distance": _distance(row), "portee": wording.share(row["population_10"], row["population"])}
        for row in rows
        if row["du_comite"] or row["genre"] == "ensemble"
    ]


def _distance(row: Row) -> str:
    if row["distance_km"] is None:
        return "aucune à moins de 50 km, ou position nd"
    return "sur place" if row["distance_km"] == 0 else f"{row['commune_proche']}, à {kilometres(row['distance_km'])}"


def alike(rows: Sequence[Row], sort: str, level: str, scope: Scope) -> list[Row]:
    """The territories of one sort, each leading to its own page."""
    return [
        {
            **row,
            "lien": scope.territory_href(level, row["territoire"]),
            "densite_dite": wording.UNKNOWN if row["densite"] is None else _density(row["densite"]),
            "distance": wording.UNKNOWN if row["distance_km"] is None else kilometres(row["distance_km"]),
        }
        for row in rows
        if row["sorte"] == sort
    ]


def communes(rows: Sequence[Row], scope: Scope) -> list[Row]:
    """The communes of a territory, each leading to its own page."""
    return [{**row, "lien": scope.territory_href("commune", row["code_commune"])} for row in rows]


def conventions(rows: Sequence[Row], scope: Scope) -> list[Row]:
    """Conventions that end, an action leading to its fiche."""
    return [
        {**row, "lien": scope.href("fiche", action=row["sujet_id"]) if row["sujet_type"] == "action" else None}
        for row in rows
    ]
