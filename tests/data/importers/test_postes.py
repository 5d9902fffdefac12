"""State posts: records kept, places taken from city contracts, and what is refused."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.batch import Batch, RefusedError, Row
from data.importers.postes import read

POST = {
    "id_poste": "00319R000102",
    "code_tiers": "73282932000074",
    "raison_sociale": "CENTRE SOCIAL",
    "annee": 2020,
    "montant": 19875.06,
    "code_cv": "CV002",
    "insee_dep": "03",
}
CONTRACT = {"type": "Feature", "properties": {"codgeo": "200071363", "code_cv": "CV002", "insee_dep": "03"}}


def posts(
    tmp_path: Path, *records: Any, contracts: list[Any] | None = None, name: str = "adultes_relais.json"
) -> Batch:
    (tmp_path / name).write_text(json.dumps(records), encoding="utf-8")
    paths = [tmp_path / name]
    if contracts is not None:
        (tmp_path / "cv.json").write_text(
            json.dumps({"type": "FeatureCollection", "features": contracts}), encoding="utf-8"
        )
        paths.append(tmp_path / "cv.json")
    return read(paths)


def rows(batch: Batch) -> list[Row]:
    found = batch.rows["postes"]
    assert isinstance(found, list)
    return found


def test_a_post_and_its_place(tmp_path: Path) -> None:
    (row,) = rows(posts(tmp_path, POST))
    assert (row["dispositif"], row["siret"], row["montant_eur"], row["code_departement"], row["ligne"]) == (
        "adultes_relais",
        "73282932000074",
        Decimal("19875.06"),
        "03",
        1,
    )
    assert rows(posts(tmp_path, POST, name="fonjep_2024.json"))[0]["dispositif"] == "fonjep"


def test_a_contract_gives_the_place_that_a_record_does_not(tmp_path: Path) -> None:
    record = {key: value for key, value in POST.items() if key != "insee_dep"}
    placed = posts(tmp_path, POST, {**record, "id_poste": "x"}, contracts=[CONTRACT])
    assert [(row["code_departement"], row["code_epci"]) for row in rows(placed)] == [("03", "200071363")] * 2
    other = {"type": "Feature", "properties": {"codgeo": "200071140", "code_cv": "CV002", "insee_dep": "03"}}
    several = posts(tmp_path, record, contracts=[CONTRACT, other])
    assert rows(several)[0]["code_epci"] is None
    alone = posts(tmp_path, record)
    assert rows(alone)[0]["code_departement"] is None
    assert "1 enregistrement sans département connu" in alone.warnings[0]


def test_one_post_under_two_employers_is_kept_and_told(tmp_path: Path) -> None:
    batch = posts(tmp_path, POST, {**POST, "code_tiers": "21030190500015"})
    assert batch.kept == 2
    assert (
        "Poste 00319R000102, 2020 : 2 enregistrements (1, 2), le montant est peut-être compté deux fois."
        in batch.warnings
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"annee": "20"}, "une année est attendue (AAAA)"),
        ({"montant": 1e300}, "montant hors de toute mesure"),
        ({"montant": "NC"}, "inconnu ou non communiqué n'est pas zéro"),
        ({"code_tiers": "123"}, "un SIRET a 14 chiffres, un SIREN 9"),
        ({"raison_sociale": ""}, "numéro de poste, employeur ou année absent"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    batch = posts(tmp_path, POST, {**POST, **change})
    (reject,) = batch.rejects
    assert (reject.ligne, batch.read, batch.kept) == (2, 2, 1)
    assert words in reject.raison


def test_an_amount_that_nobody_wrote_is_unknown(tmp_path: Path) -> None:
    assert rows(posts(tmp_path, {**POST, "montant": None}))[0]["montant_eur"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "ce n'est pas du JSON"),
        ('{"a": 1}', "n'est ni une liste de postes"),
        ('[{"a": 1}]', "il manque id_poste ou numero_poste"),
        ('{"type": "FeatureCollection", "features": []}', "Aucune liste de postes"),
    ],
)
def test_other_files_are_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match=words.replace("(", r"\(")):
        read([tmp_path / "a.json"])


def without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in names}


def test_an_exact_copy_is_refused_with_its_rank_even_without_a_siret(tmp_path: Path) -> None:
    first = {**without(POST, "code_tiers"), "id_poste": "D90001", "montant": 7164}
    second = {**first, "id_poste": "D90002", "raison_sociale": "ASSOCIATION B"}
    batch = posts(tmp_path, first, second, first, second)
    assert (batch.read, batch.kept, [reject.ligne for reject in batch.rejects]) == (4, 2, [3, 4])
    assert sum(row["montant_eur"] for row in rows(batch)) == 14_328
    assert batch.rejects[0].raison == (
        "D90001 : copie exacte de l'enregistrement 1 de « adultes_relais.json » : compté une fois"
    )


def test_a_post_under_a_second_contract_is_told_and_counted_once(tmp_path: Path) -> None:
    first = {**POST, "montant": 7164}
    batch = posts(tmp_path, first, {**first, "id_poste": "00399R000102"}, {**first, "code_cv": "CV003"})
    assert (batch.kept, sum(row["montant_eur"] for row in rows(batch))) == (2, 14_328)
    (reject,) = batch.rejects
    assert (reject.ligne, reject.valeur) == (3, "CV003")
    assert "sous le contrat « CV002 » : un poste sous deux contrats est compté une fois" in reject.raison


def test_contracts_that_disagree_on_the_place_leave_it_unknown(tmp_path: Path) -> None:
    (row,) = rows(posts(tmp_path, POST, {**POST, "code_cv": "CV003", "insee_dep": "63"}))
    assert row["code_departement"] is None


def test_an_employer_with_and_without_its_siret_is_one(tmp_path: Path) -> None:
    batch = posts(tmp_path, without(POST, "code_tiers"), POST)
    assert (batch.kept, len(batch.rejects)) == (1, 1)


def test_two_amounts_for_one_post_are_both_refused(tmp_path: Path) -> None:
    batch = posts(tmp_path, POST, {**POST, "montant": 9000}, {**POST, "id_poste": "autre"})
    assert (batch.kept, [reject.ligne for reject in batch.rejects]) == (1, [1, 2])
    assert "lequel est juste" in batch.rejects[0].raison


def test_one_amount_on_ten_records_is_flagged(tmp_path: Path) -> None:
    records = [{**POST, "id_poste": f"P{number}"} for number in range(10)]
    said = "2020 : le même montant, 19\u202f875,06\u202f€, sur 10 enregistrements"
    assert any(warning.startswith(said) for warning in posts(tmp_path, *records).warnings)
    assert not any("le même montant" in warning for warning in posts(tmp_path, *records[:9]).warnings)


@pytest.mark.parametrize(
    "change", [{"montant": {}}, {"annee": []}, {"raison_sociale": "A\ud800"}, {"code_cv": {"a": 1}}]
)
def test_a_value_that_is_no_cell_is_refused_by_itself(tmp_path: Path, change: dict[str, Any]) -> None:
    batch = posts(tmp_path, POST, {**POST, "id_poste": "x", **change})
    (reject,) = batch.rejects
    assert (batch.kept, reject.ligne, reject.raison) == (1, 2, "ce n'est ni un texte ni un nombre")
    assert (reject.valeur or "").encode()


@pytest.mark.parametrize("features", [None, [None, {"properties": None}, {"properties": {"code_cv": []}}], {}])
def test_contracts_that_say_nothing_place_nothing(tmp_path: Path, features: Any) -> None:
    batch = posts(tmp_path, without(POST, "insee_dep"), contracts=features if features is not None else [])
    (tmp_path / "cv.json").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    batch = read([tmp_path / "adultes_relais.json", tmp_path / "cv.json"])
    assert rows(batch)[0]["code_departement"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("[" * 100_000, "emboîté à l'infini"), (f'[{{"montant": {"9" * 5000}}}]', "un nombre de plus de 4300 chiffres")],
)
def test_json_that_python_cannot_hold_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match=words):
        read([tmp_path / "a.json"])
