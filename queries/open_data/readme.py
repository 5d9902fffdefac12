"""What goes with the files of a package: a page for people, and the descriptor that machines read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.french import number, plural
from queries.french import listed
from queries.open_data import scdl
from queries.open_data.left_out import TABLES
from queries.open_data.tables import Table
from queries.tables import MADE_UP

LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}
_PROFILES = "https://datapackage.org/profiles/2.0"


@dataclass(frozen=True)
class About:
    """What a package is of: the store's title, the place (« Allier (03) »), the snapshot and the day it is made.

    ``made_up``: the facts are those of a demonstration.
    """

    title: str
    place: str
    snapshot: int
    day: date
    made_up: bool

    @property
    def grants_file(self) -> str:
        """The name of the CSV of grants: the standard has no column that would say that they are made up."""
        return f"subventions-scdl{'-demonstration' if self.made_up else ''}.csv"


@dataclass(frozen=True)
class File:
    """One CSV of the package: its table, how many rows, its size in bytes and the SHA-256 of its content."""

    table: Table
    rows: int
    size: int
    sha256: str


def descriptor(about: About, files: Sequence[File], sources: Sequence[Mapping[str, Any]]) -> str:
    """``datapackage.json``: the Data Package of these files, version 2."""
    warning = f"{MADE_UP.capitalize()} : rien n'y est vrai. " if about.made_up else ""
    content = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": "observatoire-du-vivre-ensemble",
        "title": f"{about.title}, {about.place}",
        "description": f"{warning}Faits, montants et indicateurs, après secret statistique. Voir LISEZMOI.md.",
        "created": f"{about.day.isoformat()}T00:00:00Z",
        "instantane": about.snapshot,
        "licenses": [LICENCE],
        "sources": [_source(row) for row in sources],
        "resources": [_resource(file) for file in files],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {"title": row["titre"], "path": row["url"], "licence": row["licence"]}
    return {name: value for name, value in told.items() if value is not None}


def _resource(file: File) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": file.table.name,
        "type": "table",
        "path": file.table.file,
        "title": file.table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": file.table.schema,
    }


def readme(about: About, files: Sequence[File], grants: scdl.Grants, sources: Sequence[Mapping[str, Any]]) -> str:
    """``LISEZMOI.md``, in French."""
    warning = f"**{MADE_UP.capitalize()} : personnes, actions et montants sont inventés.**\n\n" if about.made_up else ""
    return _PAGE.format(
        title=about.title,
        warning=warning,
        place=about.place,
        snapshot=about.snapshot,
        day=f"{about.day:%d/%m/%Y}",
        licence=LICENCE["title"],
        url=LICENCE["path"],
        unlicensed=_unlicensed([str(row["titre"]) for row in sources if row["licence"] is None]),
        scdl=_of_grants(about, grants),
        left_out=_left_out(),
        tables="\n".join(map(_of_table, files)),
    )


_PAGE = """# {title}

{warning}Territoire : {place}. Instantané {snapshot} du magasin, paquet fait le {day}.

Le paquet suit Data Package 2 : `datapackage.json` décrit chaque fichier et chaque colonne (Table Schema). Les CSV sont
en UTF-8, séparés par des virgules, avec un point décimal et des dates AAAA-MM-JJ.

## Comment les lire

- Une cellule vide veut dire inconnu, jamais zéro.
- `secret` = True : le nombre est connu et n'est pas publié ; un indicateur au statut `s` de même. `nd` : non
  disponible ; `ns` : trop peu renseigné pour conclure ; `///` : sans objet ; `p` : provisoire.
- Le paquet dit ce que lit tout lecteur, quel que soit le rôle de qui le fait : après secret statistique, sans les
  textes que personne n'a relus (une phrase tient leur place).
- Seuls les faits validés y sont. Demandé, accordé et versé ne s'additionnent jamais entre eux.
- `source` renvoie à `sources.csv` ; `sujet_type` et `sujet_id` à la table de ce genre de sujet (`action` : colonne
  `action_id` de `actions.csv`).
- Un texte qu'un tableur prendrait pour une formule commence par une apostrophe, à ôter.

## Licence

{licence} ({url}) : réutilisation libre, en citant l'observatoire, les sources et la date. Les faits tirés d'une source
en suivent la licence, dite dans `sources.csv`.{unlicensed}

## Subventions au standard SCDL

{scdl}

## Ce qui n'y est pas

{left_out}

## Les fichiers

{tables}"""


def _unlicensed(titles: Sequence[str]) -> str:
    if not titles:
        return ""
    listed_titles = listed([f"« {title} »" for title in titles])
    return f" Ne disent pas la leur, et sont à vérifier avant de les republier : {listed_titles}."


def _left_out() -> str:
    """The tables of a store that a package does not hold, by reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in TABLES.items():
        by_reason.setdefault(reason, []).append(f"`{name}`")
    return "\n".join(f"- {listed(names)} : {reason}." for reason, names in by_reason.items())


def _of_grants(about: About, grants: scdl.Grants) -> str:
    if not grants.total:
        return "Aucune subvention accordée n'est publiée ligne par ligne : il n'y a pas de fichier SCDL."
    held, total = len(grants.rows), plural(grants.total, "ligne accordée", "lignes accordées")
    lacks = ", ".join(f"`{field}` ({number(count)})" for field, count in grants.lacking.items())
    if not held:
        return (
            f"Aucun fichier SCDL : de {total} (dans `subventions.csv`), aucune ne dit tout ce que la version "
            f"{scdl.VERSION} exige. Absents ou non conformes : {lacks}."
        )
    said = f"`{about.grants_file}` suit SCDL subventions {scdl.VERSION} : {number(held)} sur {total}."
    return f"{said} Absents ou non conformes dans les autres (`subventions.csv`) : {lacks}." if lacks else said


def _of_table(file: File) -> str:
    columns = "\n".join(f"- `{field['name']}` : {field['description']}" for field in file.table.schema["fields"])
    return f"### `{file.table.file}`\n\n{file.table.title} {plural(file.rows, 'ligne')}.\n\n{columns}\n"
