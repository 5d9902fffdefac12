"""A document loaded again after a few changes: what it said is not counted twice, whatever the table.

One folder of facts says one or two rows of each table. Expected values are counted in the rows below.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from data import store
from data.batch import RefusedError
from data.importers.faits import fact_tables
from data.loading.load import load
from data.loading.undo import restore, undo
from data.report import Report
from tests.small.facts import CENTRE, SMALL, Rows, write_folder
from tests.small.people import CHIEF

ABOUT = {"sujet_type": "evenement", "sujet_id": "fete-2021"}
GRANT = {"attribuant": "Ville", "beneficiaire": "Asso", "etape": "verse", "nature": "numeraire", "exercice": 2021}
# Every table that a person can keep by hand.
WHOLE: Rows = {
    **SMALL,
    "contexte_communes": [{"code_commune": "03190", "annee": 2021, "variable": "pauvrete_essai", "valeur": 14}],
    "agrements": [{"structure_id": CENTRE, "organisme": "CAF", "objet": "centre social", "precision": "inconnue"}],
    "projets_sociaux": [{"projet_id": "projet", "titre": "Projet", "precision": "inconnue"}],
    "projets_axes": [{"projet_id": "projet", "rang": 1, "intitule": "Lien social", "transversal": "false"}],
    "projets_structures": [{"projet_id": "projet", "structure_id": CENTRE, "role": "pilote"}],
    "projets_territoires": [{"projet_id": "projet", "code_commune": "03190", "role": "local"}],
    "financements": [{**ABOUT, "financement_id": "f", "financeur": "CAF", "nature": "inconnue", "etat": "validee"}],
    "actions_mots_cles": [{"action_id": "cafe", "mot_cle": word} for word in ("Famille", "Culture")],
    "actions_publics": [{"action_id": "cafe", "public": "Familles"}],
    "actions_textes": [{"action_id": "cafe", "rubrique": "limites", "rang": 1, "texte": "Peu de place"}],
    "budgets": [{**ABOUT, "budget_id": "b", "exercice": 2021, "nature": "realise", "total_charges_eur": 1000,
                 "etat": "validee"}],
    "lignes_budget": [{"budget_id": "b", "rang": 1, "cote": "charge", "niveau": "compte", "compte": "60",
                       "libelle": "Achats", "montant_eur": 1000}],
    "constats": [{**ABOUT, "domaine": "argent", "code": "essai", "message": "Un écart", "ecart": 1}],
    "subventions": [{**GRANT, "subvention_id": "s1", "montant_eur": 300}],
    "postes": [{"poste_id": "P1", "dispositif": "fonjep", "employeur": "Asso", "annee": 2021, "montant_eur": 7000}],
    "enveloppes": [{"code_departement": "03", "annee": 2021, "montant_eur": 9000}],
    "instances": [{"instance_id": "comite", "nom": "Comité", "type": "autre", "code_departement": "03",
                   "precision": "inconnue"}],
    "seances": [{"seance_id": "s", "instance_id": "comite", "tenue_le": "2021-02-01", "precision": "jour"}],
    "presences": [{"seance_id": "s", "college": "elus", "presents": 12, "precision": "exacte"}],
    "seances_documents": [{"seance_id": "s", "titre": "Compte rendu"}],
    "evenements_departements": [{"evenement_id": "fete-2021", "code_departement": "63"}],
    "decisions": [{"decision_id": "d", "seance_id": "s", "intitule": "Écrire", "nature": "decision"}],
    "cibles": [{"indicateur": "A1", "code_departement": "03", "valeur_cible": 50, "annee_cible": 2030}],
}  # fmt: skip
# Table → a column, and what a second version of the document says in it of its last row.
CHANGED = {
    "contexte_communes": ("valeur", 15), "structures": ("type", "evs"), "agrements": ("fin", "2029-12-31"),
    "projets_sociaux": ("titre", "Projet social"), "projets_axes": ("intitule", "Lien"),
    "projets_structures": ("role", "membre"), "projets_territoires": ("code_commune", "03310"),
    "actions_lieux": ("code_departement", "63"), "actions_mots_cles": ("mot_cle", "Sport"),
    "actions_publics": ("public", "Jeunes"), "actions_initiateurs": ("initiateur", "La mairie"),
    "actions_partenaires": ("partenaire", "CAF"), "actions_textes": ("texte", "Peu de chaises"),
    "mesures": ("borne_basse", 261), "montants": ("montant_eur", 501), "budgets": ("total_charges_eur", 1001),
    "lignes_budget": ("montant_eur", 1001), "constats": ("ecart", 2), "financements": ("accorde_eur", 12),
    "enveloppes": ("montant_eur", 9001), "instances": ("nom", "Comité local"), "seances": ("objet", "Bilan"),
    "presences": ("presents", 13), "evenements": ("theme", "Fraternité"), "decisions": ("porteur", "CAF"),
    "cibles": ("valeur_cible", 55), "seances_documents": ("adresse", "https://exemple.fr/cr"),
    "evenements_departements": ("code_departement", "58"),
}  # fmt: skip
# Added up, never set side by side: an amended line is a doubt, since nothing tells it from another one.
DOUBTED = {"subventions": ("montant_eur", 301), "postes": ("montant_eur", 7001)}


@pytest.fixture(scope="module")
def loaded(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Report]:
    """A store that holds the whole document; its source; what was told when it came again with one row more."""
    folder = tmp_path_factory.mktemp("document")
    path = Path(shutil.copytree(reference_store, folder / "magasin"))
    first = load(CHIEF, "faits", write_folder(folder / "un", WHOLE), path)
    assert first.etat == "chargee" and not first.rejets, first.as_text()
    more = {**WHOLE, "agrements": [*WHOLE["agrements"], {**WHOLE["agrements"][0], "organisme": "MSA"}]}
    again = load(CHIEF, "faits", write_folder(folder / "deux", more), path)
    return path, str(first.source), again


@pytest.mark.parametrize("table", sorted(fact_tables()))
def test_a_row_said_again_is_not_loaded_twice(loaded: tuple[Path, str, Report], table: str) -> None:
    path, source, again = loaded
    assert again.etat == "chargee", again.as_text()
    own = (len(WHOLE[table]) + (table == "agrements"),)
    assert store.ask_facts(path, f"SELECT count(*) FROM {table} WHERE source NOT LIKE 'references%'") == [own]
    assert again.deja[table] == len(WHOLE[table])
    told = [reject.raison for reject in again.rejets if reject.fichier == f"{table}.csv"]
    assert len(told) == len(WHOLE[table]) and all(f"mot pour mot, dans « {source} »" in reason for reason in told)


def test_what_is_said_again_is_counted(loaded: tuple[Path, str, Report]) -> None:
    _, source, again = loaded
    said = sum(map(len, WHOLE.values()))
    assert (again.lues, again.gardees, again.refusees) == (said + 1, 1, said)
    assert again.ajouts == {"agrements": 1}
    assert again.avertissements[0] == f"déjà là, mot pour mot : {said}, non reprises ({said} dans « {source} »)."


def test_a_row_said_otherwise_waits_for_replace(loaded: tuple[Path, str, Report], tmp_path: Path) -> None:
    """The last row of each table is changed: each is refused by its line, and by itself where the others are kept."""
    path, source, _ = loaded
    changed = {
        table: [*rows[:-1], {**rows[-1], CHANGED[table][0]: CHANGED[table][1]}] if table in CHANGED else rows
        for table, rows in WHOLE.items()
    }
    changed |= {"evenements": [*changed["evenements"], {**WHOLE["evenements"][0], "evenement_id": "fete-2022"}]}
    files = write_folder(tmp_path, changed)
    for keep_sound in (False, True):
        report = load(CHIEF, "faits", files, path, dry_run=True, keep_sound=keep_sound)
        refused = [reject for reject in report.rejets if "dit autrement" in reject.raison]
        lines = {(f"{table}.csv", len(WHOLE[table]) + 1) for table in CHANGED}
        assert {(reject.fichier, reject.ligne) for reject in refused} == lines and len(refused) == len(lines)
        assert all(f"--replace {source}" in reject.raison for reject in refused)
        assert (report.etat, report.gardees) == (("simulation", 1) if keep_sound else ("refusee", 0)), report.as_text()


def test_an_amended_line_of_what_is_added_up_is_doubtful(loaded: tuple[Path, str, Report], tmp_path: Path) -> None:
    path, source, _ = loaded
    rows = {table: [{**WHOLE[table][0], column: value}] for table, (column, value) in DOUBTED.items()}
    report = load(CHIEF, "faits", write_folder(tmp_path, rows), path, dry_run=True)
    assert (report.etat, report.gardees) == ("simulation", 2), report.as_text()
    assert [doubt.fichier for doubt in report.douteux] == ["subventions.csv", "postes.csv"]
    assert all("s'additionnent" in doubt.raison and f"--replace {source}" in doubt.raison for doubt in report.douteux)


def test_an_event_or_a_session_of_another_day_may_be_one_whose_day_was_put_right(
    loaded: tuple[Path, str, Report], tmp_path: Path
) -> None:
    path, source, _ = loaded
    event = {**SMALL["evenements"][0], "evenement_id": "fete-le-lendemain"}
    day = date.fromisoformat(str(event["tenu_le"]))
    days = {"the next day": day + timedelta(1), "the next year": day.replace(year=day.year + 1)}
    meetings = {"the next day": "2021-02-11", "the next year": "2021-03-01"}
    told = {}
    for name, other in days.items():
        rows: Rows = {
            "evenements": [{**event, "tenu_le": other.isoformat()}],
            "seances": [{**WHOLE["seances"][0], "seance_id": "s2", "tenue_le": meetings[name]}],
        }
        report = load(CHIEF, "faits", write_folder(tmp_path / name, rows), path, dry_run=True)
        assert (report.etat, report.gardees) == ("simulation", 2), report.as_text()
        told[name] = {doubt.fichier: doubt.raison for doubt in report.douteux}
    assert told["the next year"] == {}
    remedy = f"les deux comptent ; si celle-ci la corrige, remplacez cette source (au terminal : --replace {source})"
    assert told["the next day"] == {
        "evenements.csv": f"« {source} » dit la même chose au {day:%d/%m/%Y} : {remedy}",
        "seances.csv": f"« {source} » dit la même chose au 01/02/2021 : {remedy}",
    }
    both: Rows = {"evenements": [SMALL["evenements"][0], {**event, "tenu_le": days["the next day"].isoformat()}]}
    assert not load(CHIEF, "faits", write_folder(tmp_path / "both", both), path, dry_run=True).douteux


def test_the_lines_of_a_budget_are_known_in_another_order(loaded: tuple[Path, str, Report], tmp_path: Path) -> None:
    path, _, _ = loaded
    rows = {"budgets": WHOLE["budgets"], "lignes_budget": [{**WHOLE["lignes_budget"][0], "rang": 2}]}
    report = load(CHIEF, "faits", write_folder(tmp_path, rows), path, dry_run=True)
    assert (report.etat, report.gardees, report.deja) == ("deja_chargee", 0, {"budgets": 1, "lignes_budget": 1})


def test_another_document_that_says_the_same_is_a_second_statement(
    loaded: tuple[Path, str, Report], tmp_path: Path
) -> None:
    """A grant, a post, a budget or a funding is one, whoever sends it."""
    path, _, _ = loaded
    one = {"subventions", "postes", "budgets", "lignes_budget", "financements"}
    two = {"evenements", "presences", "enveloppes", "mesures"}
    rows = {table: WHOLE[table] for table in one | two}
    files = write_folder(tmp_path, {**rows, "mesures": WHOLE["mesures"][1:]}, "Un autre document")
    report = load(CHIEF, "faits", files, path, dry_run=True)
    assert (report.etat, report.gardees) == ("simulation", 5), report.as_text()
    assert {reject.fichier for reject in report.rejets} == {f"{table}.csv" for table in one}
    assert set(report.deja) == one | two


def test_the_whole_cycle(reference_store: Path, tmp_path: Path) -> None:
    """Loaded, loaded again with a row more, corrected, undone, restored: each fact counts once all along."""
    path = Path(shutil.copytree(reference_store, tmp_path / "magasin"))

    def sent(folder: str, rows: Rows, replace: str | None = None) -> Report:
        return load(CHIEF, "faits", write_folder(tmp_path / folder, rows), path, replace=replace)

    def counts() -> tuple[int, int, int]:
        tables = ("mesures", "montants", "evenements")
        return tuple(store.ask_facts(path, f"SELECT count(*) FROM {table}")[0][0] for table in tables)

    first = sent("un", SMALL)
    assert counts() == (3, 3, 1)
    more = {**SMALL, "montants": [*SMALL["montants"], {**SMALL["montants"][0], "sujet_id": "jardins"}]}
    second = sent("deux", more)
    assert (second.etat, second.gardees) == ("chargee", 1) and counts() == (3, 4, 1)
    third = sent("trois", {table: list(reversed(rows)) for table, rows in more.items()})
    assert (third.etat, third.gardees, third.refusees) == ("deja_chargee", 0, third.lues) and counts() == (3, 4, 1)
    fixed = {**more, "mesures": [{**SMALL["mesures"][0], "valeur": 60}, *SMALL["mesures"][1:]]}
    assert sent("quatre", fixed).etat == "refusee" and counts() == (3, 4, 1)
    # What the second source holds is still there: the new version of the document does not take it again.
    replaced = sent("quatre", fixed, first.source)
    assert replaced.etat == "chargee" and counts() == (3, 4, 1)
    with pytest.raises(RefusedError, match="ne peut pas être rétablie"):
        restore(CHIEF, path, str(first.source))
    undo(CHIEF, path, str(replaced.source))
    undo(CHIEF, path, str(second.source))
    assert counts() == (0, 0, 0)
    restore(CHIEF, path, str(first.source))
    assert counts() == (3, 3, 1)
    restore(CHIEF, path, str(second.source))
    assert counts() == (3, 4, 1)
