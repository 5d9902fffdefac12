"""What lacks most, in the same words on every page, and where a field is filled in: the address of its worklist."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.frame import cached, wording
from dashboard.frame.markup import EMPTY, Markup, html, join, link, write
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope
from data import settings
from queries import articles
from queries.copy.indicators.entry import FIELDS
from queries.copy.progress.words import agreed

PAGE = "donnees"
# Fields that « completude » names otherwise than worklists do, and those that no fiche can lack.
_NAMES = {"motif de fin (actions terminées)": "motif de fin"}
_NEVER_LACKING = ("structure",)
_FIRST = 2  # fields named where they are told in a sentence


def href(scope: Scope, field: str) -> str | None:
    """The worklist of a field, as « completude » or « champs_a_collecter » names it; None when it has none."""
    if field in _NEVER_LACKING:
        return None
    return scope.href(PAGE, partie="completer", champ=_NAMES.get(field, field))


def local(scope: Scope) -> Scope | None:
    """The same in a département, which what lacks is counted in: the reference one for France; None without one."""
    code = scope.departement or settings.departement()
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    return replace(scope, departement=code, departement_nom=names[code]) if code in names else None


def elsewhere(scope: Scope) -> str:
    """That a page counts in the reference département where France is chosen; "" where a département is."""
    where = local(scope)
    if where is None or scope.departement is not None:
        return ""
    return f"voici {where.territory}, le département de référence. Choisissez-en un autre dans le volet Périmètre."


def fields(scope: Scope) -> Sequence[Row]:
    """The fields whose absence closes most indicators in the département of a ``local`` scope, in their order."""
    return cached.rows(scope, "champs_a_collecter", departement=scope.departement)


def noun(field: str, count: float) -> str:
    """What lacks a field: « fiches », « événement », « séances »."""
    return agreed(FIELDS.get(field, "fiches"), count)


def lacks(row: Row) -> str:
    """« manque dans 45 fiches sur 141 », from a row of « champs_a_collecter »; that it is asked of none yet."""
    if not row["n_total"]:
        return "n'est encore attendu nulle part"
    count = f"{wording.number(row['n_manquants'])} {noun(row['champ'], row['n_manquants'])}"
    return f"manque dans {count} sur {wording.number(row['n_total'])}"


def first(scope: Scope) -> Markup:
    """« À collecter d'abord : tranche d'âge (manque dans 45 fiches sur 141) et … », each a link.

    The only answer to « que manque-t-il ? »: whole département, named where another territory is chosen, all years.
    Nothing where no fact is recorded.
    """
    where = local(scope)
    if where is None or nothing_yet(where):
        return EMPTY
    there = articles.within(str(where.departement_nom), "departement")
    lacking = fields(where)[:_FIRST]
    if not lacking:
        return html("Aucun champ manquant n'empêche un indicateur de mesurer {}.", there)
    ways = [html("{} ({})", link(href(where, row["champ"]) or PAGE, row["champ"]), lacks(row)) for row in lacking]
    whole = scope.departement == where.departement and scope.bassin is None
    return html("À collecter d'abord{}&nbsp;: {}.", "" if whole else f" {there}", join(ways, " et "))


def told(scope: Scope) -> None:
    """The same, as a paragraph of a page."""
    if said := first(scope):
        write(html('<p class="collecter">{}</p>', said))


def nothing_yet(scope: Scope) -> bool:
    """Whether no action and no event is recorded anywhere: it is not the perimeter that is too narrow."""
    return not cached.rows(scope, "chiffres_cles")[0]["n_actions"] and not cached.rows(scope, "evenements")


def first_step(scope: Scope) -> tuple[str, str, str]:
    """The way to what is missing where nothing is recorded at all: its address, its name, why."""
    return scope.href(PAGE), "Charger des fichiers", "dans « Données » : fiches, tableaux, budgets, fichiers publiés"
