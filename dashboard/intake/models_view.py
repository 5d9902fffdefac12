"""« Modèles et fichiers officiels »: the workbooks to fill in, and the open files that load without a question."""

from functools import partial

import streamlit as st

from dashboard.frame import show, wording
from dashboard.frame.markup import html, write
from dashboard.frame.mime import WORKBOOK
from dashboard.frame.scope import Scope
from dashboard.frame.show import Column
from data import models
from data.recipes import Recipe, recipes

_RECIPES = [
    Column("titre", "Fichier", href="url"),
    Column("editeur", "Éditeur"),
    Column("licence", "Licence"),
    Column("apporte", "Ce qu'il apporte"),
    Column("ou", "Où le trouver"),
    Column("essai", "Essai"),
]


def view(scope: Scope) -> None:
    """One model a kind, made at the click; then the recipes."""
    show.section(
        "Modèles à remplir",
        "Un classeur Excel par genre : cellules typées, listes, deux lignes d'exemple qui ne se chargent jamais et une "
        "feuille « Lisez-moi ». Rempli, il se dépose dans « Charger ».",
    )
    for name, title in models.TITLES.items():
        _model(scope, name, title)
    show.section(
        "Fichiers officiels",
        "Fichiers ouverts qui se chargent sans autre question : téléchargez-les chez leur éditeur, puis déposez-les "
        "dans « Charger ».",
    )
    show.table([_told(recipe) for recipe in recipes()], _RECIPES, "Fichiers officiels reconnus, et où ils sont publiés")


def _model(scope: Scope, name: str, title: str) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        write(html("<p><strong>{}</strong> : {}.</p>", title, models.USES[name]))
    with right:
        st.download_button(
            f"Télécharger « {title} »",
            partial(models.workbook, name, scope.dataset.path, code_departement=scope.departement),
            f"modele-{name}.xlsx",
            WORKBOOK,
            key=f"modele_{name}",
            wrap=True,
            on_click="ignore",
            icon=":material/download:",
        )


def _told(recipe: Recipe) -> dict[str, str]:
    year = f", millésime {recipe.year}" if recipe.year else ""
    return {
        "titre": recipe.title,
        "url": recipe.url,
        "editeur": recipe.publisher,
        "licence": recipe.licence,
        "apporte": recipe.brings,
        "ou": recipe.where,
        "essai": wording.sentence(f"{recipe.trial}{year}"),
    }
