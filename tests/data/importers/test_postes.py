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
    assert "1 enregistrements sans département connu" in alone.warnings[0]


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
