"""« Chercher » in the sidebar: its markup, and the address of the server that ``box.js`` asks while somebody types.

Suggestions come by HTTP, not by a run of the page: a page is not drawn again at each letter, and it carries none.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashboard.frame import cached, closed, filters, finding, who
from dashboard.frame.markup import Markup, html
from dashboard.frame.scope import FRANCE, Scope
from dashboard.frame.wording import typographic
from data.batch import RefusedError
from queries import QuestionError
from queries.header import RANGES

ADDRESS = "chercher"
FAILED = "La recherche ne répond pas. Réessayez dans un instant ; les pages du menu restent ouvertes."
_LOG = logging.getLogger(__name__)


def box() -> Markup:
    """The box itself (pattern « combobox » of ARIA): ``box.js`` fills its list. The same on every page and run."""
    return html(
        '<div class="boite" role="search"><label for="boite">Chercher <kbd aria-hidden="true">/</kbd></label>'
        '<input id="boite" type="search" role="combobox" aria-expanded="false" aria-controls="boite-liste" '
        'aria-autocomplete="list" autocomplete="off" spellcheck="false" maxlength="{}" '
        'placeholder="Commune, action…"><div class="boite-volet"><div id="boite-liste" role="listbox" '
        'aria-label="Suggestions"></div><p role="status"></p></div></div>',
        finding.MOST_CHARACTERS,
    )


def route() -> Route:
    """Where the suggestions are: ``chercher?q=montl&departement=03``, beside the pages."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return Route(f"/{base}/{ADDRESS}" if base else f"/{ADDRESS}", _answer, methods=["GET"])


def _answer(request: Request) -> JSONResponse:
    """What is suggested, as JSON; run on a thread of the server's, beside the pages."""
    content, status = {"groupes": [], "dit": FAILED}, 200
    try:
        content = told(dict(request.query_params))
    except (RefusedError, QuestionError) as refusal:
        content["dit"] = str(refusal)
    except Exception:  # noqa: BLE001 — whatever it is, the reader is told in French and the log has it.
        _LOG.exception("Chercher : erreur imprévue")
        status = 500
    # What a copy says to one role is kept by nobody, and is read as nothing else than what it is.
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return JSONResponse(content, status, headers)


def told(address: Mapping[str, str]) -> dict[str, Any]:
    """Groups of suggestions and what is said, for the words ``q`` of an address; RefusedError as pages have it."""
    scope = _scope(address)
    if scope is None:
        return {"groupes": [], "dit": ""}
    # A territory that is unknown is ignored, as pages do: no suggestion carries it along.
    shown = {"departement": (scope.departement, FRANCE), "bassin": (scope.bassin,)}
    kept = {key: value for key, value in address.items() if value in shown.get(key, (value,))}
    found = finding.suggestions(scope, address.get("q", ""), kept)
    groups = [{"titre": title, "choix": [_choice(one) for one in members]} for title, members in found.groups.items()]
    return {"groupes": groups, "dit": typographic(found.said)}


def _choice(one: finding.Found) -> dict[str, str]:
    return {"nom": typographic(one.name), "detail": typographic(one.detail), "href": one.href}


def _scope(address: Mapping[str, str]) -> Scope | None:
    """The perimeter that an address shows, as ``filters.shared`` reads it; None where there is no dataset."""
    datasets = {dataset.key: dataset for dataset in cached.datasets()}
    if not datasets:
        return None
    dataset = datasets.get(address.get("jeu", ""), next(iter(datasets.values())))
    whole = closed.looked_at(dataset, who.actor(), address.get(closed.KEY))
    known = {row["code_departement"] for row in cached.rows(whole, "territoires")}
    departement = next((code for code in (address.get("departement"), filters.home(whole)) if code in known), None)
    if address.get("departement") == FRANCE:
        departement = None
    first, last = _year(address.get("de")), _year(address.get("a"))
    if first and last and first > last:
        first = last = None
    held = cached.rows(whole, "bassins", departement=departement) if departement else []
    bassin = next((row["code_bassin"] for row in held if row["code_bassin"] == address.get("bassin")), None)
    return replace(whole, departement=departement, bassin=bassin, annee_min=first, annee_max=last)


def _year(text: str | None) -> int | None:
    least, most = RANGES["annee"]
    return int(text) if text and re.fullmatch(r"[0-9]{4}", text) and least <= int(text) <= most else None
