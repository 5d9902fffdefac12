"""Official figures by commune: files and mappings that cannot be understood, and what reaches the store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import RefusedError
from data.importers.contexte.layouts import shipped
from data.importers.contexte.reader import read
from data.loading.load import load
from data.loading.undo import undo
from tests.small.context import FILOSOFI, PLAIN, ZONE, ZONES, figures, reasons, refused, taken, written
from tests.small.people import KEEPER

# ── Files and mappings that cannot be understood ──


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LIEU;TAUX\n03001;1\n", "la colonne « CODGEO », qui doit porter le code INSEE des communes, n'y est pas"),
        ("Taux 2021\nCODGEO;TAUX\n03001;1\n", "ligne 2 : les noms de colonnes sont ici (« CODGEO »)"),
        ("CODGEO;TAUX;TAUX\n03001;1;2\n", "la colonne « TAUX » est écrite 2 fois ; laquelle prendre ?"),
        (
            "CODGEO;AUTRE\n03001;1\n",
            "[variables] nomme la colonne « TAUX », qui n'est pas dans chiffres.csv. Colonnes du",
        ),
        ('CODGEO;TAUX\n"03001;1\n', "CSV illisible"),
        ("CODGEO TAUX\n03001 1\n", "Une seule colonne lue"),
    ],
)
def test_files_that_the_mapping_does_not_fit(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(tmp_path, text, PLAIN)


def test_a_line_of_another_length_is_refused_alone(tmp_path: Path) -> None:
    batch = taken(tmp_path, "CODGEO,TAUX\n03001,12,5\n03002,4\n\n", PLAIN)
    assert "3 valeurs pour 2 colonnes : une virgule décimale ou de texte demande des guillemets" in reasons(batch)[2]
    assert (batch.read, batch.kept) == (2, 1)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("titre = sans guillemets", "correspondance.toml : ce n'est pas un fichier TOML"),
        ('titre = "T"\n[commune]\ncolonne = "CODGEO"\n', "ni [[variables]] ni [[divisions]]"),
        (PLAIN.replace('titre = "Essai"\n', ""), "« titre » manque"),
        (PLAIN.replace('colonne = "CODGEO"', ""), "[commune] « colonne » manque"),
        (PLAIN.replace("unite =", "unit ="), "clé « unit » inconnue ; vouliez-vous dire « unite » ?"),
        (PLAIN.replace("2021", '"2021"'), "[annee] « valeur = '2021' » n'est pas un nombre entier"),
        (PLAIN.replace("2021", "21"), "[annee] valeur = 21 : une année a quatre chiffres"),
        (PLAIN.replace("valeur = 2021", ""), "l'année des chiffres de « TAUX » n'est dite nulle part"),
        (PLAIN.replace("valeur = 2021", 'valeur = 2021\ncolonne = "AN"'), "« valeur » et « colonne » : gardez l'une"),
        (PLAIN.replace("valeur = 2021", 'colonne = "AN"'), "[annee] nomme la colonne « AN », qui n'est pas dans"),
        (PLAIN.replace('"taux"', '"taux rsa"'), "variable « taux rsa » : un nom court, sans espace ni accent"),
        (PLAIN + "minimum = 5\nmaximum = 1\n", "« taux » : minimum 5 plus grand que maximum 1"),
        (PLAIN + '[marques]\n"x" = "secret"\n', "« x » = « secret » : une marque est l'une de s, nd, ns, ///"),
        (PLAIN + '[fichier]\nseparateur = "/"\n', "separateur « / » : l'un de ; , | ou une tabulation"),
        (PLAIN + '[fichier]\ndecimale = "point"\n', "decimale « point » : la virgule ou le point"),
        (PLAIN + '[fichier]\nencodage = "latin-99"\n', "Encodage « latin-99 » inconnu"),
        (PLAIN + "[fichier]\nentete = 0\n", "entete : le numéro de la ligne des noms de colonnes"),
        (PLAIN + "[fichier]\nentete = 99999999999999999999\n", "1 pour la première, 10000 au plus"),
        (PLAIN.replace('"CODGEO"', '"CODGEO"\ncog = 99999'), "[commune] cog = 99999 : une année a quatre chiffres"),
        (PLAIN.replace('"CODGEO"', '"CODGEO"\ncog = { 2021 = 10000000000 }'), "cog = 10000000000 : une année a quatre"),
        (PLAIN + "minimum = nan\nmaximum = -inf\n", "« taux » : minimum = nan, attendu un nombre fini"),
        (PLAIN + "[fichier]\nentete = 9\n", "ligne 9 : aucun nom de colonne sur cette ligne"),
        (PLAIN.replace("[[variables]]", "[variables]"), "« variables » se répète, une fois par colonne"),
        ("annee = 2021\n" + PLAIN.replace("[annee]\nvaleur = 2021\n", ""), "écrivez [annee]"),
        (PLAIN.replace('"CODGEO"', '"CODGEO"\ncog = "2024"'), "[commune] « cog = '2024' » n'est pas un nombre entier"),
        (PLAIN.replace('"CODGEO"', '"CODGEO"\ncog = { x = 2024 }'), "cog : une édition (cog = 2024) ou une par année"),
        (PLAIN + PLAIN[PLAIN.index("[[variables]]") :], "deux colonnes donnent « taux » de 2021"),
        (
            PLAIN + ZONE.format("TAUX", "epci"),
            "« epci » est déjà la division de référence des intercommunalités, dont dépendent les pages ; pour "
            "comparer celle de ce fichier, donnez un autre nom (« epci_insee »)",
        ),
        (
            PLAIN + ZONE.format("TAUX", "Mes zones"),
            "division « Mes zones » : un nom court en minuscules, sans espace",
        ),
        (PLAIN + 2 * ZONE.format("TAUX", "z"), "deux colonnes s'appellent « z »"),
        (PLAIN + ZONE.format("Z", "z"), "[divisions] nomme la colonne « Z »"),
        (PLAIN + ZONE.format("TAUX", "z") + 'hors = "x"\n', "« hors » est une liste"),
    ],
)  # fmt: skip
def test_mappings_that_cannot_be_understood(tmp_path: Path, mapping: str, words: str) -> None:
    assert words in refused(tmp_path, "CODGEO;TAUX\n03001;4\n", mapping)


def test_an_unknown_file_is_refused_with_a_draft_to_complete(tmp_path: Path) -> None:
    said = refused(tmp_path, "CODGEO;Places en crèche\n03001;4\n")
    assert "aucune colonne de chiffres ou de zones n'y est connue. Écrivez une correspondance" in said
    assert "Il reste à dire : l'année des chiffres ([annee] valeur = AAAA)" in said
    draft = f"{said[said.index('titre =') :].strip()}\n[annee]\nvaleur = 2021\n"
    assert figures(taken(tmp_path, "CODGEO;Places en crèche\n03001;4\n", draft))["03001", 2021, "places_en_creche"]
    assert "aucune colonne n'y porte un nom connu de code INSEE" in refused(tmp_path, "a;b\n1;2\n")


def test_one_file_and_one_mapping_at_a_time(tmp_path: Path) -> None:
    files = [written(tmp_path, "a.csv", FILOSOFI), written(tmp_path, "b.csv", FILOSOFI)]
    with pytest.raises(RefusedError, match="un fichier de chiffres à la fois"):
        read(files)


def test_every_shipped_mapping_is_understood() -> None:
    assert len(shipped()) >= 4
    assert all(mapping.reconnaitre for mapping in shipped())


# ── In the store ──


@pytest.fixture
def loaded(fresh_store: Path, tmp_path: Path) -> Iterator[Path]:
    report = load(KEEPER, "contexte", [written(tmp_path, "zonages.csv", ZONES)], fresh_store)
    assert report.exit_code == 0, report.as_text()
    yield fresh_store


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    return store.ask_facts(path, sql)


def test_figures_and_divisions_reach_the_store_with_their_line_and_can_be_undone(loaded: Path) -> None:
    rows = asked(loaded, "SELECT valeur, marque, fichier, ligne FROM contexte_communes WHERE code_commune = '03002'"
                         " AND variable = 'TP60'")  # fmt: skip
    assert rows == [(None, "s", "zonages.csv", 3)]
    assert asked(loaded, "SELECT count(*) FROM zones WHERE division = 'bv2022'") == [(2,)]
    assert asked(loaded, "SELECT titre, unite FROM contexte_variables WHERE variable = 'MED'") == [
        ("Médiane du niveau de vie", "€ par an et unité de consommation")
    ]
    (source,) = asked(loaded, "SELECT source FROM sources WHERE format = 'contexte'")[0]
    undo(KEEPER, loaded, source)
    assert asked(loaded, "SELECT count(*) FROM zones WHERE division = 'bv2022'") == [(0,)]
    assert asked(loaded, "SELECT count(*) FROM contexte_communes") == [(0,)]


def test_a_division_comes_from_one_source(loaded: Path, tmp_path: Path) -> None:
    other = written(tmp_path, "autre.csv", ZONES.replace("03190,Moulins", "03185,Montluçon"))
    report = load(KEEPER, "contexte", [other], loaded)
    assert report.etat == "refusee"
    assert "cette division est déjà chargée, par la source « contexte-zonages-" in report.as_text()
    replaced = report.rejets[0].raison.split("«")[1].split("»")[0].strip()
    assert load(KEEPER, "contexte", [other], loaded, replace=replaced).etat == "chargee"


def test_the_mapping_is_a_file_of_the_load(fresh_store: Path, tmp_path: Path) -> None:
    file = written(tmp_path, "taux.csv", "CODGEO;TAUX\n03001;4\n")
    mapping = written(tmp_path, "taux.toml", PLAIN)
    assert load(KEEPER, "contexte", [file, mapping], fresh_store).etat == "chargee"
    assert load(KEEPER, "contexte", [file, mapping], fresh_store).etat == "deja_chargee"
    assert asked(fresh_store, "SELECT fichier FROM sources_fichiers WHERE fichier LIKE 'taux%' ORDER BY 1") == [
        ("taux.csv",),
        ("taux.toml",),
    ]
