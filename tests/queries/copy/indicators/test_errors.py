"""A catalogue of one's own: an indicator more, and indicators that do not keep their word, each for itself."""

import shutil
from pathlib import Path

import pytest

from queries import ask_records
from queries.__main__ import main
from queries.copy import reading
from queries.copy.indicators import catalogue, values
from queries.copy.indicators.entry import FILE
from tests.small.indicators import load_small_indicators

HERE = catalogue.folder()
COUNT = len(catalogue.load().indicators)
RETURNS = "\n".join(f"-- returns {name} {kind} : dit" for name, kind in catalogue.RETURNS.items())
ENTRY = """
[A4]
nom = "part_sans_public"
titre = "Actions à plusieurs initiateurs"
question = "Quelle part des actions naît de plusieurs initiateurs ?"
formule = "actions dont l'initiative a plusieurs réponses ÷ actions dont l'initiative est renseignée"
unite = "%"
sens = "hausse"
niveaux = ["departement"]
champs = ["initiative"]
regle = "K2"
calcul = "proportion"
intervalle = "wilson"
partage = "actions"
annees = 1
natures = ["actions"]
limites = "Un essai, qui ne dit rien d'autre que ce qu'il compte."
cadre = "Le comité d'un autre département."
version = "1"
depuis = 2026-11-24
"""
SQL = f"""-- Quelle part des actions naît de plusieurs initiateurs ?
{RETURNS}
WITH initiatives AS (SELECT action_id, count(*) > 1 AS plusieurs FROM actions_initiateurs GROUP BY ALL)
SELECT niveau, territoire, annee, (count(*) FILTER (plusieurs))::DOUBLE AS numerateur,
       count(plusieurs)::DOUBLE AS denominateur, count(plusieurs) AS n, count(plusieurs) AS n_renseignes,
       count(*) AS n_total, NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret
FROM actions_annees LEFT JOIN initiatives USING (action_id)
WHERE niveau = 'departement'
GROUP BY niveau, territoire, annee
"""


@pytest.fixture(scope="module")
def facts(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the small facts. Not to be written to; its reading copies are those of each catalogue."""
    folder = tmp_path_factory.mktemp("catalogues")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    for report in load_small_indicators(path, folder / "essai"):
        assert report.exit_code == 0, report.as_text()
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue in force, a copy of that of the repository."""
    shutil.copy(HERE / FILE, tmp_path / FILE)
    shutil.copytree(HERE / catalogue.SQL_FOLDER, tmp_path / catalogue.SQL_FOLDER)
    monkeypatch.setenv("OBSERVATOIRE_CATALOGUE", str(tmp_path))
    return tmp_path


def test_an_indicator_more_is_a_file_and_an_entry(
    facts: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    (folder / "indicateurs/A4.sql").write_text(SQL, encoding="utf-8")
    with reading.reader(facts) as root:
        (found,) = values.values(root, indicateur="A4", territoire="03", annee=2023)
        listed = ask_records(root, "indicateurs")
        fields = ask_records(root, "champs_renseignes", indicateur="A4", departement="03")
    # m1 to m4 have two initiators, of the twelve actions that tell theirs.
    assert (found.numerator, found.denominator, found.status) == (4, 12, "ok")
    assert found.value == pytest.approx(100 * 4 / 12)
    assert found.low is not None and found.high is not None and found.sources
    assert len(listed) == COUNT + 1
    assert (listed[-1]["id"], listed[-1]["famille_titre"], listed[-1]["erreur"]) == ("A4", "Participation", None)
    assert [(row["champ"], row["n_renseignes"], row["n_total"]) for row in fields] == [("initiative", 12, 14)]
    assert main(["indicator", "A4", "territoire=03", "annee=2023", "--json", "--store", str(facts)]) == 0
    assert '"valeur": 33.33' in capsys.readouterr().out


def write(folder: Path, indicator: str, select: str) -> None:
    header = f"-- Quoi ?\n{RETURNS}\n"
    (folder / f"indicateurs/{indicator}.sql").write_text(header + select, encoding="utf-8")


ROW = (
    "{niveau} AS niveau, {territoire} AS territoire, {annee} AS annee, 1::DOUBLE AS numerateur, "
    "2::DOUBLE AS denominateur, 20::BIGINT AS n, 20::BIGINT AS n_renseignes, 20::BIGINT AS n_total, "
    "NULL::DOUBLE AS reference, NULL::DOUBLE AS variance, false AS secret"
)


def row(niveau: str = "'departement'", territoire: str = "'03'", annee: str = "2023") -> str:
    return "SELECT " + ROW.format(niveau=niveau, territoire=territoire, annee=annee)


def test_what_breaks_in_one_indicator_stays_in_it(facts: Path, folder: Path) -> None:
    write(folder, "A1", "SELECT 1 FROM table_absente")
    write(folder, "A3", row().replace("20::BIGINT AS n,", "20::INTEGER AS n,"))
    write(folder, "B1", row().replace(", false AS secret", ""))
    write(folder, "B2", row(niveau="'commune'", territoire="'03190'"))
    write(folder, "B3", f"{row()} UNION ALL {row()}")
    write(folder, "B4", row(territoire="'99'"))
    write(folder, "C1", row(annee="NULL::INTEGER"))
    write(folder, "C3", "SELEC")
    with reading.reader(facts) as root:
        errors = {one["id"]: one["erreur"] for one in ask_records(root, "indicateurs")}
        told = {value.indicator for value in values.values(root)}
        kept = values.values(root, indicateur="F1", territoire="03", annee=2023)[0]
    expected = {
        "A1": "indicateurs/A1.sql : le calcul échoue (Catalog Error: Table with name table_absente does not exist!).",
        "A3": "indicateurs/A3.sql : la réponse n'est pas celle annoncée : « n » est INTEGER, attendu BIGINT.",
        "B1": "indicateurs/B1.sql : la réponse n'est pas celle annoncée : il manque la colonne « secret ».",
        "B2": "indicateurs/B2.sql : la réponse contient le niveau « commune » que son entrée n'annonce pas.",
        "B3": "indicateurs/B3.sql : la réponse contient deux lignes pour departement 03 en 2023.",
        "B4": "indicateurs/B4.sql : la réponse contient un territoire inconnu, departement 99.",
        "C1": "indicateurs/C1.sql : la réponse contient une ligne sans niveau, sans territoire ou sans année.",
    }
    assert {name: errors[name] for name in expected} == expected
    assert (errors["C3"] or "").startswith("indicateurs/C3.sql : le calcul échoue (Parser Error")
    broken = {*expected, "C3"}
    assert {name for name, error in errors.items() if error is not None} == broken
    assert told == set(errors) - broken
    assert kept.value == 90


def test_a_broken_indicator_is_explained_on_the_command_line(
    facts: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "A1", "SELECT 1 FROM table_absente")
    assert main(["indicator", "A1", "--store", str(facts)]) == 2
    assert "A1 ne peut pas être calculé. indicateurs/A1.sql : le calcul échoue" in capsys.readouterr().err


def test_thresholds_of_the_catalogue_in_force_are_those_applied(facts: Path, folder: Path) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("proportion_n_min = 10", "proportion_n_min = 13"), encoding="utf-8")
    with reading.reader(facts) as root:
        (found,) = values.values(root, indicateur="A1", territoire="03", annee=2023)
    assert (found.status, found.reason, found.numerator) == ("ns", "5 sur 12 actions : il en faut 13", 5)


def test_a_catalogue_out_of_range_is_a_refusal_with_its_words(
    facts: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    (folder / FILE).write_text(text.replace("couverture_min = 70", "couverture_min = 700"), encoding="utf-8")
    assert main(["indicators", "--store", str(facts)]) == 1
    assert "indicators.toml, [regles] : couverture_min = 700" in capsys.readouterr().err
    assert main(["completude", "--store", str(facts)]) == 0


def test_an_empty_store_has_a_catalogue_and_no_value(reference_store: Path) -> None:
    with reading.reader(reference_store) as root:
        assert len(ask_records(root, "indicateurs")) == COUNT
        assert {one["erreur"] for one in ask_records(root, "indicateurs")} == {None}
        assert values.values(root) == []


def test_values_are_asked_through_a_question(facts: Path) -> None:
    with reading.reader(facts) as root:
        rows = ask_records(root, "valeurs_indicateurs", indicateur="A1", departement="03", niveau="departement")
        found = values.values(root, indicateur="A1", departement="03", niveau="departement")
    assert [values.record(value) for value in found] == rows
