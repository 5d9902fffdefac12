"""A campaign from the reading copy: its workbooks, how far it got, the page that each structure gets back."""

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from data.batch import RefusedError
from data.campaign.record import Campaign, campaigns
from data.campaign.workbook import FUNCTION
from data.demo import campaigns as made_up
from data.demo.plan import Plan, parse_scale
from data.entering.forms import Day, Funding, Public, Quantity
from data.loading.load import load_made
from data.loading.sources import known_sources
from data.loading.undo import undo
from queries.__main__ import main
from queries.campaign import followed, making, paper, sheet
from tests.small import campaign as small
from tests.small.campaign import answer, opened, put, returned, sheets, signed
from tests.small.entered import ATELIER, CAFE, JARDINS, asked, corrected, newest
from tests.small.facts import CENTRE, SMALL, filled
from tests.small.people import CHIEF, KEEPER, READER

TODAY = date(2026, 11, 27)
DATED = {"date_debut": "2022-03-01", "date_debut_precision": "jour"}


class Answered(NamedTuple):
    """A store whose only structure answered its campaign; what it sent, and to whom."""

    path: Path
    campaign: Campaign
    content: bytes


@pytest.fixture(scope="module")
def there(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Answered:
    """« Café » has 2 volunteers in 2021, which readers are not told; its answer adds 12 professionals and a budget."""
    folder = tmp_path_factory.mktemp("campagne")
    path = filled(reference_store, folder, SMALL)
    corrected(path, CAFE, quantites=(Quantity("benevoles", 2021, "exacte", 2),))
    corrected(path, JARDINS, financements=(Funding("CAF", 2021, accorde_eur=300.5),))
    campaign = opened(path)
    with zipfile.ZipFile(io.BytesIO(making.workbooks(path, campaign.campaign_id, KEEPER))) as archive:
        (name,) = archive.namelist()
        assert name == "centre-social-des-coteaux-2021.xlsx"
        content = archive.read(name)
    file = returned(
        content,
        folder / "retour.xlsx",
        signed,
        lambda told: put(told, "Fiches", CAFE, "Professionnels", 12),
        lambda told: put(told, "Budgets", CAFE, "Réalisé", 200, "1"),
        lambda told: put(told, "Budgets", CAFE, "Réalisé", 200, "9"),
    )
    report = answer(path, file)
    assert report.gardees == 3, report.as_text()
    return Answered(path, campaign, content)


def test_a_workbook_says_what_lacks_and_what_gains_by_it_and_no_secret(there: Answered) -> None:
    told = sheets(there.content)
    first = told["À lire d'abord"]
    assert first[0][0] == "Campagne de collecte 2021 : Centre social des Coteaux"
    start = next(rank for rank, row in enumerate(first) if row[0] == "Fiche") + 1
    # « Atelier d'écriture » alone lacks its date, for which twelve indicators wait; then two budgets lack both sides.
    assert [row[:3] for row in first[start : start + 3]] == [
        ["Atelier d'écriture", "Début", "feuille « Fiches », cellule E2"],
        ["Atelier d'écriture", "Réalisé : Achats", "feuille « Budgets », cellule G2"],
        ["Café des familles", "Réalisé : Achats", "feuille « Budgets », cellule G17"],
    ]
    assert "Initiative habitante" in first[start][3]
    # Other fields hold some of them back still: nothing promises that they open.
    assert first[start - 1][3] == "Les indicateurs qui y gagnent"
    assert any(str(row[0]).startswith(FUNCTION) for row in first)
    fiches = told["Fiches"]
    assert [row[1] for row in fiches[1:]] == ["Atelier d'écriture", "Café des familles", "Jardins partagés"]
    cafe = next(row for row in fiches if row[0] == CAFE)
    assert cafe[small.place(fiches, "Communes")] == "03095 Cusset ; 03310 Vichy"
    assert cafe[small.place(fiches, "Participants")] == 50
    assert cafe[small.place(fiches, "Bénévoles")] == "s"
    assert "Professionnels" in cafe[small.place(fiches, "Ce qui manque")]
    # Who may know sends the number itself.
    with zipfile.ZipFile(io.BytesIO(making.workbooks(there.path, there.campaign.campaign_id, CHIEF))) as archive:
        whole = sheets(archive.read(archive.namelist()[0]))["Fiches"]
    assert next(row for row in whole if row[0] == CAFE)[small.place(whole, "Bénévoles")] == 2


def test_who_answered_is_told_by_bassin_and_how_coverage_moved(there: Answered) -> None:
    (campaign,) = asked(there.path, "campagnes")
    assert (campaign["n_structures"], campaign["n_reponses"], campaign["n_cellules"]) == (1, 1, 3)
    (row,) = asked(there.path, "campagne_structures", campagne=there.campaign.campaign_id)
    assert (row["bassin"], row["n_fiches"], row["n_reponses"], row["n_cellules"]) == ("Moulins", 3, 1, 3)
    found = followed.progress(there.path, there.campaign, "03", KEEPER)
    moved = {each.field: (each.before, each.after) for each in found.coverage}
    # Of three fiches, one has a budget now, with a funder and a product; its professionals are told.
    assert moved == dict.fromkeys(
        ("budget réalisé", "budget détaillé", "financeur nommé", "professionnels"), ((0, 3), (1, 3))
    )
    assert found.closed == ()


def test_what_an_indicator_owes_to_campaigns_follows_the_facts_that_count(there: Answered, tmp_path: Path) -> None:
    """By hand: of three fiches, « Café » alone tells volunteers (a save), professionals and a budget (the workbook)."""
    path = Path(shutil.copytree(there.path, tmp_path / "magasin", ignore=shutil.ignore_patterns("lecture")))
    owed = {"n_fiches": 1, "n_campagnes": 1, "annees": [2021]}

    def told(departement: str = "03") -> dict[str, dict[str, object]]:
        rows = asked(path, "indicateurs_campagnes", departement=departement)
        return {row["indicateur"]: {name: row[name] for name in owed} for row in rows}

    # A1 waits for what the fiches said themselves: campaigns have no part in it.
    assert told() == dict.fromkeys(("E1", "F1", "F2", "F3"), owed)
    assert told("63") == {}
    # What somebody corrects by hand since is the campaign's no more.
    corrected(path, CAFE, quantites=(Quantity("professionnels", 2021, "exacte", 15),))
    assert told() == dict.fromkeys(("F1", "F2", "F3"), owed)
    (answered,) = (known.source for known in known_sources(path) if known.active and known.format == "campagne")
    undo(KEEPER, path, answered)
    assert told() == {}


def test_a_campaign_is_measured_until_the_next_one_even_loaded_with_its_answers(
    there: Answered, tmp_path: Path
) -> None:
    """« Atelier » gets its date from one load that brings a campaign of 2022 and its answer, « Café » its
    participations from a save after it; a second campaign of 2022 ends nothing."""
    path = Path(shutil.copytree(there.path, tmp_path / "magasin", ignore=shutil.ignore_patterns("lecture")))
    before = newest(path)
    dated = {"sujet_type": "action", "sujet_id": ATELIER}
    fields = [dated | {"champ": champ, "valeur": valeur} for champ, valeur in DATED.items()]
    made = made_up.Campaign(1, 2022, {"corrections": pa.Table.from_pylist(fields)}, {CENTRE: 2}, [CENTRE])
    batch = made.batch(Plan(1, 2021, 2022, parse_scale("S"), "03", False))
    report = load_made(batch, "0" * 64, path, stem="campagne-2022", replace=None)
    assert report.etat == "chargee", report.as_text()
    opened(path, 2022)
    corrected(path, CAFE, quantites=(Quantity("participations", 2022, "exacte", 80),))
    # The oldest opening first, as the loaded campaign says it: 2022.
    loaded, first, third = (followed.bounds(path, one, KEEPER) for one in campaigns(path).values())
    assert first[1:] == (before, 2022)
    assert (loaded, third) == ((before, before + 3, None), (before + 1, before + 3, None))


def test_the_page_that_comes_back_has_the_figures_of_a_reader(there: Answered) -> None:
    (page,) = sheet.pages(there.path, there.campaign.campaign_id, TODAY).values()
    assert page.answer.startswith("Merci : votre réponse est arrivée le")
    assert "(3 fiches, 3 cellules complétées ou corrigées)" in page.answer
    assert page.columns == ["", "Votre structure", "Bassin : Moulins", "Département : Allier"]
    rows = {row[0]: row[1] for row in page.rows}
    assert rows["Participants, chacun compté une fois"] == "50 (1 sur 3)"
    assert rows["Professionnels"] == "12 (1 sur 3)"
    assert rows["Bénévoles"] == "s (1 sur 3)"
    assert rows["Participations (présences)"] == "nd"
    assert rows["Subventions accordées"].replace("\u202f", " ") == "300,50 € (1 sur 3)"
    places = {row[0]: row[2:] for row in page.rows}
    # « Café » is at Vichy and Cusset: the bassin of Moulins has nothing of it, and the département withholds it too. Of
    # three fiches and one event: « Atelier », without a date, is among them for the structure as for the département.
    assert places["Bénévoles"] == ["nd", "s (1 sur 4)"]


def test_what_is_compared_is_of_one_year_and_what_lacks_is_named(there: Answered, tmp_path: Path) -> None:
    path = Path(shutil.copytree(there.path, tmp_path / "magasin"))
    # « Atelier » ended the year before; « Café » had about fifty people.
    corrected(path, CAFE, quantites=(Quantity("participations", 2021, "approchee", 50),))
    corrected(path, ATELIER, date_debut=Day(date(2020, 1, 1), "annee"), date_fin=Day(date(2020, 12, 31), "annee"))
    corrected(path, JARDINS, publics=(Public("Tous publics"),))
    rows = asked(path, "campagne_bilan", campagne=there.campaign.campaign_id)
    cells = {(row["quoi"], row["niveau"]): row for row in rows}
    assert [cells["accorde_eur", niveau]["n_total"] for niveau in ("structure", "departement")] == [2, 2]
    filled_in = [cells["renseignement", niveau] for niveau in ("structure", "departement")]
    assert filled_in[0]["n_total"] == filled_in[1]["n_total"]
    # The département has the « Fête » of 2021 besides.
    assert [sheet.cell(cells["participations", niveau]) for niveau in ("structure", "departement")] == [
        "environ 50 (1 sur 2)",
        "environ 50 (1 sur 3)",
    ]
    with zipfile.ZipFile(io.BytesIO(making.workbooks(path, there.campaign.campaign_id, KEEPER))) as archive:
        fiches = sheets(archive.read(archive.namelist()[0]))["Fiches"]
    lacking = {row[0]: row[small.place(fiches, "Ce qui manque")].split(", ") for row in fiches[1:]}
    # « Tous publics » stands there: the age lacks, not the public.
    assert "Publics (leur âge)" in lacking[JARDINS]
    assert "Publics" in lacking[CAFE]


def test_the_labels_that_a_workbook_writes_are_no_free_text(there: Answered) -> None:
    lines = asked(there.path, "lignes_budget", sujet=CAFE)
    assert {row["libelle"] for row in lines} == {"Achats", "Subvention du Département"}


def test_the_page_is_one_sheet_however_long_its_words(there: Answered) -> None:
    (page,) = sheet.pages(there.path, there.campaign.campaign_id, TODAY).values()
    long = paper.Page(
        "Œuvre des coteaux – Ğ " * 20,
        2021,
        page.answer,
        [*page.columns[:2], "Bassin : " + "Saint-Pourçain-sur-Sioule " * 3, page.columns[3]],
        [[row[0], *["au moins 1 234 567 (1 234 sur 2 345)"] * 3] for row in page.rows],
        ["Communes sans action enregistrée en trois ans"] * 6,
        ["« contributions volontaires » : 1 234 fiches"] * 3,
        fictitious=True,
        snapshot=5,
        made=TODAY,
    )
    for one in (page, long):
        body = paper.pdf(one)
        assert body.startswith(b"%PDF-")
        assert body.count(b"/Type /Page\n") == 1
    assert paper.plain("« 12\u202f€ » : œ – Ğ") == "«\u00a012\u00a0€\u00a0»\u00a0: œ – ?"


def test_what_is_asked_wrongly_is_refused(there: Answered, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RefusedError, match="ne permet pas"):
        making.workbooks(there.path, there.campaign.campaign_id, READER)
    with pytest.raises(RefusedError, match="ne permet pas"):
        sheet.returns(there.path, there.campaign.campaign_id, READER, TODAY)
    with pytest.raises(RefusedError, match="Aucune campagne « rien »"):
        making.workbooks(there.path, "rien", KEEPER)
    store = ["--store", str(there.path)]
    assert main(["campaign", "open", "anee=2024", *store]) == 2
    assert main(["campaign", "open", *store]) == 2
    assert main(["campaign", "workbooks", *store]) == 2
    assert main(["campaign", "dance", *store]) == 2
    assert "Écrivez : python -m queries campaign" in capsys.readouterr().err


def test_two_files_of_one_name_are_two_and_no_name_is_a_path() -> None:
    content = making.archive([("../a.xlsx", b"1"), ("a.xlsx", b"2")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["a.xlsx", "a-2.xlsx"]


def test_the_command_goes_through_a_campaign(there: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copytree(there.path, tmp_path / "magasin"))
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "contribution")
    assert main(["campaign", "open", "annee=2022", "bassin=032", "--store", str(path)]) == 0
    *_, newest = campaigns(path).values()
    assert (newest.year, newest.structures) == (2022, (CENTRE,))
    for what in ("workbooks", "returns"):
        assert main(["campaign", what, newest.campaign_id, str(tmp_path / f"{what}.zip"), "--store", str(path)]) == 0
        assert zipfile.is_zipfile(tmp_path / f"{what}.zip")
