"""The parts of the map page: its controls, the drawn map, the sheet of a commune, the table of the same rows."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.frame import cached, filters, palette, show, wording
from dashboard.frame.markup import EMPTY, Markup, escape, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.maps import classes, drawing
from dashboard.maps import legend as carte_legend
from dashboard.maps import words as carte_words
from dashboard.maps.classes import Classes, ThresholdError
from dashboard.maps.drawing import Ground, Words
from dashboard.maps.layer import Layer, population_year
from dashboard.maps.measures import MEASURES, Measure, mark_meaning

_STATIC = Path(__file__).parent.parent / "static"
_MODES = {"aplats": "Couleurs par classe", "cercles": "Cercles proportionnels"}
_PAGE_ROWS = 25
_MOST_SUBJECTS = 30  # listed in the sheet of a commune; the directory has the others


@cache
def _component() -> Any:
    # Script and styles are static files that the browser keeps, named by their content; a run sends only these lines.
    script, styles = (f"app/static/{name}?v={_version(name)}" for name in ("carte.js", "carte.css"))
    loader = (
        f'const script = new URL("{script}", document.baseURI), styles = new URL("{styles}", document.baseURI);\n'
        "export default (component) => { import(script).then((module) => module.default(component, styles)); };"
    )
    return st.components.v2.component(
        "carte", html=str(html('<div class="carte"></div>')), css=ramp_styles(), js=loader, isolate_styles=False
    )


def _version(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def ramp_styles() -> str:
    """The colours of the classes, which the style sheet reads forwards on the light theme and backwards on the dark."""
    shades = (f"--r{rank}:{shade}" for rank, shade in enumerate(palette.SEQUENTIAL))
    return f":root{{{';'.join(shades)}}}"


def draw(values: dict[str, Any], key: str, name: str = "carte") -> bool:
    """Draw a map, each of a page under its ``name``.

    A click writes its code in the address as ``key`` before the page runs; whether there was one.
    """
    callback = filters.clicked(name, "choix", key)
    return _component()(key=name, data=values, on_choix_change=callback).choix is not None


def measure() -> Measure:
    """The measure chosen by the reader."""
    titles = {key: measure.title for key, measure in MEASURES.items()}
    return MEASURES[filters.one("mesure", "Mesure", titles)]


def mode() -> str:
    """« aplats » or « cercles »."""
    return filters.one("forme", "Représentation", _MODES)


def classes_of(rows: pd.DataFrame, left: DeltaGenerator, right: DeltaGenerator) -> Classes:
    """The classes the reader asked for; wrong thresholds are told, and natural breaks stand in for them."""
    known = rows.loc[rows["statut"] == "valeur", "valeur"].tolist()
    with left:
        method = filters.one("classes", "Classes", classes.METHODS, default="naturels")
    with right:
        if method != "manuels":
            counts = {str(count): str(count) for count in range(classes.FEWEST, classes.MOST + 1)}
            return classes.classify(known, method, int(filters.one("nombre", "Nombre de classes", counts, default="5")))
        typed = filters.text("seuils", "Bornes hautes", placeholder="1 ; 5 ; 10")
    try:
        return classes.classify(known, method, 0, classes.read_thresholds(typed))
    except ThresholdError as error:
        show.note(f"{error} En attendant, la carte montre les seuils naturels.")
        return classes.classify(known, "naturels", 5)


def details(scope: Scope, measure: Measure) -> str:
    """Below the answer: what the map cannot show, or the year of the populations."""
    if not measure.of_facts:
        return f"Population municipale {population_year(scope)} (INSEE)."
    return " ".join(carte_words.gaps(cached.ask(scope, "carte_non_situes", **scope.filters), scope))


def drawn(layer: Layer, chosen: Classes | None, commune: str | None, scope: Scope) -> None:
    """The map (circles without classes) and its legend. A click opens the commune, or enters the département."""
    if layer.outlines is None:
        show.empty(f"Pas de carte : {layer.without}.", "Le tableau donne les mêmes chiffres.")
        return
    key = (layer.measure.key, repr(chosen), commune)
    values, legend = cached.kept(scope, "dessin", key, lambda: _drawing(layer, chosen, commune, scope))
    clicked = draw(values, "commune" if scope.departement else "departement")
    write(legend)
    if clicked and not scope.departement:
        st.rerun()  # The département is a filter of every page, drawn outside of this fragment.


def _drawing(layer: Layer, chosen: Classes | None, commune: str | None, scope: Scope) -> tuple[dict[str, Any], Markup]:
    """What the browser draws, and the legend."""
    ground = Ground(str(layer.outlines), layer.borders, layer.names, commune, small_names=scope.departement is None)
    said = words(layer, scope)
    period = scope.years if layer.measure.of_facts else population_year(scope)
    if chosen is None:
        return drawing.symbols(layer.rows, ground, said), carte_legend.of_circles(
            layer.rows, layer.measure, layer.places, period
        )
    legend = carte_legend.of_classes(layer.rows, chosen, layer.measure, layer.places, period)
    return drawing.choropleth(layer.rows, chosen, ground, said), legend


def words(layer: Layer, scope: Scope) -> Words:
    """What the map says under the pointer and to screen readers."""
    hint = "Cliquer pour ouvrir la commune" if scope.departement else "Cliquer pour entrer dans le département"
    return Words(
        layer.measure,
        {status: mark_meaning(status, layer.measure) for status in ("0", "nd", "s", "///")},
        hint,
        carte_words.alt(layer.rows, layer.measure, layer.places, scope),
    )


def commune(layer: Layer, scope: Scope) -> str | None:
    """The commune chosen by its name; the same as a click on the map."""
    return filters.choice(
        "commune",
        "Commune (ou clic sur la carte)",
        cached.kept(scope, "communes", (), lambda: _named(layer.rows)),
        everything="Aucune",
        filter_mode="contains",
    )


def _named(rows: pd.DataFrame) -> dict[str, str]:
    """Code → name, with the code where two communes share a name."""
    named = rows.sort_values("nom")
    twins = named["nom"].duplicated(keep=False)
    labels = named["nom"].where(~twins, named["nom"] + " (" + named["code"] + ")")
    return dict(zip(named["code"], labels, strict=True))


def sheet(scope: Scope, code: str) -> None:
    """What is known of one commune: where it is, who lives there, what takes place there, what is unknown."""
    place = cached.ask(scope, "commune", commune=code).iloc[0]
    subjects = cached.rows(scope, "sujets_commune", commune=code, limite=_MOST_SUBJECTS, **scope.period)
    items = join([*(_subject(scope, row) for row in subjects), _beyond(scope, code, subjects)])
    nothing = html("<p>Aucune action, aucun événement enregistré ici ({}).</p>", scope.years)
    write(
        html(
            '<section class="commune" aria-label="Fiche de la commune"><h2>{}</h2>{}{}{}</section>',
            link(scope.territory_href("commune", code), f"{place['nom']} ({code})"),
            join(html("<p>{}</p>", wording.sentence(line)) for line in _identity(place)),
            html("<ul>{}</ul>", items) if items else nothing,
            _unknown(subjects),
        )
    )


def _identity(place: pd.Series) -> list[str]:
    """Where it is and who lives there."""
    known = {
        label: wording.UNKNOWN if wording.unknown(place[column]) else str(place[column])
        for column, label in (("bassin", "bassin de vie"), ("epci", "intercommunalité"))
    }
    population = "population : nd"
    if not wording.unknown(place["population"]):
        inhabitants = wording.plural(int(place["population"]), "habitant")
        population = f"{inhabitants} en {place['annee_population']:.0f} (INSEE, population municipale)"
    zones = [f"{label} : {name}" for label, name in known.items()]
    return [f"{place['departement']} ({place['code_departement']}), {zones[0]}", zones[1], population]


def _subject(scope: Scope, row: Row) -> Markup:
    title = escape(row["titre"])
    if row["sujet_type"] == "action":
        title = link(scope.href("fiche", action=row["sujet_id"]), title)
    known = [row["annee_debut"], row["annee_fin"]]
    years = "année nd" if any(wording.unknown(year) for year in known) else f"{known[0]:.0f}"
    if not any(wording.unknown(year) for year in known) and known[0] != known[1]:
        years = f"{known[0]:.0f} à {known[1]:.0f}"
    low, high = row["participants_bas"], row["participants_haut"]
    people = wording.total(row["participants"], low, high, row["n_approches"] > 0)
    cost = {"total_eur": row["montant_eur"], "bas_eur": row["montant_bas_eur"], "haut_eur": row["montant_haut_eur"]}
    known_cost = wording.UNKNOWN if row["precision_cout"] is None else wording.cost(cost, row["precision_cout"])
    counted = wording.SECRET if row["participants_secret"] else people
    facts = [
        "action" if row["sujet_type"] == "action" else "événement",
        years,
        *([] if wording.unknown(row["structure"]) else [str(row["structure"])]),
        f"personnes : {counted}",
        f"coût : {known_cost}",
        *([f"dans {wording.number(row['n_communes'])} communes"] if row["n_communes"] > 1 else []),
    ]
    return html("<li>{} <span class='inconnu'>({})</span></li>", title, " · ".join(facts))


def _beyond(scope: Scope, code: str, subjects: Sequence[Row]) -> Markup:
    """How many others there are, with the way to the directory, nearest to here first."""
    others = subjects[0]["n_sujets"] - len(subjects) if subjects else 0
    if not others:
        return EMPTY
    way = link(scope.href("actions", pres=code), "les actions au plus près, dans l’annuaire")
    return html("<li>et {}&nbsp;: {}</li>", wording.plural(others, "autre"), way)


def _unknown(subjects: Sequence[Row]) -> Markup:
    if not subjects:
        return EMPTY
    counts, total = subjects[0], subjects[0]["n_sujets"]
    absent = {
        "année": counts["n_sans_annee"],
        "nombre de personnes": counts["n_sans_participants"],
        "coût": counts["n_sans_montant"],
    }
    missing = [f"{words} : {wording.share(lacks, total)}" for words, lacks in absent.items() if lacks]
    if not missing:
        return EMPTY
    return html('<p class="inconnu">Ce qu’on ne sait pas. {}.</p>', " ; ".join(missing))


def table(layer: Layer, scope: Scope) -> None:
    """The rows of the map, those with something first, each with its mark; long ones by pages."""
    rows, measure, places = layer.rows, layer.measure, layer.places
    ordered = rows.assign(rang=rows["statut"].isin(["0", "///"])).sort_values(["rang", "nom"], kind="stable")
    starts = range(0, max(len(ordered), 1), _PAGE_ROWS)
    pages = {str(start // _PAGE_ROWS + 1): f"{start + 1} à {min(start + _PAGE_ROWS, len(ordered))}" for start in starts}
    page = int(filters.one("lignes", "Lignes du tableau", pages)) if len(pages) > 1 else 1
    part = ordered.iloc[(page - 1) * _PAGE_ROWS : page * _PAGE_ROWS]
    columns = [
        show.Column("nom", wording.sentence(places.singular)),
        *([show.Column("bassin", "Bassin", colours=dict(layer.colours))] if layer.borders and not scope.bassin else []),
        show.Column("chiffre", measure.title, "figure"),
        *([show.Column("couverture", "Connu pour")] if measure.coverage else []),
    ]
    caption = f"{measure.title} par {places.singular}, {scope.label}"
    if len(pages) > 1:
        caption += f" (lignes {pages[str(page)]} sur {wording.number(len(ordered))})"
    show.table(part, columns, caption)


def exported(layer: Layer) -> pd.DataFrame:
    """What may leave: the mark stands where the value does not, so that a secret one cannot be read."""
    columns = ["code", "nom", "bassin", "statut", "valeur", "bas", "haut", "n_actions", "n_evenements", "couverture"]
    return layer.rows[columns].assign(mesure=layer.measure.title)
