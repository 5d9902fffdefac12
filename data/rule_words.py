"""The rules of ``data/contract.sql`` in French: what people are told of a row that breaks one. They never read SQL."""

import re
from collections.abc import Callable

MISSING = "valeur obligatoire absente : écrivez-la"
_NAME = r'"?(\w+)"?'
_SHAPES = {
    "^[0-9]{14}$": "un SIRET a 14 chiffres",
    "^[0-9]{9}$": "un SIREN a 9 chiffres",
    "^W[0-9A-Z]{9}$": "un numéro RNA s'écrit W suivi de neuf caractères",
    "^[678][0-9]{1,3}$": "un compte du plan comptable commence par 6, 7 ou 8 et a deux à quatre chiffres",
    "^[0-9][0-9AB][0-9]{3}$": "un code INSEE de commune a cinq caractères, zéro du début compris",
}


def _one_of(match: re.Match[str]) -> str:
    values = re.findall(r"'((?:[^']|'')*)'", match[2])
    return f"attendu : l'un de {', '.join(values)}"


def _shape(match: re.Match[str]) -> str:
    return _SHAPES[match[1]]


# Form of a rule, as DuckDB writes it → its words.
_FORMS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (rf"{_NAME} IN \((.*)\)", _one_of),
    (r".*regexp_matches\(\w+, '(.*)'\)", _shape),
    (rf'(?:main\.)?"?trim"?\({_NAME}\) != \'\'', "ce texte est vide : écrivez-le"),
    (
        rf'\(?(?:main\.)?"?year"?\({_NAME}\) BETWEEN 1900 AND 2100\)?',
        "année hors de 1900 à 2100 : corrigez la date ; sans date connue, laissez la case vide (et « inconnue » dans "
        "sa précision, s'il y en a une)",
    ),
    (
        r"(?:annee\w*|exercice) BETWEEN 1900 AND 2100",
        "année hors de 1900 à 2100 : corrigez-la, ou laissez la case vide si la table le permet",
    ),
    (rf"{_NAME} BETWEEN (-?\d+) AND (-?\d+)", lambda match: f"attendu : un nombre de {match[2]} à {match[3]}"),
    (rf"{_NAME} >= 0", "un nombre négatif n'est pas possible ici"),
    (rf"{_NAME} > 0", "un nombre plus grand que zéro est attendu"),
    (r"length\((?:fait|identite|regles|chiffres\w*)\) = 16", "une empreinte a 16 caractères"),
    (r"structure_id != dans", "une structure ne se fond pas dans elle-même"),
    (r"length\(sha256\) = 64", "une empreinte SHA-256 a 64 caractères"),
    (r"lues = \(gardees \+ refusees\)", "les lignes lues ne sont pas celles gardées et refusées"),
    (r"\((date_\w+) IS NULL\) = \(.* = 'inconnue'\)", "une date vide et la précision « inconnue » vont ensemble"),
    (
        r"\(code_commune IS NULL\) = \(\"?precision\"? = 'departement_seul'\)",
        "un lieu sans commune et la précision « departement_seul » vont ensemble",
    ),
    (r"\(code_commune IS NOT NULL\) OR \(code_departement IS NOT NULL\)", "dites la commune, ou le département"),
    (r"\(code IS NOT NULL\) OR \(intitule IS NOT NULL\)", "dites un code, ou un intitulé"),
    (r"\(code_commune IS NOT NULL\) OR \(code_epci IS NOT NULL\)", "dites la commune, ou l'intercommunalité"),
    (
        r"\(valeur IS NOT NULL\) OR \(marque IS NOT NULL\)",
        "dites une valeur, ou la marque qui dit pourquoi il n'y en a pas",
    ),
    (r"COALESCE\((?:valeur|montant_eur), .*\) IS NOT NULL", "dites une valeur, ou l'une de ses bornes"),
    (
        r".*COALESCE\(annee_reference_fin, annee_reference\) < annee_cible.*",
        "l'année à atteindre suit celles de référence",
    ),
    (
        r".*\((?:(?:date_|periode_)?debut <= (?:date_|periode_)?fin|annee(\w*) <= annee\1_fin)\)",
        "la fin est avant le début",
    ),
    (
        r".*\((?:age_min <= age_max|borne_basse <= borne_haute|borne_basse_eur <= borne_haute_eur)\)",
        "la borne basse est plus grande que la borne haute",
    ),
)


def of(expression: str) -> str:
    """The French words of one CHECK; KeyError for a rule that has none, which a test looks for."""
    bare = expression.removeprefix("(").removesuffix(")") if expression.startswith("(") else expression
    for form, words in _FORMS:
        if match := re.fullmatch(form, bare, re.DOTALL):
            return words if isinstance(words, str) else words(match)
    raise KeyError(expression)
