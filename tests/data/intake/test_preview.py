"""What a load would do, tried without writing: columns and questions, refusals by cause, then the confirmed load."""

from pathlib import Path

import pytest

from data import store
from data.intake.preview import Preview, confirm, preview
from data.loading.sources import known_sources
from data.loading.undo import undo
from data.progress import AbandonedError
from data.understanding import joined
from tests.small.people import KEEPER, READER

RIVALS = (
    "Attribuant;Bénéficiaire;Montant voté;Montant attribué;Observations\nVille;Amicale;1;20;au Sud\nVille;Boule;3;40;\n"
)


def tried(
    path: Path, kind: str, text: str, answers: dict[str, object] | None = None, name: str = "envoi.csv"
) -> Preview:
    file = path.parent / name
    file.write_text(text, encoding="utf-8")
    return preview(KEEPER, kind, [file], path, answers)


def sources(path: Path) -> list[str]:
    return [known.source for known in known_sources(path) if known.format != "references"]


def amounts(path: Path) -> list[tuple[object, ...]]:
    rows = store.ask_facts(path, "SELECT beneficiaire, montant_eur FROM subventions ORDER BY ALL")
    return [(name, str(value)) for name, value in rows]


def test_two_plausible_amounts_are_a_question_answered_as_data_and_remembered(fresh_store: Path) -> None:
    asked = tried(fresh_store, "subventions", RIVALS)
    assert asked.undecided and not asked.ready
    (question,) = asked.understanding.questions
    assert [value for value, _ in question.choices] == ["Montant voté", "Montant attribué"]
    assert "20 ; 40" in question.choices[1][1]
    # Saying what another column is does not settle which amount is the right one.
    other = tried(fresh_store, "subventions", RIVALS, {"colonnes": {"Observations": "objet"}})
    assert [one.words for one in other.understanding.questions] == [question.words]

    answers = joined(question.answered("Montant attribué"), {"colonnes": {"Observations": "objet"}})
    ready = tried(fresh_store, "subventions", RIVALS, answers)
    assert ready.ready and ready.understanding.questions == () and sources(fresh_store) == []
    assert ready.report.ajouts == {"subventions": 2}
    columns = {column.name: column for column in ready.understanding.columns}
    assert columns["Montant attribué"].field == "montant" and columns["Montant voté"].field is None
    assert columns["Bénéficiaire"].values == ("Amicale", "Boule") and columns["Bénéficiaire"].why == "son nom le dit"
    assert ready.understanding.aside == ("Cette colonne n’est pas reprise : « Montant voté ».",)

    assert confirm(KEEPER, ready, fresh_store).etat == "chargee"
    assert amounts(fresh_store) == [("Amicale", "20.00"), ("Boule", "40.00")]
    after = tried(fresh_store, "subventions", RIVALS.replace(";20;", ";21;"), name="2025.csv")
    assert after.ready and "retenu du dernier fichier" in after.understanding.columns[3].why


def test_a_file_whose_names_tell_nothing_asks_who_receives_and_how_much(fresh_store: Path) -> None:
    text = "Libellé A;Libellé B;Libellé C\nAmicale;1200;x\nBoule;300,50;y\n"
    asked = tried(fresh_store, "subventions", text)
    keys = {question.chosen: question for question in asked.understanding.questions}
    assert set(keys) == {"beneficiaire", "montant"}
    answers = joined(
        {"colonnes": {"Libellé A": "beneficiaire", "Libellé B": "montant"}}, {"constantes": {"attribuant": "Ville"}}
    )
    ready = tried(fresh_store, "subventions", text, answers)
    assert ready.ready, ready.report.as_text()
    confirm(KEEPER, ready, fresh_store)
    assert amounts(fresh_store) == [("Amicale", "1200.00"), ("Boule", "300.50")]


def test_who_gives_is_asked_once(fresh_store: Path) -> None:
    text = "Bénéficiaire;Montant\nAmicale;1200\n"
    asked = tried(fresh_store, "subventions", text)
    (question,) = asked.understanding.questions
    assert question.kind == "texte" and question.answered("Ville") == {"constantes": {"attribuant": "Ville"}}
    ready = tried(fresh_store, "subventions", text, question.answered("Ville"))
    assert ready.ready and confirm(KEEPER, ready, fresh_store).etat == "chargee"
    # Another giver may use the same columns: the last one is proposed, never taken for granted.
    (again,) = tried(fresh_store, "subventions", text.replace("1200", "7"), name="suite.csv").understanding.questions
    assert (again.key, again.proposed) == (("constantes", "attribuant"), "Ville")


def test_refusals_are_all_there_by_cause_with_exact_counts(fresh_store: Path) -> None:
    lines = [f"Ville;Association {rank};{'NC' if rank % 3 else 100 + rank};" for rank in range(300)]
    made = tried(fresh_store, "subventions", "Attribuant;Bénéficiaire;Montant;Objet\n" + "\n".join(lines) + "\n")
    assert made.ready and (made.report.lues, made.report.gardees, made.report.refusees) == (300, 100, 200)
    assert sum(cause.count for cause in made.refused) == len(made.rejects) == 200
    (cause,) = made.refused
    first = cause.examples[0]
    assert (first.file, first.sheet, first.line, first.column, first.value) == ("envoi.csv", None, 3, "Montant", "NC")
    assert len(cause.examples) == 5 and cause.remedy


def test_columns_of_the_standard_that_are_extra_missing_or_renamed_are_told_apart(fresh_store: Path) -> None:
    header = "nomAttribuant;idAttribuant;dateConvention;nomBeneficiaires;objet;montant;nature;conditionsVersement;Élu"
    made = tried(
        fresh_store, "subventions", f"{header}\nVille;;2024-01-05;Amicale;x;10;aide en numéraire;unique;M. X\n"
    )
    headings = made.understanding.headings
    assert headings.extra == ("Élu",)
    assert headings.renamed == (("nomBeneficiaires", "nomBeneficiaire"),)
    assert "referenceDecision" in headings.missing and "nomBeneficiaire" not in headings.missing


def test_figures_by_commune_are_answered_column_by_column_and_remembered(fresh_store: Path) -> None:
    text = "Code;Nom;Jardins;Lits\n03001;Abrest;4;7\n03002;Agonges;2;9\n"
    asked = tried(fresh_store, "contexte", text)
    assert asked.undecided and {question.key for question in asked.understanding.questions} == {("constantes", "annee")}
    fields = {column.name: column.field for column in asked.understanding.columns}
    assert fields == {"Code": "commune", "Nom": None, "Jardins": "chiffre", "Lits": "chiffre"}

    answers = {
        "colonnes": {"Lits": "ignorer"},
        "constantes": {"annee": 2023, "titre": "Jardins partagés", "editeur": "Ville"},
    }
    ready = tried(fresh_store, "contexte", text, answers)
    assert ready.ready, ready.report.as_text()
    assert confirm(KEEPER, ready, fresh_store).etat == "chargee"
    held = store.ask_facts(
        fresh_store, "SELECT code_commune, annee, variable, valeur FROM contexte_communes ORDER BY ALL"
    )
    assert held == [("03001", 2023, "jardins", 4.0), ("03002", 2023, "jardins", 2.0)]
    # The next file of that layout: only its year is asked.
    again = tried(fresh_store, "contexte", text.replace(";4;", ";5;"), name="suite.csv")
    assert [question.key for question in again.understanding.questions] == [("constantes", "annee")]
    assert {column.name: column.field for column in again.understanding.columns}["Lits"] is None


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"colonnes": {"Rien": "chiffre"}}, "« Rien » n'est pas dans le fichier"),
        ({"colonnes": {"Code": "licorne"}}, "« licorne » inconnu"),
        ({"colonnes": {"Nom": "commune", "Code": "commune"}}, "deux colonnes diraient le code des communes"),
        ({"constantes": {"annee": 20233}}, "quatre chiffres"),
        ({"constantes": {"annee": "2023"}}, "attendu l'un de"),
        ({"colonnes": "Code"}, "sont des tables"),
        ({"colonnes": {"Code": ["commune"]}}, "inconnu ; l'un de"),
        ({"colonnes": {None: "commune"}}, "ne peut pas être écrit"),
        ({"constantes": {"titre": "\ud800"}}, "signe qui ne s'écrit pas"),
        ({"constantes": {"titre": " "}}, "titre est vide"),
        ({"constantes": {"url": "javascript:alert(1)"}}, "commence par https://"),
    ],
)
def test_answers_that_cannot_be(fresh_store: Path, answers: dict[str, object], words: str) -> None:
    made = tried(fresh_store, "contexte", "Code;Nom;Jardins\n03001;Abrest;4\n", answers)
    assert not made.ready and words in made.report.message


def test_who_may_not_load_is_told_and_nothing_is_read(fresh_store: Path, tmp_path: Path) -> None:
    made = preview(READER, "subventions", [tmp_path / "absent.csv"], fresh_store)
    assert not made.ready and "« Lou » a le rôle « lecture »" in made.report.message
    ready = tried(fresh_store, "subventions", "Attribuant;Bénéficiaire;Montant\nVille;A;1\n")
    # The role may be taken away between the preview and the click.
    assert "« lecture »" in confirm(READER, ready, fresh_store).message and sources(fresh_store) == []


def test_a_file_that_changed_meanwhile_is_read_again(fresh_store: Path) -> None:
    head = "Attribuant;Bénéficiaire;Montant\n"
    ready = tried(fresh_store, "subventions", f"{head}Ville;A;1\n")
    tried(fresh_store, "subventions", f"{head}Ville;A;2\n")
    assert confirm(KEEPER, ready, fresh_store).etat == "chargee"
    assert amounts(fresh_store) == [("A", "2.00")]
    source = sources(fresh_store)[0]
    undo(KEEPER, fresh_store, source)
    (fresh_store.parent / "envoi.csv").unlink()
    assert confirm(KEEPER, ready, fresh_store).etat == "refusee" and amounts(fresh_store) == []


def test_steps_are_heard_and_an_abandoned_load_leaves_nothing(fresh_store: Path) -> None:
    ready = tried(fresh_store, "subventions", "Attribuant;Bénéficiaire;Montant\nVille;A;1\n")
    steps: list[str] = []

    def until(last: str) -> None:
        def tell(step: str, done: int, total: int) -> None:
            steps.append(step)
            if step == last:
                raise AbandonedError

        assert "Abandonné à votre demande" in confirm(KEEPER, ready, fresh_store, tell=tell).message

    before = store.history(fresh_store)
    until("controle")
    until("ecriture")
    assert steps == ["controle", "controle", "ecriture"]
    assert sources(fresh_store) == [] and store.history(fresh_store) == before
    abandoned = preview(
        KEEPER, "subventions", ready.files, fresh_store, tell=lambda *said: (_ for _ in ()).throw(AbandonedError)
    )
    assert not abandoned.ready and "Abandonné" in abandoned.report.message
    assert confirm(KEEPER, ready, fresh_store).etat == "chargee"


def test_hostile_files_end_in_french_sentences(fresh_store: Path, tmp_path: Path) -> None:
    bodies = {
        "vide.csv": b"",
        "nul.csv": b"a;b\x00\n",
        "bombe.xlsx": b"PK\x03\x04" + bytes(100),
        "page.html": b"<html></html>",
        "mur.csv": b"a;b\n" + b"x" * 300_000 + b";1\n",
        "profond.json": b"[" * 100_000,
    }
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)
        for kind in ("subventions", "contexte", "budgets", "postes", "fiches", "faits"):
            made = preview(KEEPER, kind, [tmp_path / name], fresh_store)
            assert not made.ready and made.report.message, (name, kind)
            assert "n'avait pas prévue" not in made.report.message, (name, kind, made.report.message)


def test_a_kind_that_is_none_is_an_error_of_the_program(fresh_store: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        preview(KEEPER, "recettes", [tmp_path / "a.csv"], fresh_store)
