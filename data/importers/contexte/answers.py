"""What a person says of the columns of a file of figures, over what is known of them: one choice a column.

```toml
[colonnes]
"Code commune" = "commune"     # commune, annee, chiffre, decoupage, nom (of the zones) or ignorer
"Allocataires" = "chiffre"
[constantes]
annee = 2023
titre = "Allocataires par commune"
editeur = "CAF de l'Allier"
```

A mapping that says more of each column (titles, units, bounds: ``data/recettes/README.md``) is read as it is.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Keyed
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.batch import RefusedError, Row
from data.importers.contexte import layouts
from data.importers.contexte.mapping import (
    EARLIEST,
    LATEST,
    Division,
    Mapping,
    Variable,
    column_name,
    mapping_of,
    matches,
)
from data.importers.contexte.table import Head, read_header
from data.importers.contexte.understood import CHOICES, COMMUNE, DIVISION, FIGURE, NAMES, YEAR
from data.understanding import Answers, UndecidedError

Known = Callable[[str], Keyed[str, str]]
_SHORT = {"colonnes", "constantes"}
_CONSTANTS = {"annee": int, "titre": str, "editeur": str, "licence": str, "url": str, "unite": str}
# The one line of ``correspondances`` that remembers what was said of a layout.
_WHOLE = "correspondance"


def mapping_for(file: Path, said: Answers | None, name: str, known: Known) -> Mapping:
    """The mapping of a file: as ``said`` (``name`` is what refusals call it), else as remembered, else as proposed.

    UndecidedError when nothing tells what its columns are.
    """
    if said and not set(said) <= _SHORT:
        return mapping_of(name, said)
    head = read_header(file, layouts.KNOWN_COMMUNES)
    if not said and (recalled := known(_digest(head.names)).get(_WHOLE)):
        said = json.loads(recalled)
    return _answered(file, head, name, said) if said else layouts.propose(file, head)


def remembered(header: Sequence[str], publisher: str | None, said: Answers | None) -> list[Row]:
    """The row of ``correspondances`` for the next file of that layout: what was said, but for the year."""
    if not said or not set(said) <= _SHORT:
        return []
    constants = {key: value for key, value in said.get("constantes", {}).items() if key != "annee"}
    kept = json.dumps({"colonnes": said.get("colonnes", {}), "constantes": constants}, ensure_ascii=False)
    return [{"empreinte": _digest(header), "editeur": publisher, "colonne": _WHOLE, "champ": kept}]


def _digest(names: Sequence[str]) -> str:
    return hashlib.sha256("|".join(map(column_name, names)).encode()).hexdigest()[:16]


def _answered(file: Path, head: Head, name: str, said: Answers) -> Mapping:
    columns, constants = _checked(head, name, said)
    try:
        base = layouts.propose(file, head)
    except UndecidedError:
        base = layouts.draft(file, head)
    roles = {column: role for column, role in columns.items() if role != NAMES}
    variables = [one for one in _each(base, head) if roles.get(one.colonne, FIGURE) == FIGURE]
    taken = {one.colonne for one in variables}
    unit = constants.get("unite")
    variables += [
        Variable(column, layouts.variable_name(column), column, unit)
        for column, role in roles.items()
        if role == FIGURE and column not in taken
    ]
    named = next((column for column, role in roles.items() if role == COMMUNE), base.commune)
    dated = next((column for column, role in roles.items() if role == YEAR), None)
    if dated is None and columns.get(base.colonne_annee or "", YEAR) == YEAR:
        dated = base.colonne_annee
    made = replace(
        base,
        file="réponses",
        commune=named,
        variables=tuple(one for one in variables if one.colonne not in (named, dated)),
        divisions=_divisions(base, columns),
        annee=constants.get("annee", base.annee) if dated is None else None,
        colonne_annee=dated,
        **{key: constants[key] for key in ("titre", "editeur", "licence", "url") if key in constants},
    )
    if not made.commune:
        raise layouts.undecided(file, head, made)
    return made


def _each(base: Mapping, head: Head) -> list[Variable]:
    """The variables of a mapping, one a column: those with a year in their names are each by themselves."""
    names = dict.fromkeys(head.names)
    return [
        variable if column == variable.colonne else replace(variable, colonne=column, annee=variable.annee or year)
        for variable in base.variables
        for column, year in matches(variable.colonne, names)
    ]


def _divisions(base: Mapping, columns: Keyed[str, str]) -> tuple[Division, ...]:
    """Divisions as proposed, without those whose column is said to be something else, with those that are said."""
    kept = [one for one in base.divisions if columns.get(one.colonne, DIVISION) == DIVISION]
    known = {one.colonne for one in kept}
    names = [column for column, role in columns.items() if role == NAMES]
    for column, role in columns.items():
        if role == DIVISION and column not in known:
            label = next((name for name in names if column.casefold() in name.casefold()), None)
            kept.append(Division(column, layouts.division_name(column), f"Découpage « {column} » du fichier", label))
    return tuple(kept)


def _checked(head: Head, name: str, said: Answers) -> tuple[dict[str, str], dict[str, Any]]:
    """Columns and constants whose names and values are right; RefusedError (French) says which is not."""
    columns, constants = said.get("colonnes", {}), said.get("constantes", {})
    if not isinstance(columns, Keyed) or not isinstance(constants, Keyed):
        raise RefusedError(
            f"{name} : [colonnes] et [constantes] sont des tables, une ligne « nom = valeur » par chose dite."
        )
    meant = {column_name(column): role for column, role in columns.items()}
    for column, role in meant.items():
        if column not in head.names:
            raise RefusedError(f"{name}, [colonnes] : la colonne « {column} » n'est pas dans le fichier.")
        if not isinstance(role, str) or role not in CHOICES:
            raise RefusedError(f"{name}, [colonnes] « {column} » : « {role} » inconnu ; l'un de {', '.join(CHOICES)}.")
    for role, words in ((COMMUNE, "le code des communes"), (YEAR, "l'année")):
        if len(twice := [column for column, chosen in meant.items() if chosen == role]) > 1:
            raise RefusedError(f"{name} : deux colonnes diraient {words} ({', '.join(twice)}) ; une seule le peut.")
    for key, value in constants.items():
        if key not in _CONSTANTS or type(value) is not _CONSTANTS[key]:
            raise RefusedError(f"{name}, [constantes] « {key} = {value!r} » : attendu l'un de {', '.join(_CONSTANTS)}.")
        if isinstance(value, str) and not value.strip():
            raise RefusedError(f"{name}, [constantes] {key} est vide : écrivez-le, ou retirez la ligne.")
    if not str(constants.get("url", "https://")).startswith(("https://", "http://")):
        raise RefusedError(f"{name}, [constantes] url : une adresse commence par https://.")
    if not EARLIEST <= constants.get("annee", EARLIEST) <= LATEST:
        raise RefusedError(f"{name}, [constantes] annee : une année a quatre chiffres, de {EARLIEST} à {LATEST}.")
    return meant, dict(constants)
