"""What readers of files say in English is said in French, with where it is."""

import csv
import errno
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from data import causes
from data.batch import RefusedError
from data.toml_file import read_toml

ENGLISH = re.compile(
    r"(?i)\b(the|at|line|column|expect\w*|invalid|unterminated|value|key|error|character|delimiter|of)\b"
)


def raised(read: Callable[[], object]) -> Exception:
    try:
        read()
    except (ValueError, csv.Error) as error:
        return error
    raise AssertionError("it was read")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[a]\nb", "à la fin : il manque le signe = après une clé"),
        ("[a]\nb c", "ligne 2, colonne 3 : il manque le signe = après une clé"),
        ("a = Moulins", "ligne 1, colonne 5 : une valeur mal écrite"),
        ('a = "Moulins', "à la fin : un guillemet qui n'est pas refermé"),
        ('a = "Mou\nlins"', "ligne 1, colonne 9 : un caractère interdit (\\n)"),
        ("a = 1\na = 2", "à la fin : une clé écrite deux fois"),
        ("[a]\n[a]", "ligne 2, colonne 3 : une table écrite deux fois"),
        ("a = [1", "à la fin : un crochet qui n'est pas refermé"),
        ("a = 1 2", "ligne 1, colonne 7 : quelque chose de trop à la fin d'une ligne"),
        ("[a", "à la fin : un titre de table dont le crochet n'est pas refermé"),
        ("= 1", "ligne 1, colonne 1 : une ligne qui n'est ni une clé ni un titre de table"),
        ('a = "C:\\dossier"', "ligne 1, colonne 8 : une barre oblique inversée mal employée"),
        ("a = 2024-02-31", "ligne 1, colonne 5 : une date qui n'existe pas"),
    ],
)
def test_toml_is_refused_in_french_where_it_is_wrong(text: str, right: str, tmp_path: Path) -> None:
    said = causes.why(raised(lambda: tomllib.loads(text)))
    assert said.partition(" : ")[2] == right.partition(" : ")[2]
    assert not ENGLISH.search(said)
    file = tmp_path / "correspondance.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as refusal:
        read_toml(file)
    assert f"ce n'est pas un fichier TOML ({said})" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("[1,\n 2", "ligne 2, colonne 3 : le signe « , » est attendu"),
        ("", "ligne 1, colonne 1 : une valeur est attendue"),
        ("{a: 1}", "ligne 1, colonne 2 : un nom entre guillemets est attendu"),
        ('{"a" 1}', "ligne 1, colonne 6 : le signe « : » est attendu"),
        ("[] []", "ligne 1, colonne 4 : quelque chose de trop après la fin"),
        ('["a', "ligne 1, colonne 2 : un guillemet qui n'est pas refermé"),
        ('["\\d"]', "ligne 1, colonne 3 : une barre oblique inversée mal employée"),
    ],
)
def test_json_is_refused_in_french_where_it_is_wrong(text: str, right: str) -> None:
    assert causes.why(raised(lambda: json.loads(text))) == right


def test_text_csv_and_the_system_are_told_in_french() -> None:
    assert causes.why(raised(lambda: "a\né".encode("latin-1").decode())) == (
        "ligne 2 : un octet (0xe9) qui n'est pas de l'UTF-8"
    )
    assert causes.why(raised(lambda: list(csv.reader(['"a'], strict=True)))) == "un guillemet qui n'est pas refermé"
    assert causes.why(raised(lambda: list(csv.reader(['"a"b'], strict=True)))) == (
        "un guillemet suivi d'autre chose que d'un séparateur"
    )
    assert causes.why(OSError(errno.EISDIR, "Is a directory")) == "c'est un dossier"
    assert causes.why(OSError(errno.EIO, "Input/output error")) == "le système le refuse"
    assert causes.why(RecursionError()) == "des crochets emboîtés à l'infini"
