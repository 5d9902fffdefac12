"""Why a file cannot be read, in French: what Python's readers of JSON, TOML and CSV, and the system, say in English.

Only the cause is said here, without a full stop; the caller names the file and says what to do.
"""

import csv
import errno
import json
import re
import sys
import tomllib

# What each reader says, and what people read; the first that matches. The last of each list is for what is not there.
_TOML = (
    (r"Invalid statement", "une ligne qui n'est ni une clé ni un titre de table"),
    (r"Expected '=' after a key.*", "il manque le signe = après une clé"),
    (r"Invalid value", "une valeur mal écrite"),
    (r"Unterminated string", "un guillemet qui n'est pas refermé"),
    (r"(?:Illegal|Found invalid) character '?(.*?)'?", "un caractère interdit ({0})"),
    (r"Unclosed array", "un crochet qui n'est pas refermé"),
    (r"Unclosed inline table", "une accolade qui n'est pas refermée"),
    (r"Duplicate inline table key (.*)", "la clé {0} écrite deux fois"),
    (r"Cannot overwrite a value", "une clé écrite deux fois"),
    (r"Cannot (?:declare|redefine|mutate).*", "une table écrite deux fois"),
    (r"Expected '\]+'.*", "un titre de table dont le crochet n'est pas refermé"),
    (r"Expected newline or end of document.*", "quelque chose de trop à la fin d'une ligne"),
    (r"Invalid initial character for a key part", "une clé qui commence par un caractère interdit"),
    (r"Invalid date or datetime", "une date qui n'existe pas"),
    (r".*(?:\\|[Ee]scape|Unicode|hex).*", "une barre oblique inversée mal employée"),
    (r".*", "une écriture que ce format n'a pas"),
)
_JSON = (
    (r"Expecting property name.*", "un nom entre guillemets est attendu"),
    (r"Expecting '(.)' delimiter", "le signe « {0} » est attendu"),
    (r"Expecting value", "une valeur est attendue"),
    (r"Extra data", "quelque chose de trop après la fin"),
    (r"Unterminated string.*", "un guillemet qui n'est pas refermé"),
    (r"Invalid control character.*", "un caractère invisible dans un texte"),
    (r"Invalid \\.*", "une barre oblique inversée mal employée"),
    (r"Illegal trailing comma.*", "une virgule de trop"),
    (r".*", "une écriture que ce format n'a pas"),
)
_CSV = (
    (r"field larger than field limit.*", "une cellule de plus de 131 072 caractères"),
    (r"line contains NUL", "un caractère nul"),
    (r"new-line character.*", "une fin de ligne qui n'en est pas une"),
    (r"unexpected end of data", "un guillemet qui n'est pas refermé"),
    (r".*expected after.*", "un guillemet suivi d'autre chose que d'un séparateur"),
    (r".*", "une ligne qui n'a pas une seule lecture"),
)
_SYSTEM = {
    errno.ENOENT: "il n'existe pas",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un de ses dossiers est un fichier",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque ne s'écrit pas",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "son nom est trop long",
    errno.ELOOP: "un lien y tourne en rond",
}
_PLACED = re.compile(r"(.*?) ?\((?:at line (\d+), column (\d+)|at end of document)\)", re.DOTALL)


def why(error: Exception) -> str:
    """« ligne 3, colonne 5 : il manque le signe = après une clé »: where, when it is told, then the cause."""
    match error:
        case json.JSONDecodeError():
            return f"ligne {error.lineno}, colonne {error.colno} : {_said(_JSON, error.msg)}"
        case tomllib.TOMLDecodeError():
            return _toml(str(error))
        case UnicodeDecodeError():
            line = error.object[: error.start].count(b"\n") + 1
            return f"ligne {line} : un octet ({error.object[error.start]:#04x}) qui n'est pas de l'UTF-8"
        case csv.Error():
            return _said(_CSV, str(error))
        case OSError():
            return _SYSTEM.get(error.errno or 0, "le système le refuse")
        case RecursionError():
            return "des crochets emboîtés à l'infini"
        case _:  # Python reads no number of more digits than this.
            return f"un nombre de plus de {sys.get_int_max_str_digits()} chiffres"


def _toml(message: str) -> str:
    placed = _PLACED.fullmatch(message)
    if placed is None:
        return _said(_TOML, message)
    where = f"ligne {placed[2]}, colonne {placed[3]}" if placed[2] else "à la fin"
    return f"{where} : {_said(_TOML, placed[1])}"


def _said(known: tuple[tuple[str, str], ...], message: str) -> str:
    for pattern, words in known:
        if found := re.fullmatch(pattern, message, flags=re.DOTALL):
            return words.format(*found.groups())
    raise AssertionError(f"no words for « {message} »")  # The last pattern takes anything.
