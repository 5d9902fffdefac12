"""Money: who pays, what lacks and for whom, what is about to stop. Amounts of different stages are never added."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.dossier import bars, ground, ink, opening
from dashboard.dossier.asked import Asked
from dashboard.dossier.bars import Bar, Gap
from dashboard.dossier.content import Beside, Block, Cell, Drawing, Facts, Keys, Table, Title, Words
from dashboard.frame import cached, reference, wording
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.maps import controls, drawing
from dashboard.maps.layer import Choice, Layer, layer_of
from dashboard.maps.measures import mark_meaning
from dashboard.maps.words import alt as map_alt
from dashboard.money import drawn, lacks, pays, sankey, shared, stops, words

_MOST_CONVENTIONS, _MOST_FAMILIES = 14, 10
_WHOLE = 170.0


def chapter(asked: Asked) -> list[Block]:
    """The three questions of the committee on money, each with its answer first."""
    scope = asked.scope
    rows = shared.whole(scope)
    return [
        Title("Financements et écarts", apart=True),
        Facts([opening.fact(figure) for figure in shared.key_figures(rows, scope)]),
        Words(words.PLANS, "small"),
        *_pays(scope, rows),
        *_lacks(asked, rows),
        *_stops(asked, rows),
        *_envelopes(asked),
    ]


def _pays(scope: Scope, rows: Sequence[Row]) -> list[Block]:
    said = pays.answer(scope, rows)
    blocks: list[Block] = [Title("Qui paie ?", 2), Words(said.removeprefix("Qui paie ? "), "answer")]
    found = sankey.flows(cached.rows(scope, "flux_financiers", **scope.filters), ["famille", "bassin"])
    if not found.links:
        return blocks
    told = [
        Bar(name, value, f"{words.euros(value)}, {wording.percent(value / found.total)}")
        for name, value in found.of("famille")[:_MOST_FAMILIES]
    ]
    heard = " ; ".join(
        f"{name} accorde {words.euros(value)}, soit {wording.percent(value / found.total)} du total accordé"
        for name, value in found.of("famille")[:_MOST_FAMILIES]
    )
    caption = f"Subventions accordées en argent par famille de financeurs, {scope.known_exercices}."
    return [
        *blocks,
        Drawing(
            bars.bars(told),
            f"Barres, une par famille de financeurs, ce que chacune accorde et sa part du total. {heard}",
            _WHOLE,
            caption,
        ),
    ]


def _lacks(asked: Asked, rows: Sequence[Row]) -> list[Block]:
    scope = asked.scope
    said = lacks.answer(scope, rows).removeprefix("Que manque-t-il ? ")
    need = lacks.plain(lacks.known(scope), "bassin")
    told = [row for row in cached.rows(scope, "ecart_equitable", **need.question(scope)) if row["ecart"] is not None]
    blocks: list[Block] = [Title("Que manque-t-il ?", 2), Words(said, "answer")]
    if len(told) > 1:
        blocks.append(_gaps(scope, told))
    if mapped := _map(asked):
        blocks += [Title("Où l'argent accordé va", 2), *mapped]
    far = words.far_sentence(cached.rows(scope, "distances_financees", **scope.place))
    return [*blocks, Words(far)]


def _gaps(scope: Scope, told: Sequence[Row]) -> Drawing:
    gaps = [
        Gap(row["nom"], row["ecart"], row["ecart_min"], row["ecart_max"], row["conclusif"] is False,
            words.gap(row["ecart"]), _received(row))
        for row in told
    ]  # fmt: skip
    heard = " ; ".join(
        f"{row['nom']} a reçu {_received(row)} équitable, soit un écart de {words.gap(row['ecart'])}" for row in told
    )
    caption = (
        f"Ce que chaque bassin reçoit, comparé à sa part de population, {scope.known_exercices}. Le trait dit jusqu'où "
        "l'écart irait selon le poids d'un besoin, de 0 à 100 % ; une barre croisée, que son signe en dépend. Ces "
        "écarts disent la répartition, jamais si le total suffit."
    )
    return Drawing(
        bars.gaps(gaps),
        f"Barres de part et d'autre de la part équitable, une par territoire du département. {heard}",
        _WHOLE,
        caption,
    )


def _received(row: Row) -> str:
    got = words.euros(row["accorde_eur"]) if row["n_plans"] else "rien d'enregistré"
    return f"{got} pour une part de {words.euros(row['cible_eur'])}"


def _map(asked: Asked) -> list[Block]:
    """Granted money by commune, at the place of the action, with every mark apart."""
    scope = asked.scope
    layer = layer_of(scope, Choice("accorde"))
    if layer.outlines is None or not (layer.rows["statut"] == "valeur").any():
        return []
    return [Beside([communes(scope, layer)], [_legend(scope, layer)], 0.57)]


def communes(scope: Scope, layer: Layer, width: float = 93, tallest: float = 230) -> Drawing:
    """A map of communes in the classes that the page of the map opens on for colours."""
    classes = controls.plain(layer, scope)
    shades = drawing.shades(classes)
    rows = layer.rows
    told = zip(rows["code"], rows["statut"], rows["valeur"], strict=True)
    styles = {
        str(code): drawing.MARKS.get(str(status)) or shades[classes.of([float(value)])[0]]
        for code, status, value in told
    }
    outlines, borders = outline(layer.outlines), outline(layer.borders)
    points = width * 482 / 170
    names = () if scope.bassin else opening.names(scope)
    svg = ground.filled(outlines or Path(), styles, borders, names, points, tallest)
    caption = f"{layer.measure.legend.rstrip(',')} par commune, {scope.known_exercices}."
    return Drawing(svg, map_alt(rows, layer.measure, layer.places, scope), width, caption)


def outline(address: str | None) -> Path | None:
    """The file behind the address of an outline."""
    return cached.outline_file(address) if address else None


def _legend(scope: Scope, layer: Layer) -> Keys:
    classes = controls.plain(layer, scope)
    counts = layer.rows["statut"].value_counts()
    items = [
        (ink.swatch(style), f"{label} ({layer.places.count(count)})")
        for style, label, count in zip(drawing.shades(classes), classes.labels, classes.counts, strict=True)
    ]
    items += [
        (ink.swatch(drawing.MARKS[mark]), f"{mark} {mark_meaning(mark, layer.measure)} ({int(counts.get(mark, 0))})")
        for mark in layer.measure.marks
    ]
    return Keys(items)


def _stops(asked: Asked, rows: Sequence[Row]) -> list[Block]:
    scope, day = asked.scope, asked.day
    said = stops.answer(scope, rows).removeprefix("Qu'est-ce qui va s'arrêter ? ")
    blocks: list[Block] = [Title("Qu'est-ce qui va s'arrêter ?", 2), Words(said, "answer")]
    if old := reference.old(day, scope.seen_on):
        blocks.append(Words(old, "note"))
    months = cached.rows(scope, "conventions_mois", **scope.place)
    if day is None or not months:
        return blocks
    strip = [
        (wording.month(month.first, year=not rank or month.first.month == 1), month.n, _brought(month))
        for rank, month in enumerate(drawn.year_ahead(months, day, max(words.SOON)))
    ]
    heard = ", ".join(f"{name} {count}" for name, count, _ in strip if count)
    caption = (
        "Conventions qui finissent, mois par mois, et ce qu'elles accordent (≥ : au moins) ; les douze mois "
        f"{reference.after(day)}."
    )
    blocks.append(Drawing(bars.months(strip), f"Conventions qui finissent : {heard}", _WHOLE, caption))
    return [*blocks, conventions(scope, sum(row["n"] for row in months), _MOST_CONVENTIONS)]


def _brought(month: drawn.Month) -> str:
    if not month.n:
        return ""
    return f"{'≥ ' if 0 < month.n_known < month.n else ''}{words.euros(month.euros)}"


def conventions(scope: Scope, count: int, most: int) -> Table:
    """The first conventions that end, by date."""
    first = cached.rows(scope, "conventions", **scope.place, limite=most)
    rows = [
        [
            Cell(wording.day(date.fromisoformat(row["convention_fin"]))),
            Cell(row["titre"], row["structure"] or ""),
            Cell(row["financeur"] or wording.UNKNOWN),
            Cell(wording.euros(row["accorde_eur"])),
            Cell(wording.percent(row["part"])),
        ]
        for row in first
    ]
    more = f" ({len(rows)} premières sur {wording.number(count)})" if count > len(rows) else ""
    caption = f"Conventions, par date de fin{more} ; part : de ses subventions de l'exercice"
    heads = ["Fin", "Action ou structure", "Financeur", "Accordé", "Part"]
    return Table(caption, heads, rows, [1.2, 4.6, 2.6, 1.3, 0.8], (3, 4))


def _envelopes(asked: Asked) -> list[Block]:
    scope = asked.scope
    rows = cached.rows(scope, "enveloppes", departement=scope.departement, **scope.period)
    head = Title("L'enveloppe, par bassin et par année", 2)
    if not rows:
        return [head, Words("Aucune enveloppe n'est renseignée : nd, et non zéro.")]
    last = sorted({row["annee"] for row in rows})[-2:]
    recent = [row for row in rows if row["annee"] in last]
    cells = [
        [
            Cell(str(row["annee"])),
            Cell(row["nom"]),
            *(
                Cell(wording.euros(words.whole(row[name])))
                for name in ("vote_eur", "engage_eur", "paye_eur", "reste_eur")
            ),
        ]
        for row in recent
    ]
    caption = (
        "Votée, engagée, payée : trois montants différents ; reste = votée moins engagée. Exercices "
        f"{wording.join([str(year) for year in last])}"
    )
    return [
        head,
        Table(
            caption,
            ["Année", "Territoire", "Votée", "Engagée", "Payée", "Reste"],
            cells,
            [1, 2.6, 1.4, 1.4, 1.4, 1.4],
            (2, 3, 4, 5),
        ),
        *([Words(told)] if (told := words.envelopes_said_otherwise(recent)) else []),
    ]
