"""How the columns of a file of figures were read, for a page: what each is, three of its values, what must be said."""

from collections.abc import Mapping as Keyed
from collections.abc import Sequence

from data.importers.contexte.mapping import Mapping, matches
from data.importers.contexte.table import Head
from data.reading.headings import compare
from data.toml_file import SUFFIX
from data.understanding import IGNORED, Column, Headings, Question, Understanding, not_taken, samples

COMMUNE, YEAR, FIGURE, DIVISION, NAMES = "commune", "annee", "chiffre", "decoupage", "nom"
CHOICES: Keyed[str, str] = {
    COMMUNE: "code INSEE de la commune",
    YEAR: "année des chiffres",
    FIGURE: "chiffre à reprendre",
    DIVISION: "zone d'un découpage (son code ou son nom)",
    NAMES: "nom de la zone d'un découpage",
    IGNORED: "ne pas reprendre",
}


def of(
    file: str, header: Sequence[str], cells: Keyed[str, Sequence[str]], mapping: Mapping, *, year: bool = False
) -> Understanding:
    """The columns of a file under its mapping; ``year``: nothing says of which year its figures are."""
    taken = roles(mapping, header)
    why = f"publication connue : {mapping.titre}" if mapping.file.endswith(SUFFIX) else "proposé d'après la colonne"
    columns = tuple(
        Column(
            file,
            name,
            samples(cells.get(name, ())),
            taken.get(name),
            why if name in taken else "",
            ("colonnes", name),
        )
        for name in dict.fromkeys(header)
        if name
    )
    questions = []
    if mapping.commune not in header:
        choices = tuple((column.name, f"{column.name} ({' ; '.join(column.values) or 'vide'})") for column in columns)
        words = "Quelle colonne porte le code INSEE des communes ? Aucune n'en contient sous un nom connu."
        questions.append(Question(("colonnes",), words, "choix", choices, None, COMMUNE))
    if year:
        questions.append(Question(("constantes", "annee"), "De quelle année sont ces chiffres ?", "annee"))
    aside = [column.name for column in columns if column.field is None]
    return Understanding(columns, CHOICES, tuple(questions), _headings(mapping, header), not_taken(aside))


def of_head(file: str, head: Head, draft: Mapping) -> Understanding:
    """The columns of a file of which nothing is known, as ``draft`` proposes them."""
    cells = {name: [row[rank] for row in head.sample if rank < len(row)] for rank, name in enumerate(head.names)}
    dated = draft.annee is not None or draft.colonne_annee is not None
    return of(file, head.names, cells, draft, year=not dated)


def roles(mapping: Mapping, header: Sequence[str]) -> dict[str, str]:
    """Column → what it is in a mapping, for those that it takes."""
    names = dict.fromkeys(header)
    found = {column: FIGURE for variable in mapping.variables for column, _ in matches(variable.colonne, names)}
    for division in mapping.divisions:
        found |= {name: NAMES for name in [division.nom] if name}
        found[division.colonne] = DIVISION
    found |= {name: YEAR for name in [mapping.colonne_annee] if name}
    found[mapping.commune] = COMMUNE
    return {name: role for name, role in found.items() if name in names}


def _headings(mapping: Mapping, header: Sequence[str]) -> Headings:
    """The columns set against those of the known publication; nothing to say of another file."""
    if not mapping.reconnaitre:
        return Headings()
    expected = [name for name in (mapping.commune, *(one.colonne for one in mapping.variables)) if "{" not in name]
    expected += [division.colonne for division in mapping.divisions]
    taken = roles(mapping, header)
    return compare(expected, [name for name in header if name in expected or name not in taken])
