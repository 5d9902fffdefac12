"""What a file seems to hold when no mapping comes with it: the known publications, then what its columns say."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from data import french, recipes
from data.identifiers import fold, slug
from data.importers.contexte import understood
from data.importers.contexte.mapping import REFERENCE_DIVISIONS, Division, Mapping, Variable, mapping_of, matches
from data.importers.contexte.table import Head
from data.toml_file import quoted
from data.understanding import UndecidedError
from geo.communes import UnknownCommuneError, territory

# How publishers call the column of the commune's code.
KNOWN_COMMUNES = ("CODGEO", "COM", "DEPCOM", "INSEE_COM", "CODE_INSEE", "CODE_COMMUNE", "COD_COM", "GEO", "CODCOM")
_TERRITORY = {"EPCI": "epci", "ARR": "arrondissement"}
# Columns that repeat what the code says.
_KNOWN_BY_CODE = ("LIBGEO", "REG", "DEP", "NOM_COM", "LIBCOM", "COMMUNE")
# How publishers call the column of the year of each line.
_YEARS = ("annee", "an", "millesime", "year")


@cache
def shipped() -> tuple[Mapping, ...]:
    """The mappings of the known publications of ``data/recettes/``, by name."""
    return tuple(mapping_of(f"{recipe.name}.toml", recipe.mapping) for recipe in recipes.of_format("contexte"))


def propose(file: Path, head: Head) -> Mapping:
    """The mapping of the known publication that explains most columns, or one made of the columns that are known.

    UndecidedError (French), with a draft to complete, when nothing in the file is known.
    """
    line, header = head.line, dict.fromkeys(head.names)
    fitting = [
        _cut(known, header)
        for known in shipped()
        if known.reconnaitre and all(matches(pattern, header) for pattern in known.reconnaitre)
    ]
    if fitting:
        best = max(fitting, key=lambda known: len(known.variables) + len(known.divisions))
        return replace(best, entete=line, annee=_told_year(file, head) if best.annee_du_nom else best.annee)
    commune = next((name for name in header if name.upper() in KNOWN_COMMUNES), None)
    if commune is None:
        raise _unknown(file, head, "aucune colonne n'y porte un nom connu de code INSEE")
    variables = _known_variables(header)
    divisions = _known_divisions(header)
    if not variables and not divisions:
        raise _unknown(file, head, "aucune colonne de chiffres ou de zones n'y est connue")
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
    names = dict.fromkeys(header)
    taken |= {column for variable in mapping.variables for column, _ in matches(variable.colonne, names)}
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
    lines = [f"titre = {quoted(mapping.titre)}", "", "[commune]", f"colonne = {quoted(mapping.commune)}"]
    if mapping.entete > 1:
        lines += ["", "[fichier]", f"entete = {mapping.entete}"]
    if mapping.annee is not None:
        lines += ["", "[annee]", f"valeur = {mapping.annee}"]
    elif mapping.colonne_annee is not None:
        lines += ["", "[annee]", f"colonne = {quoted(mapping.colonne_annee)}"]
    for variable in mapping.variables:
        lines += ["", "[[variables]]", *_pairs(variable, ("colonne", "variable", "titre", "unite"))]
    for division in mapping.divisions:
        lines += ["", "[[divisions]]", *_pairs(division, ("colonne", "nom", "division", "origine"))]
    return "\n".join(lines)


def _pairs(row: Variable | Division, keys: Sequence[str]) -> list[str]:
    return [f"{key} = {quoted(value)}" for key in keys if (value := getattr(row, key)) is not None]


def _cut(known: Mapping, header: Collection[str]) -> Mapping:
    """A known mapping without the columns that this edition of the file has not."""
    return replace(
        known,
        variables=tuple(variable for variable in known.variables if matches(variable.colonne, header)),
        divisions=tuple(division for division in known.divisions if division.colonne in header),
    )


def _known_variables(header: Collection[str]) -> tuple[Variable, ...]:
    """Columns of the known publications whose very name tells the year."""
    return tuple(
        variable
        for known in shipped()
        for variable in known.variables
        if "{" in variable.colonne and matches(variable.colonne, header)
    )


def _known_divisions(header: Collection[str]) -> tuple[Division, ...]:
    """Divisions known by name, then any column that comes with its names (« X » and « LIB_X »)."""
    known = {division.colonne: division for mapping in shipped() for division in mapping.divisions}
    capitals = {name.upper(): name for name in reversed(list(header))}
    found = []
    for name in header:
        label = capitals.get(f"LIB_{name.upper()}") or capitals.get(f"LIB{name.upper()}")
        if name.upper() in (*_TERRITORY, *_KNOWN_BY_CODE, *KNOWN_COMMUNES) or not name:
            continue
        if name in known:
            names_column = known[name].nom
            found.append(replace(known[name], nom=label or (names_column if names_column in header else None)))
        elif label:
            found.append(Division(name, division_name(name), f"Découpage « {name} » du fichier", label))
    return tuple(found)


def division_name(column: str) -> str:
    """A name of division made of a name of column, never that of a division of the reference territory."""
    short = re.sub(r"[^a-z0-9]+", "_", slug(column, 40)).strip("_")
    return short if short[:1].isalpha() and short not in REFERENCE_DIVISIONS else f"division_{short}"


def undecided(file: Path, head: Head, found: Mapping) -> UndecidedError:
    """What still lacks in a mapping that a person began to give."""
    said = f"{file.name} : quelle colonne porte le code INSEE des communes ? Dites-le ([colonnes] « … » = commune)."
    return UndecidedError(said, understood.of_head(file.name, head, found))


def draft(file: Path, head: Head) -> Mapping:
    """What the columns of an unknown file may be; ``commune`` is empty when no column holds codes of communes."""
    commune = next((name for name in head.names if name.upper() in KNOWN_COMMUNES), None) or _communes_by_content(head)
    dated = next((name for name in head.names if fold(name) in _YEARS and _holds_years(head, name)), None)
    free = [name for name in head.names if name and name not in (commune, dated)]
    others = [name for name in free if name.upper() not in _KNOWN_BY_CODE]
    figures = [name for name in dict.fromkeys(others) if _holds_figures(head, name)]
    return Mapping(
        file="",
        titre=f"Chiffres par commune ({file.stem})",
        commune=commune or "",
        entete=head.line,
        annee=None if dated else _told_year(file, head),
        colonne_annee=dated,
        variables=tuple(Variable(name, variable_name(name), name) for name in figures or others),
    )


def _unknown(file: Path, head: Head, why: str) -> UndecidedError:
    found = draft(file, head)
    asked = [] if found.commune else ["la colonne du code INSEE des communes (aucune n'en contient)"]
    asked += [] if found.annee or found.colonne_annee else ["l'année des chiffres ([annee] valeur = AAAA)"]
    still = f" Il reste à dire : {', '.join(asked)}." if asked else ""
    first = replace(
        found,
        titre=f"Titre de la source ({file.stem})",
        commune=found.commune or "CODGEO",
        variables=tuple(
            replace(variable, titre=f"Titre de {variable.colonne}", unite="unité") for variable in found.variables[:3]
        ),
    )
    said = (
        f"{file.name} : {why}. Écrivez une correspondance et donnez-la par --mapping ; en voici le début, à corriger "
        f"(titres, unités, année).{still}\n\n{written(first)}\n"
    )
    return UndecidedError(said, understood.of_head(file.name, head, found))


def variable_name(name: str) -> str:
    """A name of variable made of a name of column: letters, digits and _, a letter first."""
    short = slug(name, 40).replace("-", "_")
    return short if short[:1].isalpha() else f"variable_{short}".strip("_")


def _communes_by_content(head: Head) -> str | None:
    """The column most of whose cells are codes of communes, by content; one that its name says postal is none."""
    counts = {
        name: sum(_is_commune(text) for text in _column(head, rank))
        for rank, name in enumerate(head.names)
        if name and not re.search(r"postal|\bcp\b", name.casefold())
    }
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] * 2 > len(head.sample) else None


def _is_commune(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d[0-9AB]\d{3}", text)) and bool(territory().resolve_code(text))
    except UnknownCommuneError:
        return False


def _holds_figures(head: Head, name: str) -> bool:
    return any(re.search(r"\d", text) for text in _column(head, head.names.index(name)))


def _holds_years(head: Head, name: str) -> bool:
    found = [text for text in _column(head, head.names.index(name)) if text]
    return bool(found) and all(re.fullmatch(r"(?:19|20)[0-9]{2}", text) for text in found)


def _column(head: Head, rank: int) -> list[str]:
    return [row[rank].strip() for row in head.sample if rank < len(row)]


def _told_year(file: Path, head: Head) -> int | None:
    """The one year that the titles above the header tell, else the name of the file; None when there are several."""
    for texts in (head.above, [file.stem]):
        years = {int(year) for text in texts for year in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def _stem(name: str) -> str:
    return re.sub(r"^LIB_?", "", name.upper())


def _quoted(names: Sequence[str]) -> str:
    most = 20
    more = f" et {french.plural(len(names) - most, 'autre')}" if len(names) > most else ""
    return ", ".join(f"« {name} »" for name in names[:most]) + more
