"""The words with which the importer of facts refuses, and the lines that it keeps."""

from pathlib import Path

import pytest

from data.batch import Batch, RefusedError, Reject, Row
from data.identifiers import action_id
from data.importers import faits

FACTS = Path(faits.__file__).parent.parent / "facts"
SOURCE = 'titre = "Essai"\n'
STRUCTURES = "structure_id,nom,type,code_departement,code_commune,siret,rna\n"
ACTIONS = (
    "ref,titre,structure_id,structure,code_departement,statut,motif_fin,motif_fin_code,dimension,portee,date_debut,"
    "date_debut_precision,date_fin,date_fin_precision,resume,empreinte\n"
)
ACTION = "{ref},{titre},centre-03,Centre,03,,,,,,,inconnue,,inconnue,,\n"
KEYWORDS = "action_id,mot_cle\n"
FINDINGS = "sujet_type,sujet_id,domaine,code,message,valeur_declaree,valeur_calculee,ecart\n"


def folder(tmp_path: Path, source: str | None = SOURCE, **tables: str) -> list[Path]:
    if source is not None:
        (tmp_path / "source.toml").write_text(source, encoding="utf-8")
    for table, text in tables.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    return sorted(tmp_path.glob("*.csv"))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "structure",
            STRUCTURES,
            "« structure.csv » : aucune table ne s'appelle « structure » ; vouliez-vous dire « structures » ?",
        ),
        ("xyz", STRUCTURES, "aucune table ne s'appelle « xyz » ; tables possibles : contexte_communes, structures,"),
        ("sources", "source\n", "aucune table ne s'appelle « sources »"),
        (
            "structures",
            STRUCTURES.replace("rna", "rna,rna"),
            "structures.csv, ligne 1 : la colonne « rna » est écrite deux fois",
        ),
        (
            "structures",
            STRUCTURES.replace("rna", "RNA"),
            "la colonne « RNA » n'existe pas dans la table « structures » ; colonnes attendues : structure_id, nom,",
        ),
        (
            "structures",
            STRUCTURES.replace(",siret,rna", ""),
            "ligne 1 : il manque « siret », « rna » ; ajoutez la colonne",
        ),
        ("structures", STRUCTURES.replace("structure_id", "source"), "la colonne « source » n'existe pas"),
        (
            "structures",
            STRUCTURES.replace(",", ";"),
            "structures.csv, ligne 1 : les colonnes sont séparées par des points-virgules",
        ),
        ("structures", STRUCTURES + 'a,"b,c\n', "structures.csv, ligne 2 : CSV illisible"),
        (
            "actions",
            ACTIONS.replace("ref,", "action_id,"),
            "la colonne « action_id » n'existe pas dans la table « actions » ; colonnes attendues : ref,",
        ),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        faits.read(folder(tmp_path, **{name: text}))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (None, "manque : écrivez-le à côté des CSV"),
        ("titre = Essai\n", "source.toml : ce n'est pas un fichier TOML"),
        ('titre = "Essai"\nauteur = "X"\n', "source.toml : clé « auteur » inconnue ; clés possibles : titre, editeur,"),
        ('titre = "Essai"\npubliee_le = "2011"\n', "« publiee_le = '2011' » n'est pas une date sans guillemets"),
        ("titre = 3\n", "« titre = 3 » n'est pas un texte entre guillemets"),
        ('editeur = "Essai"\n', "source.toml : le titre manque"),
        ('titre = " "\n', "source.toml : le titre manque"),
    ],
)
def test_a_source_that_does_not_say_what_it_is_is_refused(tmp_path: Path, source: str | None, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        faits.read(folder(tmp_path, source, structures=STRUCTURES))
    assert words in str(refused.value)


def test_files_of_two_folders_are_two_sources(tmp_path: Path) -> None:
    paths = [FACTS / "allier_comite" / "instances.csv", FACTS / "allier_entretien" / "instances.csv"]
    with pytest.raises(RefusedError, match="chargez-les un dossier à la fois"):
        faits.read(paths)


def test_a_file_that_is_no_csv(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "mesures.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(RefusedError, match=r"« mesures\.xlsx » : le format « faits » lit des fichiers \.csv"):
        faits.read([tmp_path / "mesures.xlsx"])


def test_a_missing_file_and_a_file_given_twice(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"mesures\.csv » : ce fichier n'existe pas"):
        faits.read([tmp_path / "mesures.csv"])
    paths = folder(tmp_path, structures=STRUCTURES + "centre-03,Centre,,03,,,\n")
    assert faits.read(paths * 2).read == 1


def test_no_csv_at_all(tmp_path: Path) -> None:
    folder(tmp_path)
    with pytest.raises(RefusedError, match=r"Aucun fichier \.csv"):
        faits.read([tmp_path / "source.toml"])


def table(batch: Batch, name: str) -> list[Row]:
    found = batch.rows[name]
    assert isinstance(found, list)
    return found


def one_reject(paths: list[Path]) -> Reject:
    found = faits.read(paths)
    assert len(found.rejects) == 1
    assert found.kept == found.read - 1
    return found.rejects[0]


def test_a_ragged_line(tmp_path: Path) -> None:
    text = STRUCTURES + "centre-03,Centre,,03,,,\n\nautre-03,Autre,trop,peu\n"
    found = one_reject(folder(tmp_path, structures=text))
    assert (found.fichier, found.ligne, found.valeur) == ("structures.csv", 4, "autre-03,Autre,trop,peu")
    assert found.raison.startswith("4 valeurs pour 7 colonnes")


def test_a_structure_identifier_that_is_not_that_of_its_name(tmp_path: Path) -> None:
    found = one_reject(folder(tmp_path, structures=STRUCTURES + "centre-3,Centre,,03,,,\n"))
    assert (found.ligne, found.colonne, found.valeur) == (2, "structure_id", "centre-3")
    assert "département 03 : écrivez « centre-03 »" in found.raison


def test_an_action_whose_structure_identifier_is_wrong(tmp_path: Path) -> None:
    line = ACTION.format(ref="a", titre="Jardin").replace("centre-03", "jardin-03")
    found = one_reject(folder(tmp_path, actions=ACTIONS + line))
    assert (found.fichier, found.colonne, found.valeur) == ("actions.csv", "structure_id", "jardin-03")


def test_a_structure_without_a_name(tmp_path: Path) -> None:
    found = one_reject(folder(tmp_path, structures=STRUCTURES + "centre-03,,,03,,,\n"))
    assert (found.colonne, found.raison) == ("nom", "le nom de la structure manque : écrivez-le")


@pytest.mark.parametrize(
    ("ref", "titre", "colonne", "words"),
    [
        ("", "Jardin", "ref", "la ref manque"),
        ("a", "Jardin", "ref", "cette ref désigne déjà une autre action"),
        ("b", "", "titre", "le titre de l'action manque"),
    ],
)
def test_an_action_that_cannot_be_named(tmp_path: Path, ref: str, titre: str, colonne: str, words: str) -> None:
    text = ACTIONS + ACTION.format(ref="a", titre="Repas") + ACTION.format(ref=ref, titre=titre)
    found = one_reject(folder(tmp_path, actions=text))
    assert (found.ligne, found.colonne) == (3, colonne)
    assert words in found.raison


def test_an_unknown_ref_is_refused_with_its_line(tmp_path: Path) -> None:
    paths = folder(
        tmp_path,
        actions=ACTIONS + ACTION.format(ref="a", titre="Repas"),
        actions_mots_cles=KEYWORDS + "a,Santé\nz,Santé\n",
    )
    found = one_reject(paths)
    assert (found.fichier, found.ligne, found.colonne, found.valeur) == ("actions_mots_cles.csv", 3, "action_id", "z")
    assert "aucune ligne acceptée de actions.csv" in found.raison
    kept = table(faits.read(paths), "actions_mots_cles")
    assert [row["action_id"] for row in kept] == [action_id("Repas", "centre-03")]


def test_a_subject_of_another_type_is_no_ref(tmp_path: Path) -> None:
    found = faits.read(
        folder(tmp_path, constats=FINDINGS + "evenement,fete,fiche,x,Un écart,,,\naction,fete,fiche,x,Un écart,,,\n")
    )
    assert [row["sujet_id"] for row in table(found, "constats")] == ["fete"]
    assert [(reject.ligne, reject.colonne) for reject in found.rejects] == [(3, "sujet_id")]


def test_lines_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    text = STRUCTURES + '"centre-03","Centre\n",,03,,,\nautre-03,Autre,,03,,,\n'
    found = table(faits.read(folder(tmp_path, structures=text)), "structures")
    assert [(row["nom"], row["ligne"]) for row in found] == [("Centre", 2), ("Autre", 4)]


def test_nothing_in_a_cell_is_executed(tmp_path: Path) -> None:
    hostile = '=HYPERLINK(""x"")<script>alert(1)</script>\'); DROP TABLE actions; --'
    found = faits.read(folder(tmp_path, constats=f'{FINDINGS}evenement,f,fiche,x,"{hostile}",,,\n'))
    assert table(found, "constats")[0]["message"] == hostile.replace('""', '"')


def test_a_line_that_copies_another_one_is_refused(tmp_path: Path) -> None:
    """A table without a key would count it twice."""
    line = "centre-03,Centre,,03,,,\n"
    found = one_reject(folder(tmp_path, structures=STRUCTURES + line + "autre-03,Autre,,03,,,\n" + line))
    assert (found.ligne, found.raison) == (
        4,
        "copie exacte de la ligne 2 : supprimez-la, ou dites ce qui les distingue",
    )
