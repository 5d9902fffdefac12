"""Similar actions, from here and elsewhere, each with why in a sentence."""

from collections.abc import Sequence

from dashboard.directory import chosen, directory, places
from dashboard.frame import show, wording
from dashboard.frame.markup import html
from dashboard.frame.row import Row
from dashboard.frame.scope import Scope

MOST = 4  # actions listed from here, and from elsewhere
_READING = (
    "Elles partagent avec elle au moins un mot clé, et au moins la moitié de ce que partage la plus proche (mots clés "
    "et publics). D'abord celles d'une commune comparable (de la moitié au double des habitants et de la densité), "
    "puis celles qui sont en cours."
)


def close_ones(scope: Scope, others: Sequence[Row], liste: Sequence[str]) -> None:
    """Actions of the whole dataset that are like this one (answer to ``actions_semblables``), here then elsewhere."""
    show.section("Actions semblables", _READING if others else "")
    if not others:
        show.paragraph("Aucune autre action ne partage un mot clé avec celle-ci.")
        return
    for title, here in (("Dans le même département", True), ("Ailleurs", False)):
        rows = [row for row in others if row["ici"] == here]
        show.subtitle(title)
        if rows:
            show.links([_item(scope, row, liste) for row in rows])
        else:
            show.paragraph("Aucune action de ce jeu de données ne lui ressemble.")


def _item(scope: Scope, row: Row, liste: Sequence[str]) -> tuple[str, str, str]:
    to = scope.href("fiche", action=row["action_id"], **chosen.said(liste))
    return to, row["titre"], html('<span class="pourquoi">{}</span>', why(row))


def why(row: Row) -> str:
    """« Structure, Gers (32), en cours. Même thème : santé. Mêmes publics : adultes. Commune comparable : … »"""
    said = [f"{row['structure']}, {places.departement(row['departement'])}, {directory.state_said(row)}"]
    themes = wording.join([word.lower() for word in row["communs"]])
    said.append(f"{'Même thème' if len(row['communs']) == 1 else 'Mêmes thèmes'} : {themes}")
    if publics := [word.lower() for word in row["publics_communs"]]:
        said.append(f"{'Même public' if len(publics) == 1 else 'Mêmes publics'} : {wording.join(publics)}")
    if place := _place(row):
        said.append(place)
    return ". ".join(said) + "."


def _place(row: Row) -> str:
    """Its commune beside that of the action one comes from; "" where either is unknown."""
    if row["population"] is None or row["population_ici"] is None:
        return ""
    kind = "Commune comparable" if row["comparable"] else "Commune d'une autre taille"
    here = f"{row['commune_ici']} : {_size(row['population_ici'], row['densite_ici'])}"
    if row["commune"] == row["commune_ici"] and row["population"] == row["population_ici"]:
        return f"Même commune : {row['commune']}"
    return f"{kind} : {row['commune']}, {_size(row['population'], row['densite'])} ({here})"


def _size(population: int, density: float | None) -> str:
    people = wording.plural(population, "habitant")
    return people if density is None else f"{people}, {wording.number(density)} au km²"
