"""Each rule of data/checks/ catches one planted bad row, and says it in French."""

from pathlib import Path
from typing import Any

import pytest

from data import store
from data.batch import Batch
from data.entering.checking import SOMEBODY
from data.loading import staging
from data.loading.load import load
from data.loading.staging import load_checks
from tests.small.facts import SMALL, write_folder
from tests.small.people import CHIEF, KEEPER

PLANTED: dict[str, tuple[str, dict[str, Any], str]] = {
    "action_inconnue": ("", {}, ""),  # an importer's own: planted in its own test below
    "budget_inconnu": (
        "lignes_budget",
        {"budget_id": "rien", "rang": "1", "cote": "charge", "compte": "60", "niveau": "compte", "libelle": "Achats"},
        "aucun budget ne porte cet identifiant",
    ),
    "campagne_inconnue": ("", {}, ""),  # comes from a page too
    "cible_incoherente": (
        "cibles",
        {"indicateur": "A1", "code_departement": "03", "valeur_cible": "50", "annee_cible": "2020",
         "fixee_le": "2021-06-01"},
        "la cible vise 2020 mais a été fixée le 01/06/2021",
    ),
    "commune_hors_departement": (
        "evenements",
        {"evenement_id": "e", "serie": "s", "nom": "n", "precision": "inconnue", "code_departement": "03",
         "code_commune": "49007"},
        "la commune Angers est du département 49 et non 03",
    ),
    "commune_inconnue": (
        "evenements",
        {"evenement_id": "e", "serie": "s", "nom": "n", "precision": "inconnue", "code_departement": "03",
         "code_commune": "3190"},
        "supprimé le zéro initial",
    ),
    "comite_inconnu": ("", {}, ""),  # comes from a page: tests/data/committee
    "correction_inconnue": ("", {}, ""),  # comes from a page: planted in a test below, as the next one
    "fusion_en_chaine": ("", {}, ""),
    "decision_incoherente": ("", {}, ""),  # several rows, planted in its own test below
    "departement_inconnu": (
        "evenements",
        {"evenement_id": "e", "serie": "s", "nom": "n", "precision": "inconnue", "code_departement": "3"},
        "département inconnu",
    ),
    "division_deja_chargee": ("", {}, ""),  # divisions come from one importer, whose test plants it
    "financeur_inconnu": (
        "financements",
        {"financement_id": "f", "sujet_type": "action", "sujet_id": "cafe", "financeur": "Mécène inconnu",
         "nature": "inconnue", "etat": "validee"},
        "sans famille",
    ),
    "libelle_inconnu": (
        "actions_publics",
        {"action_id": "cafe", "public": "Marsupiaux"},
        "libellé nouveau, gardé tel quel",
    ),
    "presence_deux_fois": ("", {}, ""),  # two rows, planted in its own test below
    "presents_plus_que_convoques": (
        "presences",
        {"seance_id": "s1", "college": "habitants", "convoques": "5", "presents": "8", "precision": "exacte"},
        "8 présents pour 5 convoqués",
    ),
    "projet_inconnu": (
        "projets_axes",
        {"projet_id": "rien", "rang": "1", "intitule": "Un axe", "transversal": "false"},
        "aucun projet social",
    ),
    "satisfaits_plus_que_repondants": (
        "mesures",
        {"sujet_type": "action", "sujet_id": "cafe", "grandeur": "satisfaits", "annee": "2021", "valeur": "30",
         "precision": "exacte", "etat": "validee"},
        "30 satisfaits pour 20 répondants",
    ),
    "seance_inconnue": (
        "presences",
        {"seance_id": "rien", "college": "habitants", "precision": "exacte"},
        "aucune séance ne porte cet identifiant",
    ),
    "seance_avant_instance": (
        "seances",
        {"seance_id": "s2", "instance_id": "i2", "tenue_le": "2019-12-31", "precision": "jour"},
        "séance tenue avant la création de son instance (01/01/2020)",
    ),
    "structure_inconnue": (
        "agrements",
        {"structure_id": "rien-03", "organisme": "CAF", "objet": "centre social", "precision": "inconnue"},
        "aucune structure ne porte cet identifiant",
    ),
    "sujet_inconnu": (
        "mesures",
        {"sujet_type": "evenement", "sujet_id": "rien", "grandeur": "participations", "valeur": "1",
         "precision": "exacte", "etat": "validee"},
        "rien de connu ne porte cet identifiant",
    ),
    "zone_inconnue": (
        "evenements",
        {"evenement_id": "e", "serie": "s", "nom": "n", "precision": "inconnue", "code_departement": "03",
         "code_zone": "999"},
        "bassin de vie inconnu",
    ),
}  # fmt: skip

COMPANY = {
    "instances": [
        {"instance_id": "i1", "nom": "Comité", "type": "comite_departemental", "code_departement": "03",
         "precision": "inconnue"},
        {"instance_id": "i2", "nom": "Comité local", "type": "comite_local", "code_departement": "03",
         "cree_le": "2020-01-01", "precision": "annee"},
    ],
    "seances": [{"seance_id": "s1", "instance_id": "i1", "precision": "inconnue"}],
}  # fmt: skip


def with_row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    rows: dict[str, Any] = dict(SMALL) | COMPANY
    rows["mesures"] = [
        *SMALL["mesures"],
        {"sujet_type": "action", "sujet_id": "cafe", "grandeur": "repondants", "annee": "2021", "valeur": "20",
         "precision": "exacte", "etat": "validee"},
    ]  # fmt: skip
    return rows | {table: [*rows.get(table, []), row]}


def test_every_check_has_its_planted_row() -> None:
    assert set(PLANTED) == {check.name for check in load_checks()}


def test_the_company_of_the_planted_rows_breaks_nothing(fresh_store: Path, tmp_path: Path) -> None:
    files = write_folder(tmp_path / "essai", dict(SMALL) | COMPANY)
    report = load(CHIEF, "faits", files, fresh_store, dry_run=True)
    assert (report.etat, report.avertissements) == ("simulation", [])


@pytest.mark.parametrize("check", [check for check in load_checks() if PLANTED[check.name][0]], ids=lambda c: c.name)
def test_a_check_catches_its_planted_row(check: Any, fresh_store: Path, tmp_path: Path) -> None:
    table, row, words = PLANTED[check.name]
    files = write_folder(tmp_path / "essai", with_row(table, row))
    report = load(CHIEF, "faits", files, fresh_store, dry_run=True)
    if check.blocking:
        assert report.etat == "refusee"
        assert any(words in reject.raison for reject in report.rejets), report.as_text()
        assert {reject.fichier for reject in report.rejets} == {f"{table}.csv"}
    else:
        assert report.etat == "simulation", report.as_text()
        assert any(words in warning for warning in report.avertissements), report.as_text()


def test_what_speaks_of_an_unknown_action_is_caught(reference_store: Path) -> None:
    row = {"action_id": "rien", "mot_cle": "Culture", "fichier": "x.csv", "ligne": 7}
    with store.open_lake(reference_store, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("essai", "Essai", {"actions_mots_cles": [row]}, 1, 1), "s") == []
        blocking, _ = staging.run_checks(root)
    assert [(reject.fichier, reject.ligne, reject.valeur) for reject in blocking] == [("x.csv", 7, "rien")]


def blocked(store_path: Path, rows: dict[str, list[dict[str, Any]]]) -> list[tuple[str | None, str | None]]:
    """(column, value) of what the checks refuse of these rows."""
    count = sum(map(len, rows.values()))
    with store.open_lake(store_path, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("faits", "Essai", rows, count, count), "s") == []
        blocking, _ = staging.run_checks(root)
    return [(reject.colonne, reject.valeur) for reject in blocking]


def test_a_decision_of_a_file_names_nobody_and_is_not_due_before_its_session(reference_store: Path) -> None:
    persons = ["Mme Jeanne Durand", "madame Durand", "MME. Durand", "jeanne.durand@x.fr", "CCAS, 06 12 34 56 78"]
    owners = [*persons, "CCAS", "Chargée de mission", "P.M.I. de Moulins", "Programme 2030"]
    decisions = [
        {"decision_id": f"d{at}", "intitule": "x", "nature": "decision", "porteur": owner, "ligne": at}
        for at, owner in enumerate(owners)
    ]
    for at, (session, due) in enumerate((("s", "1999-06-30"), ("s", "2011-11-15"), ("m", "2011-11-01")), start=20):
        decisions.append({**decisions[5], "decision_id": f"d{at}", "seance_id": session, "echeance": due, "ligne": at})
    held = {"instance_id": "i", "tenue_le": "2011-11-15"}
    sessions = [{**held, "seance_id": "s", "precision": "jour"}, {**held, "seance_id": "m", "precision": "mois"}]
    instances = [{"instance_id": "i", "nom": "C", "type": "autre", "code_departement": "03", "precision": "inconnue"}]
    refused = blocked(reference_store, {"decisions": decisions, "seances": sessions, "instances": instances})
    assert refused == [*(("porteur", person) for person in persons), ("echeance", "30/06/1999")]
    rule = next(check.sql for check in load_checks() if check.name == "decision_incoherente")
    assert f"'{SOMEBODY.pattern}'" in rule  # Forms and files are held to one rule.
    assert [owner for owner in owners if SOMEBODY.search(owner)] == persons


def test_a_target_of_a_file_is_no_larger_than_any_value(reference_store: Path) -> None:
    place = {"indicateur": "A2", "code_departement": "03"}
    values = [1e12, 1e30, -2e12]
    targets = [{**place, "valeur_cible": value, "annee_cible": 2031 + at} for at, value in enumerate(values)]
    assert blocked(reference_store, {"cibles": targets}) == [
        ("valeur_cible", "1e+30"),
        ("valeur_cible", "-2000000000000.0"),
    ]


def test_corrections_and_merges_of_what_is_unknown_are_caught(reference_store: Path) -> None:
    about = {"sujet_type": "structure", "sujet_id": "rien"}
    rows = {
        "corrections": [
            {**about, "champ": "code_commune", "valeur": "3190"},
            {**about, "champ": "code_zone", "valeur": "x"},
        ],
        "fusions": [{"structure_id": "rien", "dans": "vide"}],
    }
    with store.open_lake(reference_store, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("saisie", "Essai", rows, 3, 3), "s") == []
        blocking, _ = staging.run_checks(root)
    assert sorted((reject.colonne, reject.valeur, reject.raison) for reject in blocking) == [
        ("code_commune", "3190", "commune inconnue du code officiel géographique"),
        ("code_zone", "x", "bassin de vie inconnu"),
        ("dans", "rien dans vide", "structure inconnue"),
        ("sujet_id", "structure rien", "rien de connu ne porte cet identifiant"),
        ("sujet_id", "structure rien", "rien de connu ne porte cet identifiant"),
    ]


def test_answers_to_what_no_campaign_asked_are_caught(reference_store: Path) -> None:
    answer = {"campagne_id": "2024-0", "structure_id": "rien", "recue_le": "2026-11-27", "cellules": 1}
    rows = {
        "campagnes_structures": [{"campagne_id": "2024-1", "structure_id": "rien"}],
        "campagnes_reponses": [answer],
    }
    with store.open_lake(reference_store, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("campagne", "Essai", rows, 2, 2), "s") == []
        blocking, _ = staging.run_checks(root)
    assert [(reject.valeur, reject.raison) for reject in blocking] == [
        ("2024-0 rien", "cette campagne n'a pas écrit à cette structure, ou a été annulée"),
        ("rien", "structure inconnue"),
    ]


def test_a_college_told_twice_without_bassin_is_caught(reference_store: Path) -> None:
    rows = [
        {
            "seance_id": "s1",
            "college": "elus",
            "presents": count,
            "precision": "exacte",
            "fichier": "x.csv",
            "ligne": count,
        }
        for count in (2, 3)
    ]
    with store.open_lake(reference_store, read_only=True, also=store.SEARCH_EXTENSIONS) as root:
        staging.prepare(root, store.lake_columns(root), None)
        assert staging.insert(root, Batch("essai", "Essai", {"presences": rows}, 2, 2), "s") == []
        blocking, _ = staging.run_checks(root)
    assert "le collège « elus » de cette séance est déjà dit ligne 2 : n'en gardez qu'une" in {
        reject.raison for reject in blocking if reject.ligne == 3
    }


def test_a_financement_of_another_source_is_not_counted_again(fresh_store: Path, tmp_path: Path) -> None:
    first = load(KEEPER, "faits", write_folder(tmp_path / "un", dict(SMALL)), fresh_store)
    assert first.exit_code == 0, first.as_text()
    row = {
        "financement_id": "jardins-departement",
        "sujet_type": "evenement",
        "sujet_id": "fete-2021",
        "financeur": "Département",
        "nature": "inconnue",
        "etat": "validee",
    }
    files = write_folder(tmp_path / "deux", {"financements": [row]}, "Un autre document")
    report = load(KEEPER, "faits", files, fresh_store, dry_run=True)
    (reject,) = report.rejets
    assert (report.etat, reject.fichier, reject.ligne) == ("refusee", "financements.csv", 2)
    assert f"par la source « {first.source} » : retirez cette ligne" in reject.raison
