"""The directory's fiches: every field kept, every figure a proposal with its words, every refusal with its reason.

The files of tests/fiches/ bear the numbers, form, facts and figures of the sixteen fiches of the directory; their
prose is the project's own. Expected values were read by eye in those fiches.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.batch import Batch, Row
from data.importers.fiches.reader import read
from tests import FICHES

ALL = sorted(FICHES.glob("*.txt"))


def rows(batch: Batch, table: str) -> list[Row]:
    found = batch.rows[table]
    assert isinstance(found, list)
    return found


def by_file(batch: Batch, table: str, *columns: str) -> dict[str, list[Any]]:
    """File stem → its rows of a table, cut down to some columns (one column: its bare values)."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows(batch, table):
        values = tuple(row[column] for column in columns)
        found[Path(row["fichier"]).stem].append(values[0] if len(values) == 1 else values)
    return dict(found)


@pytest.fixture(scope="module")
def batch() -> Batch:
    return read(ALL)


def test_the_sixteen_fiches_are_kept(batch: Batch) -> None:
    assert (batch.format, batch.read, batch.kept, batch.rejects, batch.warnings) == ("fiches", 16, 16, [], [])
    assert len({row["action_id"] for row in rows(batch, "actions")}) == 16
    assert len(rows(batch, "structures")) == 13


def test_scalar_fields(batch: Batch) -> None:
    found = by_file(batch, "actions", "structure", "code_departement", "statut", "dimension", "portee")
    assert found["02"] == [("CSC MARIE LOUISE DAVIN", "13", "Terminée", "Citoyenneté", "Un quartier")]
    assert found["03"] == [("FAMILLES RURALES association de Bargemon", "83", "En cours", None, "Plusieurs communes")]
    assert found["05"][0][:2] == ("ASSOCIATION CULTURE LOISIRS EDUCATION (CLE)", "90")
    assert found["10"] == [
        (
            "JULIETTE AU PAYS DES MARMAILLES - BENGALIS",
            "974",
            "En cours",
            "Accompagnement de projets",
            "Plusieurs quartiers",
        )
    ]
    assert found["11"][0][:2] == ("EVS L'EPICERIE SANS FIN", "64")
    assert found["17"][0][1] == "09"


def test_lists_become_rows(batch: Batch) -> None:
    words = by_file(batch, "actions_mots_cles", "mot_cle")
    assert words["02"] == ["Démocratie & citoyenneté"]
    assert words["17"] == ["Emploi, économie", "Santé", "Intégration"]
    assert sum(map(len, words.values())) == 48
    starters = by_file(batch, "actions_initiateurs", "initiateur")
    assert starters["11"] == ["Le centre social", "Un ou plusieurs partenaire(s)", "Un habitant"]
    assert starters["10"] == ["Un groupe d'habitants"]
    assert by_file(batch, "actions_publics", "public")["21"] == ["familles"]
    assert {tuple(names) for names in by_file(batch, "actions_partenaires", "partenaire").values()} == {
        ("Conseil départemental",)
    }


def test_empty_fields_are_unknown(batch: Batch) -> None:
    for table in batch.rows:
        for row in rows(batch, table):
            assert "" not in row.values()
            assert all(value.strip() for value in row.values() if isinstance(value, str))
    sections = by_file(batch, "actions_textes", "rubrique")
    assert sections["13"] == ["resume", "experience", "description"]
    assert set(sections["22"]) == {
        "resume", "precision_initiateur", "description", "ressources", "personnes_mobilisees", "resultat_territoire",
    }  # fmt: skip


def test_texts_are_kept_as_written_with_their_line(batch: Batch) -> None:
    texts = {(row["fichier"], row["rubrique"]): row for row in rows(batch, "actions_textes")}
    reason = texts[("05.txt", "motif_fin")]
    assert reason["texte"].split("\n")[2:4] == ["- Débat", "2. Au lycée, 13h30 à 15h30."]
    assert reason["ligne"] == 8
    limits = texts[("19.txt", "limites")]
    assert limits["texte"] == "- Budget consacré à cette action\n- La participation des habitants"


def test_dates_only_from_clear_words(batch: Batch) -> None:
    found = by_file(
        batch, "actions", "date_debut", "date_debut_precision", "date_fin", "date_fin_precision", "motif_fin_code"
    )
    unknown = (None, "inconnue")
    assert found["02"] == [(*unknown, date(2023, 12, 9), "jour", "fin_de_projet")]
    assert found["03"] == [(date(2023, 5, 1), "mois", date(2024, 7, 31), "mois", None)]
    assert found["05"] == [(date(2023, 2, 24), "jour", date(2023, 2, 24), "jour", None)]
    assert found["07"] == [(date(2020, 2, 1), "mois", *unknown, None)]
    assert found["13"] == [(date(2016, 1, 1), "annee", *unknown, None)]
    assert found["16"] == [(date(2022, 5, 1), "mois", date(2022, 6, 30), "mois", None)]
    assert found["19"] == [(date(2023, 6, 1), "mois", *unknown, None)]
    assert found["21"] == [(date(2022, 1, 1), "annee", *unknown, None)]
    assert found["23"] == [(date(2016, 1, 1), "annee", *unknown, None)]
    for stem in ("04", "08", "10", "11", "12", "17", "22"):
        assert found[stem] == [(*unknown, *unknown, None)]


def test_the_place_is_the_departement_and_the_seat_only_when_certain(batch: Batch) -> None:
    places = by_file(batch, "actions_lieux", "role", "code_commune", "code_departement", "precision")
    assert places["03"] == [("lieu", None, "83", "departement_seul"), ("siege", "83011", "83", "deduite")]
    assert places["23"] == [("lieu", None, "65", "departement_seul"), ("siege", "65460", "65", "deduite")]
    assert places["07"] == [("lieu", None, "971", "departement_seul")]
    assert sum(map(len, places.values())) == 18


def test_quantities_are_proposals_with_their_kind_and_words(batch: Batch) -> None:
    found = by_file(batch, "mesures", "grandeur", "valeur", "borne_basse", "borne_haute", "precision", "texte_source")
    assert found == {
        "02": [("personnes_mobilisees", 7, None, None, "exacte", "7 personnes")],
        "03": [("benevoles", 1, None, None, "exacte", "1 bénévole engagée")],
        "04": [("professionnels", 3, None, None, "exacte", "3 professionnels")],
        "05": [
            ("participants_distincts", 100, 100, None, "minimum",
             "La formation du matin a intéressé plus d’une centaine de personnes."),
            ("participants_distincts", 550, None, None, "approchee",
             "Jeunes et parents : près de 550 personnes pour la journée, édition 2023."),
            ("participants_distincts", 1000, 1000, None, "minimum",
             "Sur l’année, les actions ont touché plus de 1000 personnes."),
        ],
        "08": [
            ("professionnels", 7, None, None, "exacte", "7 professionnels et 10 bénévoles"),
            ("benevoles", 10, None, None, "exacte", "7 professionnels et 10 bénévoles"),
        ],
        "11": [("personnes_mobilisees", 5, None, None, "exacte", "- 5")],
        "12": [("personnes_mobilisees", 4, None, None, "exacte", "4")],
        "16": [
            ("seances", 10, None, None, "approchee", "Un mois, une dizaine de RDV."),
            ("reunions", 3, None, None, "exacte",
             "L'action s'est déroulée en mai et juin 2022. Avant, en mars : 3 réunions."),
            ("participants_distincts", None, 8, 10, "intervalle", "Participantes : groupe de 8 à 10 personnes"),
        ],
        "17": [("professionnels", 5, None, None, "exacte", "5 professionnels")],
        "19": [
            ("reunions", 2, None, None, "exacte", "2 réunions avec la ville, soit une 10ène de professionnels"),
            ("professionnels", 10, None, None, "approchee",
             "2 réunions avec la ville, soit une 10ène de professionnels"),
            ("reunions", 2, None, None, "exacte", "2 réunions avec l'association = 4 professionnels"),
            ("professionnels", 4, None, None, "exacte", "2 réunions avec l'association = 4 professionnels"),
            ("professionnels", 4, None, None, "exacte", "- Espace Famille : 4 agents"),
            ("professionnels", 1, None, None, "exacte", "- Développement durable : 1 agents"),
            ("professionnels", 10, None, None, "exacte", "- Partenaires : 10 professionnels"),
            ("professionnels", 1, None, None, "exacte", "- Association : 1 professionnels"),
            ("personnes_mobilisees", 2, None, None, "exacte", "- Maraîchers : 2"),
        ],
        "22": [
            ("reunions", 2, None, None, "exacte", "Démarrée il y a peu, avec 2COPIL."),
            ("professionnels", 4, None, None, "exacte", "Les 4 salariées et une bénévole, plus des partenaires."),
            ("benevoles", 1, None, None, "exacte", "Les 4 salariées et une bénévole, plus des partenaires."),
        ],
        "23": [("personnes_mobilisees", None, 6, 8, "intervalle", "le jour même : 6 à 8 personnes de bout en bout")],
    }  # fmt: skip
    assert {row["etat"] for row in rows(batch, "mesures")} == {"proposee"}


def test_a_year_is_given_only_when_the_whole_action_is_in_it(batch: Batch) -> None:
    years = {stem: set(found) for stem, found in by_file(batch, "mesures", "annee").items()}
    assert years["05"] == {2023}
    assert years["16"] == {2022}
    assert all(found == {None} for stem, found in years.items() if stem not in ("05", "16"))


def test_amounts_are_proposals_with_their_role(batch: Batch) -> None:
    found = by_file(batch, "montants", "role", "montant_eur", "precision", "periodicite", "financeur")
    assert found == {
        "02": [("total", 3000, "exacte", None, None)],
        "03": [("total", 30, "approchee", "trimestrielle", None)],
        "04": [("total", 35000, "exacte", None, None)],
        "08": [("total", 2400, "exacte", "annuelle", None)],
        "11": [("total", 468, "exacte", None, None)],
        "12": [("total", 679, "exacte", None, None)],
        "16": [
            ("produit", 1050, "exacte", None, "Maison Départementale de la Solidarité"),
            ("prix_unitaire", 40, "exacte", "par_personne", None),
            ("prix_unitaire", 20, "exacte", "par_personne", None),
            ("prix_unitaire", 40, "exacte", "par_personne", None),
        ],
        "17": [("charge", 400, "approchee", None, None)],
        "19": [
            ("produit", 1480, "exacte", None, "budget fonctionnement"),
            ("prix_unitaire", 12, "exacte", "par_unite", None),
            ("prix_unitaire", 4, "exacte", "par_unite", None),
            ("prix_unitaire", 4, "exacte", "par_unite", None),
            ("prix_unitaire", 4, "exacte", "par_unite", None),
        ],
        "22": [("total", 72373, "exacte", None, None)],
    }
    assert {row["etat"] for row in rows(batch, "montants")} == {"proposee"}


def test_funders_named_without_amount(batch: Batch) -> None:
    found = by_file(batch, "financements", "financeur", "nature", "demande_eur", "accorde_eur", "verse_eur")
    assert {stem: [row[:2] for row in funders] for stem, funders in found.items()} == {
        "02": [("departement", "inconnue")],
        "10": [("caf", "inconnue"), ("departement", "inconnue")],
        "16": [("intercommunalite", "nature")],
        "17": [("pdi", "inconnue"), ("caf", "inconnue")],
        "19": [
            ("usagers", "inconnue"),
            ("cocagne_alimenterre", "inconnue"),
            ("toulouse_metropole", "inconnue"),
            ("departement", "inconnue"),
        ],
        "21": [("reaap", "inconnue")],
    }
    assert {row[2:] for funders in found.values() for row in funders} == {(None, None, None)}


def test_the_cerfa_budget_is_read_as_declared(batch: Batch) -> None:
    (budget,) = rows(batch, "budgets")
    declared = [budget[f"{name}_eur"] for name in
                ("total_charges", "total_produits", "total_general_charges", "total_general_produits")]  # fmt: skip
    assert (budget["exercice"], budget["nature"], budget["etat"]) == (2024, "previsionnel", "proposee")
    assert declared == [20620, 20620, 22470, 22470]
    lines = rows(batch, "lignes_budget")
    accounts = {line["compte"]: line["montant_eur"] for line in lines if line["niveau"] == "compte"}
    assert accounts == {
        "60": 1770, "61": 2630, "62": 5180, "63": 385, "64": 11040, "65": None, "66": None, "67": None, "68": None,
        "70": None, "74": 20680, "75": None, "76": None, "78": None, "86": 1850, "87": 1850,
    }  # fmt: skip
    details = {line["libelle"]: (line["cote"], line["compte"], line["montant_eur"], line["financeur"])
               for line in lines if line["niveau"] == "detail"}  # fmt: skip
    assert details["Etat : préciser le(s) ministère(s) sollicité(s) – FIPDR 2024"] == ("produit", "74", 8000, "fipdr")
    assert details["Département(s)"] == ("produit", "74", 2000, "departement")
    assert details["Région(s)"] == ("produit", "74", None, "region")
    assert details["Locations"] == ("charge", "61", 1150, None)
    assert details["Personnel bénévole"] == ("charge", "86", 1850, None)
    assert details["Bénévolat"] == ("produit", "87", 1850, None)
    assert [line["rang"] for line in lines] == list(range(1, 57))


def test_the_contradictions_of_the_budget_are_said(batch: Batch) -> None:
    found = {row["code"]: row for row in rows(batch, "constats")}
    figures = {code: (row["valeur_declaree"], row["valeur_calculee"], row["ecart"]) for code, row in found.items()}
    assert figures == {
        "compte_74": (20680, 20620, 60),
        "total_charges": (20620, 21005, -385),
        "total_produits": (20620, 20680, -60),
        "exercice_du_budget": (2024, 2023, 1),
    }
    assert "compte 63" in found["total_charges"]["message"]


def test_many_fiches_in_one_file_read_as_one_by_one(batch: Batch, tmp_path: Path) -> None:
    joined = tmp_path / "annuaire.txt"
    joined.write_text(
        "Les actions des centres sociaux\n" + "\n".join(path.read_text(encoding="utf-8") for path in ALL),
        encoding="utf-8",
    )
    together = read([joined])
    assert (together.read, together.kept, together.warnings) == (16, 16, [])
    for table in batch.rows:
        assert _without_place(together, table) == _without_place(batch, table)


def _without_place(batch: Batch, table: str) -> list[Row]:
    return [{key: value for key, value in row.items() if key not in ("fichier", "ligne")} for row in rows(batch, table)]
