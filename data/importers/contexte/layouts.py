"""What a file seems to hold when no mapping comes with it: the known publications, then what its columns say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from data.batch import RefusedError
from data.identifiers import slug
from data.importers.contexte.mapping import REFERENCE_DIVISIONS, Division, Mapping, Variable, matches, read_mapping

MAPPINGS = Path(__file__).parent.parent.parent / "mappings"
# How publishers call the column of the commune's code.
KNOWN_COMMUNES = ("CODGEO", "COM", "DEPCOM", "INSEE_COM", "CODE_INSEE", "CODE_COMMUNE", "COD_COM", "GEO", "CODCOM")
_TERRITORY = {"EPCI": "epci", "ARR": "arrondissement"}
# Columns that repeat what the code says.
_KNOWN_BY_CODE = ("LIBGEO", "REG", "DEP", "NOM_COM", "LIBCOM", "COMMUNE")


@cache
def shipped() -> tuple[Mapping, ...]:
    """The mappings of ``data/mappings/``, by name."""
    return tuple(read_mapping(path) for path in sorted(MAPPINGS.glob("*.toml")))


def propose(file: Path, line: int, header: Sequence[str]) -> Mapping:
    """The mapping of the known publication that explains most columns, or one made of the columns that are known.

    RefusedError (French), with a draft to complete, when nothing in the file is known.
    """
    fitting = [
        _cut(known, header)
        for known in shipped()
        if known.reconnaitre and all(matches(pattern, header) for pattern in known.reconnaitre)
    ]
    if fitting:
        return replace(max(fitting, key=lambda known: len(known.variables) + len(known.divisions)), entete=line)
    commune = next((name for name in header if name.upper() in KNOWN_COMMUNES), None)
    if commune is None:
        raise RefusedError(_unknown(file, header, "aucune colonne n'y porte un nom connu de code INSEE"))
    variables = _known_variables(header)
    divisions = _known_divisions(header)
    if not variables and not divisions:
        raise RefusedError(_unknown(file, header, "aucune colonne de chiffres ou de zones n'y est connue"))
    return Mapping(
        file="correspondance proposée",
        titre=f"Chiffres et découpages par commune ({file.stem})",
        commune=commune,
        entete=line,
        variables=variables,
        divisions=divisions,
    )


def left_aside(mapping: Mapping, header: Sequence[str]) -> list[str]:
    """Sentences on the columns of the file that the mapping does not take."""
    taken = {mapping.commune, mapping.colonne_annee}
    taken |= {column for variable in mapping.variables for column, _ in matches(variable.colonne, header)}
    taken |= {name for division in mapping.divisions for name in (division.colonne, division.nom)}
    rest = [name for name in header if name and name not in taken and name.upper() not in _KNOWN_BY_CODE]
    reference = [name for name in rest if _stem(name) in _TERRITORY]
    said = []
    if reference:
        said.append(
            f"colonnes laissées de côté : {_quoted(reference)} ; le territoire de référence tient déjà "
            "intercommunalités et arrondissements, une correspondance peut les charger sous un autre nom"
        )
    if others := [name for name in rest if name not in reference]:
        said.append(f"colonnes laissées de côté, que la correspondance ne nomme pas : {_quoted(others)}")
    return said


def written(mapping: Mapping) -> str:
    """A mapping as the TOML that people keep and correct."""
    lines = [f'titre = "{mapping.titre}"', "", "[commune]", f'colonne = "{mapping.commune}"']
    if mapping.entete > 1:
        lines += ["", "[fichier]", f"entete = {mapping.entete}"]
    if mapping.annee is not None:
        lines += ["", "[annee]", f"valeur = {mapping.annee}"]
    for variable in mapping.variables:
        lines += ["", "[[variables]]", *_pairs(variable, ("colonne", "variable", "titre", "unite"))]
    for division in mapping.divisions:
        lines += ["", "[[divisions]]", *_pairs(division, ("colonne", "nom", "division", "origine"))]
    return "\n".join(lines)


def _pairs(row: Variable | Division, keys: Sequence[str]) -> list[str]:
    return [f'{key} = "{value}"' for key in keys if (value := getattr(row, key)) is not None]


def _cut(known: Mapping, header: Sequence[str]) -> Mapping:
    """A known mapping without the columns that this edition of the file has not."""
    return replace(
        known,
        variables=tuple(variable for variable in known.variables if matches(variable.colonne, header)),
        divisions=tuple(division for division in known.divisions if division.colonne in header),
    )


def _known_variables(header: Sequence[str]) -> tuple[Variable, ...]:
    """Columns of the known publications whose very name tells the year."""
    return tuple(
        variable
        for known in shipped()
        for variable in known.variables
        if "{" in variable.colonne and matches(variable.colonne, header)
    )


def _known_divisions(header: Sequence[str]) -> tuple[Division, ...]:
    """Divisions known by name, then any column that comes with its names (« X » and « LIB_X »)."""
    known = {division.colonne: division for mapping in shipped() for division in mapping.divisions}
    found = []
    for name in header:
        label = next(
            (other for other in header if other.upper() in (f"LIB_{name.upper()}", f"LIB{name.upper()}")), None
        )
        if name.upper() in (*_TERRITORY, *_KNOWN_BY_CODE, *KNOWN_COMMUNES) or not name:
            continue
        if name in known:
            names_column = known[name].nom
            found.append(replace(known[name], nom=label or (names_column if names_column in header else None)))
        elif label:
            short = re.sub(r"[^a-z0-9]+", "_", slug(name, 40)).strip("_")
            usable = short if short[:1].isalpha() and short not in REFERENCE_DIVISIONS else f"division_{short}"
            found.append(Division(name, usable, f"Découpage « {name} » du fichier", label))
    return tuple(found)


def _unknown(file: Path, header: Sequence[str], why: str) -> str:
    commune = next((name for name in header if name.upper() in KNOWN_COMMUNES), header[0] if header else "CODGEO")
    others = [name for name in header if name and name != commune and name.upper() not in _KNOWN_BY_CODE]
    draft = Mapping(
        file="",
        titre=f"Titre de la source ({file.stem})",
        commune=commune,
        annee=2021,
        variables=tuple(
            Variable(name, re.sub(r"\W+", "_", slug(name, 40)) or "variable", f"Titre de {name}", "unité")
            for name in others[:3]
        ),
    )
    return (
        f"{file.name} : {why}. Écrivez une correspondance et donnez-la par --mapping ; en voici le début, à corriger "
        f"(titres, unités, année) :\n\n{written(draft)}\n"
    )


def _stem(name: str) -> str:
    return re.sub(r"^LIB_?", "", name.upper())


def _quoted(names: Sequence[str]) -> str:
    most = 20
    more = f" et {len(names) - most} autres" if len(names) > most else ""
    return ", ".join(f"« {name} »" for name in names[:most]) + more
