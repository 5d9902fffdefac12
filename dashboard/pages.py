"""The pages and their menu, and one run for a reader: settings, navigation, shared filters, then the page asked for."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.frame import chrome, closed, closed_view, filters, pictures, show
from dashboard.frame.boundary import boundary

# What everyone may read whatever the state of the stores.
NEEDS_NO_STORE = {"Déclaration d'accessibilité"}
# Pages that rest on a file of the catalogue: where it cannot be read they say so, and the others open.
NEEDS_FILE = {
    **dict.fromkeys(
        ("Synthèse", "Indicateurs", "Indicateur", "Bassins de vie", "Méthode", "Territoire", "Dossier"),
        "indicators.toml",
    ),
    "Besoins et offre": "besoins.csv",
}


def run() -> None:
    """One run of the page that a reader asked for."""
    menu = _menu()
    page = st.navigation([*menu, *_hidden()], position="hidden")
    st.set_page_config(f"{page.title} · Observatoire du vivre-ensemble", chrome.ICON, layout="wide")
    chrome.begin()
    filters.arrive(page.url_path)
    place = chrome.menu_place()
    scope: filters.Scope | filters.Refusal | None = filters.Refusal()
    with boundary("Périmètre"):
        scope = filters.shared()
    if isinstance(scope, filters.Refusal):
        chrome.refused(scope)
        if page.title in NEEDS_NO_STORE:
            page.run()
    elif scope is None:
        chrome.no_store()
    else:
        chrome.menu(place, menu, scope)
        chrome.banner(scope, page.title)
        closed_view.strip(scope, page.url_path)
        unused = st.empty()
        with boundary(page.title):
            if scope.closing and page.title in closed.WRITING:
                closed_view.not_here(page.url_path)
            elif pictures.begin() and not chrome.catalogue_refused(scope, NEEDS_FILE.get(page.title)):
                page.run()
        pictures.end()
        if words := filters.unused():
            with unused:
                show.note(words)
        chrome.foot(scope)


def _menu() -> dict[StreamlitPage, str]:
    """Pages of the menu, each with its icon: Streamlit would fetch a page's own one from an outside service."""
    return {
        st.Page("app_pages/synthese.py", title="Synthèse", url_path="accueil", default=True): ":material/lightbulb:",
        st.Page("app_pages/indicateurs.py", title="Indicateurs"): ":material/monitoring:",
        st.Page("app_pages/bassins.py", title="Bassins de vie"): ":material/compare_arrows:",
        st.Page("app_pages/carte.py", title="Carte"): ":material/map:",
        st.Page("app_pages/besoins.py", title="Besoins et offre"): ":material/distance:",
        st.Page("app_pages/actions.py", title="Actions"): ":material/groups:",
        st.Page("app_pages/financements.py", title="Financements"): ":material/euro:",
        st.Page("app_pages/seances.py", title="Séances"): ":material/event_note:",
        st.Page("app_pages/dossier.py", title="Dossier"): ":material/print:",
        st.Page("app_pages/donnees.py", title="Données"): ":material/upload_file:",
        st.Page("app_pages/methode.py", title="Méthode"): ":material/menu_book:",
        st.Page("app_pages/sources.py", title="Sources et qualité"): ":material/fact_check:",
    }


def _hidden() -> list[StreamlitPage]:
    """Pages that other pages lead to."""
    return [
        # The default page is at the root alone, and keeps the address of its name for nothing: it opens there too.
        st.Page("app_pages/synthese.py", title="Synthèse", url_path="synthese", visibility="hidden"),
        st.Page("app_pages/territoire.py", title="Territoire", visibility="hidden"),
        st.Page("app_pages/origine.py", title="D'où vient ce chiffre ?", visibility="hidden"),
        st.Page("app_pages/revue.py", title="Revue de projets", visibility="hidden"),
        st.Page("app_pages/couts.py", title="Coûts déclarés", visibility="hidden"),
        # What the page was called before 0.5.0.
        st.Page("app_pages/couts.py", title="Coûts déclarés", visibility="hidden", url_path="argent"),
        st.Page("app_pages/indicateur.py", title="Indicateur", visibility="hidden"),
        st.Page("app_pages/fiche.py", title="Fiche action", visibility="hidden"),
        st.Page("app_pages/instance.py", title="Instance", visibility="hidden"),
        st.Page("app_pages/evenement.py", title="Événement", visibility="hidden"),
        st.Page("app_pages/projet.py", title="Projet social", visibility="hidden"),
        st.Page("app_pages/calendrier.py", title="Calendrier", visibility="hidden"),
        st.Page("app_pages/projection.py", title="Séance projetée", visibility="hidden"),
        st.Page("app_pages/inspirations.py", title="Actions dont s'inspirer", visibility="hidden"),
        st.Page("app_pages/depuis.py", title="Depuis la séance", visibility="hidden"),
        st.Page("app_pages/saisie.py", title="Saisie", visibility="hidden"),
        st.Page("app_pages/accessibilite.py", title="Déclaration d'accessibilité", visibility="hidden"),
    ]
