"""Recipes: each says what it is, and a small file of its shape loads without a question."""

import json
from pathlib import Path

import pytest

from data import store
from data.intake.files import receive
from data.intake.preview import preview
from data.intake.recognition import recognise
from data.recipes import recipes
from tests.small.people import KEEPER

POST = {"id_poste": "1", "raison_sociale": "CENTRE", "annee": 2023, "montant": 10.5, "insee_dep": "03"}
FONJEP = {"code_poste": "J1", "association": "MJC", "siret": "73282932000074", "annee": 2023, "montant_annuel": 7164}
PLACES = {"type": "FeatureCollection", "features": [{"properties": {"code_cv": "CV002", "insee_dep": "03"}}]}
# A small file of the shape of each publication: two communes of the Allier, or two grants.
SMALL = {
    "adultes_relais": ("postes.json", json.dumps([POST])),
    "bassins_de_vie_2022": ("bv.csv", "CODGEO;LIBGEO;BV2022;LIBBV2022\n03001;Abrest;03310;Vichy\n"),
    "caf_allocataires": ("PAJE_Com_2016.csv", "Communes;Codes_Insee;NB_Allocataires;ALL_PAJE\nABREST;03001;320;41\n"),
    "contrats_de_ville": ("cv.geojson", json.dumps(PLACES)),
    "filosofi_communes": ("filosofi.csv", "CODGEO;NBMENFISC21;MED21;TP6021\n03001;1300;23170;12,0\n"),
    "fonjep": ("fonjep.json", json.dumps([FONJEP])),
    "frr": (
        "frr.csv",
        "France ruralités revitalisation (Commune (2025));;\n\n"
        "codgeo;libgeo;codefrr\n03001;Abrest;0\n03002;Agonges;4\n",
    ),
    "populations_municipales": ("pop.csv", "CODGEO;LIBGEO;PMUN2021;PMUN2020\n03001;Abrest;2873;2860\n"),
    "populations_recensement": ("age.csv", "CODGEO;P21_POP;P21_POP0014\n03001;2873;401,5\n"),
    "quartiers_prioritaires": ("qpv.csv", "CODGEO;LIBGEO;qpv2024\n03001;Abrest;\n03310;Vichy;QN00301M\n"),
    "subventions_forme_ancienne": (
        "aides.csv",
        "COLL_NOM;COLL_SIRET;ATTRIB_NOM;ATTRIB_SIRET;SUB_OBJET;SUB_MONTANT\nDépartement;;Amicale;;Fête;1200\n",
    ),
    "subventions_scdl": (
        "scdl.csv",
        "nomAttribuant;dateConvention;nomBeneficiaire;objet;montant\nVille;2024-01-05;Amicale;Fête;1200\n",
    ),
    "zonages_communes": ("zones.csv", "CODGEO,BV2022,LIB_BV2022,ZE2020,LIB_ZE2020\n03001,03310,Vichy,8432,Vichy\n"),
}


def test_every_recipe_says_what_it_is() -> None:
    assert {recipe.name for recipe in recipes()} == set(SMALL)
    for recipe in recipes():
        told = (recipe.title, recipe.publisher, recipe.licence, recipe.brings, recipe.where, recipe.trial)
        assert all(words.strip() for words in told), recipe.name
        assert recipe.url.startswith("https://") and recipe.columns
        # A year is that of a real file: without one, the recipe says that none was tried.
        assert (recipe.year is None) == ("aucun fichier réel essayé" in recipe.trial), recipe.name


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_file_of_its_shape_is_known_and_needs_no_question(name: str, reference_store: Path, tmp_path: Path) -> None:
    file, text = SMALL[name]
    posts = json.dumps([POST | {"code_cv": "CV002"}])
    received = receive(tmp_path, [(file, text.encode()), ("avec.json", posts.encode())])
    found = recognise(received.files[:1])
    assert [(one.recipe, one.confidence) for one in found] == [(name, "certain")]
    kind = found[0].kind
    assert kind is not None
    # City contracts only place the posts that come with them.
    paths = [given.path for given in received.files[: 2 if name == "contrats_de_ville" else 1]]
    made = preview(KEEPER, kind, paths, reference_store)
    assert made.ready and not made.undecided and made.report.refusees == 0, made.report.as_text()


def test_the_year_of_a_caf_file_is_that_of_its_name(fresh_store: Path, tmp_path: Path) -> None:
    file, text = SMALL["caf_allocataires"]
    (tmp_path / file).write_text(text, encoding="utf-8")
    made = preview(KEEPER, "contexte", [tmp_path / file], fresh_store)
    assert made.content is not None and any("année 2016, d'après le nom" in said for said in made.report.avertissements)
    (tmp_path / "caf.csv").write_text(text, encoding="utf-8")
    asked = preview(KEEPER, "contexte", [tmp_path / "caf.csv"], fresh_store)
    assert [question.kind for question in asked.understanding.questions] == ["annee"]
    assert store.ask_facts(fresh_store, "SELECT count(*) FROM contexte_communes") == [(0,)]
