"""Recipes: each says what it is, and a small file of its shape loads without a question."""

import io
import json
import shutil
from pathlib import Path

import pytest
import xlsxwriter

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
    "caf_allocataires_depuis_2010": (
        "PajeCom2012.csv",
        "Communes;Codes_Insee;NB_allocataires;ALL_PAJE;ALL_PRIM\nABREST;03001;320; ;1\n",
    ),
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
    "populations_reference": ("ref.csv", "REG;DEP;COM;NCC;PMUN22;PMUN21;PSDC99\n84;03;03001;ABREST;2915;2900;2544\n"),
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
        assert (recipe.year is None) == recipe.trial.startswith("non essayé sur un vrai fichier : "), recipe.name


@pytest.fixture(scope="module")
def a_store(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The territory and no fact; a preview leaves its stage there while it lasts, so it is nobody else's."""
    return Path(shutil.copytree(reference_store, tmp_path_factory.mktemp("recettes") / "magasin"))


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_file_of_its_shape_is_known_and_needs_no_question(name: str, a_store: Path, tmp_path: Path) -> None:
    file, text = SMALL[name]
    posts = json.dumps([POST | {"code_cv": "CV002"}])
    received = receive(tmp_path, [(file, text.encode()), ("avec.json", posts.encode())])
    found = recognise(received.files[:1])
    assert [(one.recipe, one.confidence) for one in found] == [(name, "certain")]
    kind = found[0].kind
    assert kind is not None
    # City contracts only place the posts that come with them.
    paths = [given.path for given in received.files[: 2 if name == "contrats_de_ville" else 1]]
    made = preview(KEEPER, kind, paths, a_store)
    assert made.ready and not made.undecided and made.report.refusees == 0, made.report.as_text()


TITLES = [["Titre"], ["Mise en ligne le 1er juillet"], ["© Insee"], ["Source : Insee"], []]
BASINS = {
    "BV2022": [*TITLES, ["BV2022", "LIBBV2022", "NB_COM"], ["03310", "Vichy", 60]],
    "Composition_communale": [
        *TITLES,
        ["CODGEO", "LIBGEO", "BV2022", "LIBBV2022", "TYPE_COMMUNE_BV2022", "DEP"],
        ["03001", "Abrest", "03310", "Vichy", 2, "03"],
    ],
}
HISTORY = {
    "pop_1876_2023": [
        *TITLES,
        ["CODGEO", "REG", "DEP", "LIBGEO", "PMUN2023", "PMUN2022", "PSDC1999", "PTOT1876"],
        ["03001", "84", "03", "Abrest", 2915, 2900, 2544, 900],
    ],
    "Documentation": [["Une note"]],
}
AGES = "CODGEO;P21_POP;P15_POP;P21_POP0014;P21_POP7589;P21_POP90P\n03001;2873;2800;401,5;500;33,25\n"
FRR = "France ruralités revitalisation\n\ncodgeo;libgeo;codefrr\n03001;Abrest;-9999\n03002;Agonges;4\n"
# As published: titles above the names, other sheets beside, codes that stand for no commune.
PUBLISHED = [
    ("bassins_de_vie_2022", "BV2022_au_01-01-2024.xlsx", BASINS, {"zones": 1, "zones_communes": 1}),
    ("populations_municipales", "base-pop-historiques-1876-2023.xlsx", HISTORY, {"contexte_communes": 2}),
    ("populations_recensement", "dossier_complet.csv", AGES, {"contexte_communes": 5}),
    ("frr", "frr.csv", FRR, {"zones": 1, "zones_communes": 1}),
]


@pytest.mark.parametrize(("recipe", "file", "content", "added"), PUBLISHED, ids=lambda value: str(value)[:20])
def test_a_file_as_it_is_published_needs_no_question(
    recipe: str,
    file: str,
    content: str | dict[str, list[list[object]]],
    added: dict[str, int],
    a_store: Path,
    tmp_path: Path,
) -> None:
    received = receive(tmp_path, [(file, content.encode() if isinstance(content, str) else workbook(content))])
    (found,) = recognise(received.files)
    assert (found.recipe, found.confidence, found.kind) == (recipe, "certain", "contexte")
    made = preview(KEEPER, "contexte", [given.path for given in received.files], a_store)
    assert made.ready and not made.undecided and made.report.refusees == 0, made.report.as_text()
    assert {table: made.report.ajouts[table] for table in added} == added


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


def test_residents_abroad_are_refused_and_told(a_store: Path, tmp_path: Path) -> None:
    """The first lines of a CAF file: 99999 abroad, XXXXX where the commune is not known."""
    text = "Communes;Codes_Insee;NB_Allocataires;ALL_PAJE\nETRANGER;99999;120;10\nX;XXXXX;9;9\nABREST;03001;320; \n"
    (tmp_path / "PajeCom2009.csv").write_text(text, encoding="utf-8")
    made = preview(KEEPER, "contexte", [tmp_path / "PajeCom2009.csv"], a_store)
    assert made.ready and (made.report.gardees, made.report.refusees) == (1, 2)
    assert [reject.valeur for reject in made.report.rejets] == ["99999", "XXXXX"]


def test_the_year_of_a_caf_file_is_that_of_its_name(fresh_store: Path, tmp_path: Path) -> None:
    file, text = SMALL["caf_allocataires"]
    (tmp_path / file).write_text(text, encoding="utf-8")
    made = preview(KEEPER, "contexte", [tmp_path / file], fresh_store)
    assert made.content is not None and any("année 2016, d'après le nom" in said for said in made.report.avertissements)
    (tmp_path / "caf.csv").write_text(text, encoding="utf-8")
    asked = preview(KEEPER, "contexte", [tmp_path / "caf.csv"], fresh_store)
    assert [question.kind for question in asked.understanding.questions] == ["annee"]
    assert store.ask_facts(fresh_store, "SELECT count(*) FROM contexte_communes") == [(0,)]
