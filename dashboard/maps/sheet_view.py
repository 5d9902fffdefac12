"""One territory of the map: what is known of a commune, and what the map shows of it, step by step."""

from collections.abc import Sequence

import pandas as pd

from dashboard.frame import cached, filters, origin, pictures, show, taking, wording
from dashboard.frame.markup import EMPTY, Markup, escape, html, join, link, write
from dashboard.frame.pictures import Picture
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.maps.layer import Layer
from dashboard.maps.measures import Measure
from dashboard.maps.words import Places

# Territory of a map → its level in the address of a figure; measures of facts whose rows can be listed.
_LEVELS = {"commune": "commune", "intercommunalité": "epci", "bassin de vie": "bassin", "département": "departement"}
_FOLLOWED = ("actions", "evenements", "personnes", "cout", "accorde", "publie")
_MOST_SUBJECTS = 10  # listed in the sheet of a commune; the directory has the others


def key_of(scope: Scope, places: Places) -> str:
    """What a click on the map writes in the address."""
    if scope.departement is None:
        return "departement"
    return "commune" if places.singular == "commune" else "zone"


def chosen(layer: Layer, scope: Scope) -> str | None:
    """The territory chosen by its name; the same as a click on the map."""
    named = cached.kept(scope, "noms", (layer.places.singular,), lambda: _named(layer.rows))
    return filters.choice(
        key_of(scope, layer.places),
        f"{wording.sentence(layer.places.singular)} (ou clic sur la carte)",
        named,
        everything="Aucun" + layer.places.e,
        filter_mode="contains",
    )


def series(layer: Layer, code: str, scope: Scope) -> None:
    """What the map shows of one territory, year by year: figure, n, coverage and why a mark."""
    rows = [
        step.rows[step.rows["code"] == code].assign(annee=step.label, origine=followed(layer, code, step.label, scope))
        for step in layer.steps
    ]
    found = details(pd.concat(rows), layer.measure)
    caption = f"{found['nom'].iloc[0]} : {layer.measure.legend}, {scope.territory}"
    if layer.measure.indicator or (found["valeur"] < 0).any():
        columns = [
            show.Column("annee", "Année", "code"),
            show.Column("chiffre", layer.measure.title, "figure", origin="origine"),
        ]
        show.table(found, [*columns, *known(layer.measure)], caption)
        return
    drawn = pictures.figure(show.barred(caption, _bars(found)), Picture("serie", caption))
    taking.images([drawn], "serie", scope)


def followed(layer: Layer, code: str, year: str, scope: Scope) -> str | None:
    """The address that follows the figure of one territory and step to its rows; None where there is none."""
    level = _LEVELS.get(layer.places.singular)
    if layer.measure.indicator:
        return origin.indicator(scope, layer.measure.key, level, code, int(year)) if level and year else None
    if level != "commune" or layer.measure.key not in _FOLLOWED:
        return None
    return origin.href(scope, f"carte-{layer.measure.key}", level, code, int(year) if year else None)


def _bars(found: pd.DataFrame) -> list[tuple[str, int, int, str]]:
    """Year, thousandths of the largest value, and what is read beside."""
    top = found["valeur"].max()
    columns = ("annee", "chiffre", "couverture", "origine")
    told = zip(found["valeur"].fillna(0), *(found[column] for column in columns), strict=True)
    return [
        (year, round(1000 * value / top) if top > 0 else 0, 1000, _said(figure, known, followed))
        for value, year, figure, known, followed in told
    ]


def _said(figure: str, known: str, followed: str | None) -> str:
    """The figure, which leads to its rows where it can, and for how many it is known."""
    led = origin.on(followed, figure) if followed else escape(figure)
    return html("{} ({})", led, known) if known else led


def known(measure: Measure) -> list[show.Column]:
    """The columns that say how well a figure is known, for rows that ``details`` completed."""
    if measure.indicator:
        return [show.Column("precisions", "Ce qu’on en sait")]
    return [show.Column("couverture", "Connu pour")] if measure.coverage else []


def details(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """The same rows with what the map says under each figure, in one cell."""
    told = rows[list(measure.lines)].fillna("").to_numpy().tolist() if measure.lines else [[""]] * len(rows)
    return rows.assign(precisions=[" ; ".join(line for line in lines if line) for lines in told])


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
