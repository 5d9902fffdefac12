"""« S'en inspirer »: actions kept in the address (``liste=id,id``), without an account, to be printed together."""

from collections.abc import Sequence

from dashboard.frame import filters, wording
from dashboard.frame.markup import Markup, attribute, html, link
from dashboard.frame.scope import Scope

KEY = "liste"
PAGE = "inspirations"
MOST = 30  # actions of a list: the address of a longer one is one that some mail programs cut
_SEPARATOR = ","


def asked() -> tuple[str, ...]:
    """The identifiers that the address holds, each once, in the order they were kept; nothing says that they exist."""
    told = (filters.asked(KEY) or "").split(_SEPARATOR)
    return tuple(dict.fromkeys(one for one in map(str.strip, told) if one))


def said(liste: Sequence[str]) -> dict[str, str]:
    """What an address says of a list: nothing of an empty one."""
    return {KEY: _SEPARATOR.join(liste)} if liste else {}


def toggled(liste: Sequence[str], action: str) -> tuple[str, ...]:
    """The list with that action at its end, or without it where it is there."""
    return tuple(one for one in liste if one != action) if action in liste else (*liste, action)


def page(scope: Scope, liste: Sequence[str]) -> str:
    """Address of the list, to read and print."""
    return scope.href(PAGE, **said(liste))


def button(to: str, liste: Sequence[str], action: str, title: str) -> Markup:
    """The link that keeps an action or lets it go; ``to`` is an address with the list so changed."""
    kept = action in liste
    if not kept and len(liste) >= MOST:
        return html('<span class="inspirer">Liste pleine ({} actions)</span>', MOST)
    words = "✓ Dans votre liste : retirer" if kept else "+ S'en inspirer"
    label = f"{'Retirer de' if kept else 'Garder dans'} votre liste : « {title} »"
    return html('<span class="inspirer">{}</span>', link(to, words, attribute("aria-label", label)))


def way(scope: Scope, liste: Sequence[str]) -> list[tuple[str, str, str]]:
    """The link to the list, where there is one."""
    if not liste:
        return []
    return [(page(scope, liste), "Votre liste à imprimer", f"({wording.plural(len(liste), 'action')})")]
