"""What stands around every page: styles, French words of the frame, menu, foot."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from dashboard.frame import box, cached, collecting, show, terms, wording
from dashboard.frame.filters import Refusal
from dashboard.frame.markup import EMPTY, Markup, html, link, plain, run, styles, write
from dashboard.frame.scope import REAL, Scope
from data import settings

_STATIC = Path(__file__).parent.parent / "static"
VERSION = settings.version()
ICON = _STATIC / "marque.svg"
# Pages that say by themselves that no fact is loaded yet, or that are where the first ones come in.
SAYING_IT = {"Synthèse", "Données", "Saisie", "Déclaration d'accessibilité"}


def begin() -> None:
    """Styles and behaviours of the frame, first thing in the page."""
    run(_loader())


@lru_cache
def _loader() -> Markup:
    """What the browser fetches once, rather than being sent it again with each run."""
    return html(
        """<script>
if (!document.getElementById("cadre")) {{
  const add = (tag, values) => document.head.append(Object.assign(document.createElement(tag), values));
  add("link", {{id: "cadre", rel: "stylesheet", href: "{}"}});
  add("link", {{rel: "stylesheet", href: "{}"}});
  window.observatoireTermes = {};
  add("script", {{src: "{}"}});
  add("script", {{src: "{}"}});
  add("script", {{src: "{}"}});
  add("script", {{src: "{}"}});
  add("script", {{src: "{}"}});
  add("link", {{rel: "stylesheet", href: "{}"}});
  add("script", {{src: "{}#{}"}});
}}
</script>""",
        _static("style.css"),
        _static("paper.css"),
        plain(terms.explained()),
        _static("frame.js"),
        _static("box.js"),
        _static("terms.js"),
        _static("reading.js"),
        _static("paper.js"),
        _static("taking.css"),
        _static("taking.js"),
        _static("image.js").rpartition("=")[2],
    )


def sheet(name: str) -> None:
    """A page's own styles, a file of ``static/`` that the browser fetches once."""
    key = _key(name)
    loader = html(
        """<script>
if (!document.getElementById("{}"))
  document.head.append(Object.assign(document.createElement("link"), {{id: "{}", rel: "stylesheet", href: "{}"}}));
</script>""",
        key,
        key,
        _static(name),
    )
    run(loader)


def script(name: str) -> None:
    """A page's own behaviour, a file of ``static/`` that the browser fetches once."""
    loader = html(
        """<script>
if (!document.getElementById("{}"))
  document.head.append(Object.assign(document.createElement("script"), {{id: "{}", src: "{}"}}));
</script>""",
        _key(name),
        _key(name),
        _static(name),
    )
    run(loader)


def sheet_within(name: str) -> None:
    """A page's own styles, a file of ``static/`` that is sent with the page."""
    styles(_STATIC / name)


def arrive(name: str) -> None:
    """Bring the reader to what the address names; ``name`` is the page's own sheet of styles.

    The browser looked for it before the page was there, and styles move it once more.
    """
    run(
        html(
            """<script>
{{
  const arrive = () => {{
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named?.matches("details")) named.open = true;
    named?.scrollIntoView();
  }};
  const styles = document.getElementById("{}");
  if (location.hash) arrive();
  if (location.hash && !styles?.sheet) styles?.addEventListener("load", arrive);
}}
</script>""",
            _key(name),
        )
    )


def _key(name: str) -> str:
    return name.replace(".", "-")


@lru_cache
def _static(name: str) -> str:
    """Address of a file of ``static/``, which changes with its content."""
    digest = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:8]
    return f"app/static/{name}?v={digest}"


def menu_place() -> DeltaGenerator:
    """Room for the menu at the top of the sidebar: drawn once the filters, which its links carry, are known."""
    return st.sidebar.container(key="menu")


def menu(place: DeltaGenerator, pages: Mapping[Page, str], scope: Scope) -> None:
    """The pages (each with its icon), every link keeping the shared filters."""
    with place:
        write(html('<p class="marque">Observatoire du <br>vivre-ensemble</p>{}', _home(scope)))
        write(box.box())
        for page, icon in pages.items():
            st.page_link(page, icon=icon, query_params=scope.query)


def _home(scope: Scope) -> Markup:
    """The reference département, one click away; nothing when the setting names none."""
    code = settings.departement()
    names = {row["code_departement"]: row["nom"] for row in cached.rows(scope, "territoires")}
    if code not in names:
        return EMPTY
    there = replace(
        scope, departement=code, bassin=None, annee_min=None, annee_max=None, departement_nom=None, bassin_nom=None
    ).href("")
    return html('<p class="chez-nous">{}</p>', link(there, f"{names[code]} ({code})"))


def banner(scope: Scope, page: str) -> None:
    """Says on every screen and printed page that a dataset is made up, the real facts being a click away; or that it
    holds no fact yet, on each page but the ``SAYING_IT``, and where the first ones come in."""
    if page not in SAYING_IT and collecting.nothing_yet(scope):
        show.empty("Aucun fait n'est encore chargé.", "Pour commencer :", [collecting.first_step(scope)])
    if not cached.demonstration(scope):
        return
    real = next((dataset for dataset in cached.datasets() if dataset.key == REAL), None)
    way = EMPTY if real is None else html(" {}", link(real.href, "Voir les faits réels"))
    write(
        html(
            '<div class="demonstration" role="note"><strong>Données de démonstration.</strong> Tout est fictif ici, '
            "sauf le territoire et sa population.{}</div>",
            way,
        )
    )


def no_store() -> None:
    """No dataset was ever built here."""
    show.title("Observatoire du vivre-ensemble")
    show.empty(
        "Aucun jeu de données n'est installé.",
        "Pour les faits livrés avec le logiciel (Allier), lancez « make run » ou « python -m data build ». Pour un "
        "magasin vide, à remplir des vôtres : « python -m data build --empty », la variable OBSERVATOIRE_DEPARTEMENT "
        "disant lequel est votre département (« 63 »). Puis rechargez cette page.",
    )


def refused(refusal: Refusal) -> None:
    """The dataset or the session asked for cannot be read: why, what to do, and the way to the others."""
    if not refusal.reason:
        return
    show.title("Observatoire du vivre-ensemble")
    ways = [(dataset.href, f"Ouvrir « {dataset.title} »", "") for dataset in refusal.others]
    show.empty(refusal.title, refusal.reason, [*refusal.ways, *ways])


def catalogue_refused(scope: Scope, file: str | None) -> bool:
    """Say, on a page that rests on this file of the catalogue, that it could not be read; False when it was."""
    reasons = [row["raison"] for row in cached.rows(scope, "refus_catalogue") if row["fichier"] == file]
    for reason in reasons:
        show.empty(
            "Le catalogue de l'observatoire ne peut pas être lu : cette page, qui repose sur lui, ne montre rien.",
            f"{reason} Corrigez ce fichier, puis rechargez la page. Les autres pages restent ouvertes.",
        )
    return bool(reasons)


def foot(scope: Scope) -> None:
    """Attributions, version and the accessibility declaration, under every page; on paper, what it answers for."""
    write(
        html(
            '<footer class="pied"><p class="papier">{}. {}, instantané {}.</p>'
            "<p>Contours et communes&nbsp;: IGN, ADMIN EXPRESS COG. Populations et code officiel "
            "géographique&nbsp;: INSEE. Licence Ouverte 2.0.</p>"
            "<p>Observatoire du vivre-ensemble, version {}, logiciel libre (EUPL-1.2). {}</p></footer>",
            wording.sentence(scope.label),
            scope.dataset.title,
            scope.snapshot,
            VERSION,
            link(scope.href("accessibilite"), html("Accessibilité&nbsp;: non conforme")),
        )
    )
