"""The parts of the page « D'où vient ce chiffre ? »: the figure, its meaning, rows, loads, SQL and citation."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard.frame import cached, chrome, origin, show, taking, wording
from dashboard.frame.markup import html, join, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.indicators.words import spaced
from dashboard.provenance import cited
from dashboard.provenance.followed import Followed, Listed, why
from data import days, integrity
from data.batch import RefusedError
from data.loading.journal import Line

# Rows that a printed page keeps: « Télécharger » has them all.
ON_PAPER = 12


def nothing(scope: Scope, reason: str) -> None:
    """The address names no figure: why, and where figures are."""
    show.title(origin.WORDS)
    show.empty(
        reason or "L'adresse ne dit pas de quel chiffre il s'agit.",
        "Un chiffre se suit depuis la page qui le montre, par le lien « D'où vient ce chiffre ? » :",
        [
            (scope.href(""), "Synthèse", "personnes, actions, argent"),
            (scope.href("indicateurs"), "Indicateurs", "chaque valeur, territoire par territoire"),
            (scope.href("financements"), "Financements", "montants et parts"),
            (scope.href("territoire"), "Territoire", "une commune, une intercommunalité ou un bassin"),
        ],
    )


def opening(followed: Followed, snapshot: int | None, before: str) -> None:
    """Which figure of where and when, and its value as its page writes it.

    ``snapshot`` is the one that the address cites, ``before`` the figure that it says it cited.
    """
    asked = followed.asked
    to, label = followed.page
    show.back(to, label)
    show.title(origin.WORDS, followed.name, f"{asked.where}, {asked.when}")
    if snapshot is not None and snapshot != asked.scope.snapshot:
        _other_snapshot(followed, snapshot, before)
    show.figures([followed.figure])
    if said := why(followed):
        show.paragraph(said)
        show.links([(asked.scope.href("methode"), "Les marques, dans Méthode", "zéro, inconnu, secret et sans objet")])
    show.old_reference(asked.scope)


def _other_snapshot(followed: Followed, snapshot: int, before: str) -> None:
    """The address cites another state of the store than the one that answers."""
    asked = followed.asked
    now = asked.scope.snapshot
    if snapshot > now and asked.scope.closing:
        show.note(
            f"L'adresse cite l'instantané {snapshot}, plus récent que celui dont la séance garde les chiffres (le "
            f"{now}) : le chiffre ci-dessous est celui de la séance."
        )
        return
    if snapshot > now:
        show.note(
            f"L'adresse cite l'instantané {snapshot}, que ce magasin n'a pas (le dernier est le {now}) : une "
            "sauvegarde a pu être remise. Le chiffre ci-dessous est celui d'aujourd'hui."
        )
        return
    writes = [line for line in _journal(asked.scope) if snapshot < line.snapshot <= now]
    told = wording.plural(len(writes), "écriture") if writes else "aucune écriture"
    show.note(f"L'adresse cite l'instantané {snapshot} ; depuis, {told} : {cited.since(followed, before)}")
    if writes:
        show.points(cited.writes(writes, followed.loads))
        show.links([(asked.scope.href("donnees", partie="historique"), "Tout l'historique", "ce que chacune a changé")])


def meaning(followed: Followed) -> None:
    """Its definition, then what it is made from, where that is more than rows."""
    show.section("Ce que ce chiffre veut dire")
    items = join(
        html("<dt>{}</dt><dd>{}</dd>", term, wording.typographic(spaced(said))) for term, said in followed.definition
    )
    write(html('<dl class="methode">{}</dl>', items))
    if not followed.parts:
        return
    show.section("De quoi il est fait")
    rows = [{"quoi": what, "combien": said} for what, said in followed.parts]
    columns = [show.Column("quoi", "Ce qui entre dans le calcul"), show.Column("combien", "Combien", "figure")]
    show.table(rows, columns, f"{followed.name}, {followed.asked.where}, {followed.asked.when}")


def rows(followed: Followed) -> None:
    """The rows behind, list by list: the first of them, how many there are, all of them to take away."""
    show.section("Les lignes", "Celles que chacun peut lire ailleurs dans l'observatoire, avec les mêmes secrets.")
    if not followed.listed:
        show.paragraph(f"Ces lignes ne sont pas listées : {followed.unlisted}.")
    for rank, one in enumerate(followed.listed):
        _list(followed, one, rank)


def _list(followed: Followed, one: Listed, rank: int) -> None:
    asked = followed.asked
    show.subtitle(one.facts.title)
    if not one.rows:
        show.paragraph("Aucune ligne ici, sur cette période.")
        return
    if said := one.facts.reserve(one.rows[0]):
        show.reading(said)
    shown = [one.facts.written(row, asked.scope) for row in one.rows]
    caption = f"{one.facts.title}, {asked.where}, {asked.when}"
    with st.container(key=f"lignes_{rank}"):
        show.table(shown, _said(one.facts.columns, shown), caption, total=one.total)
    if len(shown) > ON_PAPER:
        write(html('<p class="papier">Les {} premières lignes sur {}.</p>', str(ON_PAPER), wording.number(one.total)))
    taking.exports(
        partial(cached.fresh, asked.scope, one.facts.question, **one.values),
        f"lignes-{asked.figure}-{rank}",
        one.facts.question,
        asked.scope,
    )


def _said(columns: Sequence[show.Column], rows: Sequence[Row]) -> list[show.Column]:
    """The columns of which a row at least says something."""
    return [column for column in columns if any(row[column.key] not in (None, "") for row in rows)]


def sources(followed: Followed) -> None:
    """Its loads: what, published by whom, under which licence, loaded when and by whom, from which files."""
    scope = followed.asked.scope
    show.section("Sources et chargements")
    known = sources_of(followed)
    if not known:
        show.paragraph("Aucun chargement ne dit de fait pour ce chiffre.")
        return
    addresses = {
        row["source"]: scope.href("donnees", partie="historique", origine=row["source"])
        for row in known
        if row["format"] != "references"
    }
    told = cited.loads(known, _entries(scope, [row["source"] for row in known]), addresses, scope.actor.name)
    caption = f"Chargements dont vient ce chiffre, lus à l'instantané {scope.snapshot}"
    show.table(told, cited.LOADS, caption, total=len(told))


def sources_of(followed: Followed) -> list[Row]:
    """The loads behind the figure, in the order of the sources page."""
    wanted = set(followed.loads)
    return [row for row in cached.rows(followed.asked.scope, "sources") if row["source"] in wanted]


def _entries(scope: Scope, loads: Sequence[str]) -> Sequence[Line]:
    """The writes that brought loads in, as the copy has them: reading the whole journal takes as long as the page. It
    is read all the same where one of them is older than the journal."""
    path, bare = scope.dataset.path, Scope(scope.dataset, scope.copy)
    try:
        numbers = cached.kept(bare, "instantanes", (), partial(integrity.snapshots, path))
    except RefusedError:
        return []
    entries = {row["source"]: row for row in cached.rows(scope, "origine_chargements")}
    found = [entries[load] for load in loads if load in entries and entries[load]["ecriture_id"] in numbers]
    if len(found) < len(loads):
        return _journal(scope)
    return [
        Line(
            numbers[row["ecriture_id"]],
            datetime.fromisoformat(row["ecrite_le"]),
            row["auteur"],
            row["geste"],
            "",
            row["role"],
            row["fonction"],
            row["source"],
        )
        for row in found
    ]


def _journal(scope: Scope) -> Sequence[Line]:
    """Every write of the store; none when the store cannot say it."""
    try:
        return cached.writes(scope)
    except RefusedError:
        return []


def computed(followed: Followed, snapshot: int | None) -> None:
    """The SQL, folded, with the values that were bound in it; and the command that asks it again, of the snapshot that
    answers and of an earlier one that the address cites."""
    now = followed.asked.scope.snapshot
    show.section("Le calcul exact")
    for title, body, values in followed.computed:
        with st.expander(f"SQL : {title}"):
            st.code(cited.sql(body, values), language="sql", wrap_lines=True)
    with st.expander("La même question, depuis un terminal"):
        for one in [now, *([snapshot] if snapshot is not None and snapshot < now else [])]:
            st.code(cited.command(followed, one), language="bash", wrap_lines=True)


def cite(followed: Followed) -> None:
    """The sentence to paste, with its lasting address, and the button that copies it."""
    asked = followed.asked
    show.section("Citer")
    if asked.scope.actor.unmasked:
        show.note(
            "Vous lisez les nombres de personnes sans leurs masques (rôle « administration ») : ne citez pas un nombre "
            "que les lecteurs n'ont pas."
        )
    day, made_up = days.today(), cached.demonstration(asked.scope)
    said = cited.sentence(followed, sources_of(followed), made_up, day, _absolute(cited.address(followed)))
    write(
        html(
            '<div class="citer"><p id="citation" tabindex="0">{}</p><p><button type="button" data-copier="citation">'
            'Copier la citation</button> <span role="status" data-copie></span></p></div>',
            said,
        )
    )
    chrome.script("citer.js")


def _absolute(address: str) -> str:
    """The address as another machine opens it; as it is where the server does not know its own."""
    here = st.context.url
    return f"{here.split('?', 1)[0].rsplit('/', 1)[0]}/{address}" if here else address
