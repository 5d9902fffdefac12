"""« Tout le jeu de données »: the open-data package, made at the click."""

import streamlit as st

from dashboard.frame import cached, closed, show
from dashboard.frame.mime import ARCHIVE
from dashboard.frame.scope import Scope
from data import days
from data.actors import ANYONE
from data.identifiers import slug
from queries.open_data.package import package_of

_SAID = (
    "Faits, montants, indicateurs et verdicts, toutes années, sous Licence Ouverte 2.0 : un CSV par table, décrit pour "
    "les machines (Data Package 2, Table Schema) et pour les personnes (LISEZMOI.md). Les subventions qui disent tout "
    "ce que le standard SCDL 2.1.1 exige y ont aussi leur fichier. C'est ce que lit tout lecteur : après secret "
    "statistique, sans les textes que personne n'a relus."
)


def whole(scope: Scope) -> None:
    """The package of the département of the page, or of all of them, whatever the bassin and the years."""
    where = "tous les départements" if scope.departement is None else f"{scope.departement_nom} ({scope.departement})"
    show.section("Tout le jeu de données", f"En données ouvertes : {where}, toutes années.")
    if not cached.rows(scope, "recense", departement=scope.departement)[0]["recense"]:
        show.paragraph("Rien n'est recensé ici : il n'y a rien à emporter.")
        return
    show.paragraph(_SAID)
    day = days.today()

    def made() -> bytes:
        session = scope.closing.seance_id if scope.closing else None
        readers = closed.looked_at(scope.dataset, ANYONE, session)
        return package_of(readers.copy, day, scope.departement).content

    stem = slug(f"donnees ouvertes {scope.dataset.key} {where}", 80)
    st.download_button(
        "Données ouvertes (ZIP)",
        made,
        f"{stem}-{day:%Y%m%d}-instantane{scope.snapshot}.zip",
        ARCHIVE,
        key="donnees_ouvertes",
        on_click="ignore",
        icon=":material/folder_zip:",
    )
