"""Compléter: the fields to collect first, how many more open an indicator, and the fiches that lack each."""

from collections.abc import Sequence
from functools import partial

from dashboard.entering import openings, worklist
from dashboard.entering.worklist import Counter
from dashboard.frame import cached, chrome, collecting, filters, pager, show, taking, wording
from dashboard.frame.markup import html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from dashboard.indicators import board_view

PAGE_SIZE = 25
# Counters told under one field; the others are counted.
_MOST = 3
_COLUMNS = [
    Column("titre", "À compléter", href="lien"),
    Column("structure", "Structure"),
    Column("communes", "Communes", "list"),
    Column("a_valider", "Nombres à valider", "figure"),
]


def view(scope: Scope) -> None:
    """The list of one field, or what to collect first."""
    chrome.sheet("validation.css")
    where = board_view.place(scope)
    if where is None:
        board_view.no_place()
        return
    local = where.scope
    if there := collecting.elsewhere(scope):
        show.note(f"Ce qui manque se compte département par département : {there}")
    if collecting.nothing_yet(local):
        show.empty(
            "Aucune fiche n'est encore enregistrée : il n'y a rien à compléter.",
            "Ajoutez-en une ci-dessous, ou :",
            [collecting.first_step(local)],
        )
        return
    fields = collecting.fields(local)
    counters = openings.counters(local)
    show.answer(worklist.soonest(counters, local.territory), _reach(local))
    first = {row["champ"]: row["champ"] for row in [*fields, *(row for row, _ in counters)]}
    asked = filters.asked("champ")
    lacking = {row["champ"] for row in cached.rows(local, "completude", **local.filters)}
    if asked in lacking:  # A gap of the overview, that closes no indicator.
        first.setdefault(asked, asked)
    field = filters.choice("champ", "Champ à compléter", first, "Tous, les plus utiles d'abord")
    if field is None:
        _fields(local, fields, counters)
        _constants(local)
    else:
        _of_field(local, field, fields, [each for each in counters if each[0]["champ"] == field])


def _reach(scope: Scope) -> str:
    whole = "Ces comptes portent sur tout le département, toutes années ensemble" if scope.bassin else ""
    said = f"{whole} ; les listes, sur {scope.label}." if whole else ""
    return f"{said} Mesurer un progrès demande aussi plusieurs années comparables.".strip()


def _fields(scope: Scope, fields: Sequence[Row], counters: Sequence[Counter]) -> None:
    show.section("À collecter d'abord", "Les champs dont l'absence ferme le plus d'indicateurs, dans cet ordre.")
    if not fields:
        ways = [
            (scope.href("donnees", partie="valider"), "Valider", "les nombres lus dans les textes"),
            (scope.href("indicateurs"), "Indicateurs", "ce qu'ils disent déjà"),
        ]
        show.empty(
            f"Aucun champ manquant n'empêche un indicateur de mesurer : {scope.territory}.",
            "Ce qui peut encore faire avancer :",
            ways,
        )
        return
    rows = []
    for row in fields:
        told = [worklist.counter(*each) for each in counters if each[0]["champ"] == row["champ"]] or [row["phrase"]]
        rest = len(told) - _MOST
        shown = [
            *told[:_MOST],
            *([f"et {wording.plural(rest, 'autre indicateur', 'autres indicateurs')}"] * (rest > 0)),
        ]
        points = join(html("<li>{}</li>", words) for words in shown)
        rows.append(
            html(
                "<li>{} <small>{}</small>{}</li>",
                link(str(collecting.href(scope, row["champ"])), row["champ"]),
                collecting.lacks(row),
                html('<ul class="points">{}</ul>', points),
            )
        )
    write(html('<ol class="a-completer">{}</ol>', join(rows)))


def _of_field(scope: Scope, field: str, fields: Sequence[Row], counters: Sequence[Counter]) -> None:
    lacking = openings.listed(scope, field)
    show.section(f"Sans « {field} »", worklist.of_field(field, len(lacking), lacking) if lacking else "")
    if counters:
        show.points([worklist.counter(*each) for each in counters])
    if not lacking:
        ways = [(scope.href("donnees", partie="completer"), "Les autres champs à collecter", "")]
        asked = next((row for row in fields if row["champ"] == field), None)
        show.empty(worklist.nothing_left(field, scope.label, asked), "Voyez :", ways)
        return
    number, count = pager.page(len(lacking), PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    shown = worklist.listed(lacking[start : start + PAGE_SIZE], scope, field)
    page = f", page {wording.number(number)} sur {wording.number(count)}" if count > 1 else ""
    show.table(shown, _COLUMNS, f"Sans « {field} », {scope.label}{page}")
    to = partial(scope.href, "donnees", partie="completer", champ=field)
    pager.links(lambda page: to(page=str(page)), number, count)
    if any(row["n_propositions"] for row in lacking):
        show.links([(scope.href("donnees", partie="valider"), "Valider", "les nombres déjà lus dans les textes")])
    export = partial(cached.fresh, scope, "fiches_sans_champ", champ=field, **scope.filters)
    taking.exports(export, "a-completer", "fiches_sans_champ", scope)


def _constants(scope: Scope) -> None:
    constants = cached.rows(scope, "colonnes_constantes", **scope.filters)
    show.section("À vérifier : partout la même valeur", "Une valeur unique n'apprend rien.")
    if constants:
        show.links([worklist.constant(row, scope) for row in constants])
    else:
        show.paragraph(f"Aucun champ ne dit la même chose dans toutes les fiches ({scope.label}).")
