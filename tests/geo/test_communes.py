"""The territory's tables and answers, against published figures and real communes."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo.communes import UnknownCommuneError, reference_tables, territory
from geo.text import fold
from tests import ROOT

CONTRACT = ROOT / "data" / "contract.sql"
HEADER = "code_commune,commune,code_bassin,bassin,theme,debut,fin"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return reference_tables()


def bassins_file(folder: Path, *lines: str, departement: str = "03") -> Path:
    (folder / f"{departement}.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return folder


def test_tables_have_the_columns_of_the_contract(tables: dict[str, pd.DataFrame]) -> None:
    contract = CONTRACT.read_text(encoding="utf-8")
    for name, rows in tables.items():
        body = re.search(rf"CREATE TABLE {name} \((.*?)\n\);", contract, re.DOTALL)
        assert body, name
        columns = re.findall(r"^    ([a-z0-9_]+) +[A-Z]", body[1], re.MULTILINE)
        assert [*rows.columns, "source"] == [column for column in columns if column not in ("PRIMARY", "CHECK")], name


@pytest.mark.parametrize(
    ("annee", "habitants"),
    # INSEE, populations légales de l'Allier.
    [(2019, 335_975), (2020, 335_628), (2022, 334_715), (2023, 333_298)],
)
def test_legal_populations_of_the_allier(tables: dict[str, pd.DataFrame], annee: int, habitants: int) -> None:
    rows = tables["populations"]
    rows = rows[rows["code_commune"].str.startswith("03") & (rows["annee"] == annee)]
    assert rows["population"].sum() == habitants
    assert len(rows) == 317
    assert set(rows["origine"]) == {"legale"}


def test_the_year_between_is_flagged_and_nothing_is_extrapolated(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["populations"]
    assert set(rows.loc[rows["origine"] == "interpolee", "annee"]) == {2021}
    moulins = rows[rows["code_commune"] == "03190"].set_index("annee")["population"]
    assert abs(moulins[2021] - (moulins[2020] + moulins[2022]) / 2) <= 0.5
    assert list(moulins.index) == [2019, 2020, 2021, 2022, 2023]


def test_a_split_leaves_no_population_before_it(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["populations"]
    # Essarts-en-Bocage lost L'Oie and Sainte-Florence in 2024; Neussargues was divided in 2025.
    assert list(rows.loc[rows["code_commune"] == "85165", "annee"]) == [2022, 2023]
    assert list(rows.loc[rows["code_commune"] == "85084", "annee"]) == [2022, 2023]
    assert list(rows.loc[rows["code_commune"] == "15141", "annee"]) == [2023]


def test_mayotte_keeps_the_year_of_its_census(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["populations"]
    mayotte = rows[rows["code_commune"].str.startswith("976")]
    assert set(mayotte["annee"]) == {2017}
    assert mayotte["population"].sum() == 256_518  # INSEE, recensement de 2017


def test_the_three_bassins_of_the_allier(tables: dict[str, pd.DataFrame]) -> None:
    zones = tables["zones"]
    bassins = zones[(zones["division"] == "bassin") & (zones["code_departement"] == "03")]
    assert list(bassins["nom"]) == ["Montluçon", "Moulins", "Vichy"]
    assert list(bassins["rang"]) == [1, 2, 3]
    assert list(bassins["theme"]) == [
        "Au fil de la vie",
        "Entreprendre et consommer autrement",
        "Fraternité et solidarité",
    ]
    assert set(bassins["origine"]) == {"table du comité"}
    members = tables["zones_communes"]
    counts = members[members["division"] == "bassin"].groupby("code_zone").size()
    assert [counts["031"], counts["032"], counts["033"]] == [90, 67, 160]


def test_every_epci_of_the_allier_lies_in_one_bassin(tables: dict[str, pd.DataFrame]) -> None:
    members = tables["zones_communes"]
    allier = members[members["code_commune"].str.startswith("03")]
    both = allier[allier["division"] == "epci"].merge(allier[allier["division"] == "bassin"], on="code_commune")
    assert both["code_zone_x"].nunique() == 12
    assert both.groupby("code_zone_x")["code_zone_y"].nunique().max() == 1


def test_bassins_cover_every_commune_of_france(tables: dict[str, pd.DataFrame]) -> None:
    members = tables["zones_communes"]
    covered = members.loc[members["division"] == "bassin", "code_commune"]
    assert sorted(covered) == sorted(tables["communes"]["code_commune"])
    assert not tables["zones"].duplicated(["division", "code_zone"]).any()


def test_arrondissements_then_the_departement_stand_in_for_bassins(tables: dict[str, pd.DataFrame]) -> None:
    zones = tables["zones"].query("division == 'bassin'")
    gers = zones[zones["code_departement"] == "32"]
    assert list(gers["nom"]) == ["Auch", "Condom", "Mirande"]
    assert set(gers["origine"]) == {"arrondissement"}
    mayotte = zones[zones["code_departement"] == "976"]
    assert list(zip(mayotte["code_zone"], mayotte["nom"], mayotte["origine"], strict=True)) == [
        ("976", "Mayotte", "département")
    ]


def test_a_table_of_bassins_may_overlap_leave_communes_out_and_have_dates(tmp_path: Path) -> None:
    folder = bassins_file(
        tmp_path,
        "03190,Moulins,03A,Nord,,2024-01-01,2025-12-31",
        "03190,Moulins,03B,Sud,Fleuve,,",
        "03310,Vichy,03B,Sud,Fleuve,,",
    )
    found = reference_tables(folder)["zones_communes"].query("division == 'bassin' and code_zone in ['03A', '03B']")
    assert list(found["code_commune"]) == ["03190", "03190", "03310"]
    assert list(found["debut"]) == [date(2024, 1, 1), None, None]
    assert list(found["fin"]) == [date(2025, 12, 31), None, None]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("3190,Moulins,03A,Nord,,,", "colonne « code_commune », valeur « 3190 » : un tableur a-t-il supprimé le zéro"),
        ("63430,Thiers,03A,Nord,,,", "valeur « 63430 » : code inconnu dans ce département"),
        ("03190,Vichy,03A,Nord,,,", "colonne « commune », valeur « Vichy » : le code 03190 est celui de « Moulins »"),
        ("03190,Moulins,,Nord,,,", "colonne « code_bassin », valeur «  » : valeur obligatoire"),
        ("03190,Moulins,03A,Nord,,01/02/2024,", "colonne « debut », valeur « 01/02/2024 » : date attendue"),
        ("03190,Moulins,03A,Nord,,2024-02-01,2023-02-01", "colonne « fin », valeur « 2023-02-01 » : la fin précède"),
        ("03190,Moulins,03A,Nord", "valeurs attendues : 7, lues : 4"),
        ("03310,Vichy,03A,Nord,,,", "commune déjà inscrite dans le bassin « Nord »"),
        (
            "03190,Moulins,03A,Sud,,,",
            "colonne « bassin », valeur « Sud » : plus haut, le bassin « 03A » porte « Nord »",
        ),
    ],
)
def test_a_malformed_table_of_bassins_is_refused_with_its_place(tmp_path: Path, line: str, words: str) -> None:
    folder = bassins_file(tmp_path, "03310,Vichy,03A,Nord,,,", line)
    with pytest.raises(ValueError, match=re.escape("03.csv, ligne 3")) as refusal:
        reference_tables(folder)
    assert words in str(refusal.value)


def test_other_faults_of_a_table_of_bassins(tmp_path: Path) -> None:
    (tmp_path / "03.csv").write_text("code;nom\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"03\.csv, ligne 1, colonne « en-tête », valeur « code;nom » : l'en-tête attendu"
    ):
        reference_tables(tmp_path)
    bassins_file(tmp_path)
    with pytest.raises(ValueError, match="aucune commune"):
        reference_tables(tmp_path)
    (tmp_path / "03.csv").write_bytes(f"{HEADER}\n03185,Montluçon,03A,Nord,,,\n".encode("cp1252"))
    with pytest.raises(ValueError, match=r"03\.csv : fichier illisible en UTF-8"):
        reference_tables(tmp_path)


def test_one_code_cannot_name_bassins_of_two_departements(tmp_path: Path) -> None:
    folder = bassins_file(tmp_path, "03190,Moulins,A,Nord,,,")
    bassins_file(tmp_path, "32013,Auch,A,Nord,,,", departement="32")
    with pytest.raises(ValueError, match="le code « A » sert dans les départements 03 et 32"):
        reference_tables(folder)


def test_positions_and_surfaces(tables: dict[str, pd.DataFrame]) -> None:
    communes = tables["communes"].set_index("code_commune")
    allier = communes[communes["code_departement"] == "03"]
    assert len(allier) == 317
    # INSEE gives 7 340 km² of cadastre; outlines are simplified and hold rivers and roads.
    assert allier["surface_km2"].sum() == pytest.approx(7340, rel=0.01)
    # Meillers: the source places its mairie 70 km north, in the Cher.
    assert communes.loc["03170", "position"] == "centre"
    assert communes.loc["03190", "position"] == "mairie"
    assert communes.loc["15031", ["longitude", "latitude", "position", "surface_km2"]].isna().all()


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        ("03190", "Moulins"),
        ("64513", "Sauveterre-de-Béarn"),
        ("63298", "La Renaudie"),
        ("2A004", "Ajaccio"),
        ("97414", "Saint-Louis"),
    ],
)
def test_a_current_code_is_its_own_answer(code: str, nom: str) -> None:
    found = territory().resolve_code(code)
    assert (found.code_commune, found.nom, found.cog_annee, found.note) == (code, nom, 2026, None)


@pytest.mark.parametrize(
    ("code", "today", "cog"),
    # 2025: Conques-en-Rouergue changed its seat. 2023: so did Les Trois Lacs.
    [
        ("12076", "12218", 2025),
        ("27058", "27676", 2023),
        ("75101", "75056", 2021),
        ("69381", "69123", 2021),
        ("20004", "2A004", 2021),
    ],
)
def test_an_old_code_resolves_to_todays_commune(code: str, today: str, cog: int) -> None:
    found = territory().resolve_code(code)
    assert (found.code_commune, found.cog_annee) == (today, cog)
    assert found.note is not None
    assert f"COG {cog}" in found.note


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1001", "un tableur a-t-il supprimé le zéro initial ? Peut-être 01001 (L'Abergement-Clémenciat)"),
        ("3190.0", "un tableur a-t-il supprimé le zéro initial ? Peut-être 03190 (Moulins)"),
        ("2a004", "une lettre de code est-elle en minuscule ? Peut-être 2A004 (Ajaccio)"),
        ("03000", "est-ce un code postal ?"),
        ("Moulins", "un code INSEE a cinq caractères"),
    ],
)
def test_an_unknown_code_is_refused_with_its_likely_cause(code: str, words: str) -> None:
    with pytest.raises(UnknownCommuneError, match=re.escape(f"commune « {code} » inconnue au COG 2026")) as refusal:
        territory().resolve_code(code)
    assert words in str(refusal.value)


def test_there_are_three_moulins_and_one_in_the_allier() -> None:
    assert [commune.code for commune in territory().resolve_name("Moulins")] == ["02530", "03190", "35198"]
    assert [commune.code for commune in territory().resolve_name("moulins", "03")] == ["03190"]


@pytest.mark.parametrize(
    ("written", "departement", "code"),
    [
        ("RENAUDIE", "63", "63298"),
        ("la renaudie", "63", "63298"),
        ("Celles s/ Durolle", "63", "63066"),
        ("st louis", "974", "97414"),
        ("Marcillat en Combraille", "03", "03161"),
        ("Montlucon", "03", "03185"),
        ("L’Abergement Clemenciat", None, "01001"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, departement: str | None, code: str) -> None:
    assert [commune.code for commune in territory().resolve_name(written, departement)] == [code]


def test_an_unknown_name_has_no_candidate() -> None:
    assert territory().resolve_name("Nullepart") == []
    assert territory().resolve_name("") == []
    assert territory().resolve_name("Thiers", "03") == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Territoire de Belfort", "90"),
        ("bouches du rhone", "13"),
        ("Bouches-du-Rhône", "13"),
        ("La Réunion", "974"),
        ("REUNION", "974"),
        ("Guadeloupe", "971"),
        ("Corse-du-Sud", "2A"),
        ("Val d’Oise", "95"),
        ("Landes", "40"),
        ("03", "03"),
        ("3", "03"),
        ("2a", "2A"),
        ("Atlantide", None),
        ("", None),
    ],
)
def test_departements_by_name_or_code(written: str, code: str | None) -> None:
    assert territory().departement_code(written) == code


def test_departement_names() -> None:
    assert territory().departement_name("03") == "Allier"
    assert territory().departement_name("99") is None


def test_fold() -> None:
    assert fold("  Œuvre  d’Été\n") == "oeuvre d'ete"
