"""What a command asked wrongly is told: in French, exit code 2."""

import pytest

from data.__main__ import main as data_main
from queries.__main__ import main as queries_main


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["load"], "il manque FORMAT, FICHIER"),
        (["bogus"], "« bogus » n'en est pas ; au choix : "),
        (["verify", "--zut"], "« --zut » est de trop"),
        (["history", "--store"], "--store attend une valeur"),
    ],
)
def test_a_command_of_the_store(command: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        data_main(command)
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("Commande incomprise : ") and said in told and "--help" in told


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["jeu", "--snapshot", "abc"], "--snapshot : « abc » n'est pas un nombre entier"),
        (["jeu", "--json", "--csv"], "--csv ne va pas avec "),
    ],
)
def test_a_command_of_the_questions(command: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        queries_main(command)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("main", [data_main, queries_main])
def test_the_help_is_french(main: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])  # type: ignore[operator]
    told = capsys.readouterr().out
    assert told.startswith("usage : ")
    assert not [word for word in ("positional", "options:", "show this help") if word in told]


@pytest.mark.parametrize("name", ["absent/modele.xlsx", "."])
def test_a_model_that_cannot_be_written_is_one_refusal(
    tmp_path_factory: pytest.TempPathFactory, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path_factory.mktemp("modele") / name
    assert data_main(["model", "cibles", str(file)]) == 1
    told = capsys.readouterr().err
    assert "ne peut pas être écrit : " in told and "pas prévue" not in told
