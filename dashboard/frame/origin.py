"""« D'où vient ce chiffre ? »: the address that follows a figure to its rows, and the links that lead there."""

from dashboard.frame.markup import Markup, html, link
from dashboard.frame.scope import Scope

PAGE = "origine"
WORDS = "D'où vient ce chiffre ?"
# What a table says once, whose figures are links.
IN_TABLES = "Chaque chiffre souligné mène à ce dont il est fait : « D'où vient ce chiffre ? »"
INDICATOR = "indicateur-"


def href(
    scope: Scope, figure: str, level: str = "", code: str | None = None, year: int | None = None, key: str = ""
) -> str:
    """Address of the page of a figure (``registry.KINDS``, or ``indicateur-A1``) of a territory and a year.

    Without a territory it is the one of the scope, without a year the years of the scope; ``key`` is what else tells
    the figure from others.
    """
    values = {
        "chiffre": figure,
        "territoire": f"{level}:{code}" if level and code else "",
        "annee": "" if year is None else str(year),
        "cle": key,
    }
    return scope.href(PAGE, **{name: value for name, value in values.items() if value})


def indicator(scope: Scope, name: str, level: str, code: str, year: int) -> str:
    """The same for one value of an indicator."""
    return href(scope, f"{INDICATOR}{name}", level, code, year)


def beside(to: str) -> Markup:
    """The link that stands under a figure."""
    return link(to, WORDS, html(' class="origine"'))


def on(to: str, figure: object) -> Markup:
    """The figure itself as the link, where there is no room for words: they are its description."""
    return link(to, figure, html(' class="origine" title="{}"', WORDS))
