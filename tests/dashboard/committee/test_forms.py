"""The forms of a committee: filled, saved, read back on the page; refused in place, nothing of what was typed lost."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import store
from data.committee import record
from data.committee.forms import Stated
from data.entering.forms import FormError
from queries.sessions import closing
from tests.dashboard.committee.meeting import SECOND
from tests.small.entered import SAVE, asked
from tests.small.people import KEEPER
from tests.tools.pages import markup, open_page, whole, words

TAKEN, STATED, TARGET, NOTE = f"decision_{SECOND}", "etat_due", f"cible_{SECOND}", "annotation_A1_03"


@pytest.fixture
def mine(stores: Path, tmp_path: Path) -> Path:
    """A folder of stores to be written to; its store is « reel »."""
    shutil.copytree(stores / "reel", tmp_path / "reel")
    return tmp_path


def opened(page: AppTest, *keys: str) -> AppTest:
    """The page with these forms unfolded."""
    for key in keys:
        page.session_state[f"ouvert_{key}"] = True
    return whole(page.run())


def sent(page: AppTest, key: str) -> AppTest:
    """The page once a form was sent."""
    return whole(page.button(key=f"{key}_envoyer").click().run())


def plain(page: AppTest) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def forms(page: AppTest) -> list[str]:
    return [panel.label for panel in page.expander if "SQL" not in panel.label]


def test_a_decision_is_recorded_with_what_it_touches(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    page = opened(open_page(monkeypatch, mine, "seances", departement="03", id=SECOND), TAKEN)
    page.text_input(key=f"{TAKEN}_intitule").set_value("<b>Recenser</b> les lieux")
    page.text_input(key=f"{TAKEN}_porteur").set_value("Mme Durand")
    page.date_input(key=f"{TAKEN}_echeance").set_value(date(2020, 1, 1))
    page.multiselect(key=f"{TAKEN}_territoires").set_value(["bassin:032"])
    page.multiselect(key=f"{TAKEN}_indicateurs").set_value(["A1"])
    sent(page, TAKEN)
    # All at once, each by its field; nothing is written, what was typed is there.
    for told in (
        "organisme (« chargée de mission »), jamais une personne",
        "est avant la séance (01/02/2021)",
        "relisez ces mots",
        "dites votre fonction",
    ):
        assert plain(page).lower().count(told.lower()) == 2, told
    assert store.ask_facts(mine / "reel", "SELECT count(*) FROM decisions") == [(2,)]
    page.switch_page("app_pages/methode.py").run()
    page.query_params["id"] = SECOND
    page.query_params["departement"] = "03"
    whole(page.switch_page("app_pages/seances.py").run())
    # A list of several reads no Markdown: its words stand there as they are.
    assert "\\" not in "".join(page.multiselect(key=f"ordre_{SECOND}").options)
    assert page.text_input(key=f"{TAKEN}_intitule").value == "<b>Recenser</b> les lieux"
    page.text_input(key=f"{TAKEN}_porteur").set_value("CCAS")
    page.date_input(key=f"{TAKEN}_echeance").set_value(date(2030, 1, 1))
    page.text_input(key=f"{TAKEN}_fonction").set_value("chargée de mission")
    page.checkbox(key=f"{TAKEN}_relu").set_value(True)
    sent(page, TAKEN)
    assert "Décision enregistrée" in plain(page)
    assert "&lt;b&gt;Recenser" in markup(page) and "<b>Recenser" not in markup(page)
    assert page.text_input(key=f"{TAKEN}_intitule").value == ""
    (row,) = asked(mine / "reel", "decisions", seance=SECOND)
    assert (row["porteur"], row["echeance"], row["etat"]) == ("CCAS", "2030-01-01", "a_faire")
    alone = open_page(monkeypatch, mine, "seances", departement="03", decision=row["decision_id"])
    assert "&lt;b&gt;Recenser" in markup(alone) and "Bassin de vie : Moulins" in plain(alone)
    assert 'href="indicateur?departement=03&amp;id=A1"' in markup(alone) or "indicateur?id=A1" in markup(alone)
    # On a projector the same form knows the indicator of its screen.
    shown = opened(open_page(monkeypatch, mine, "projection", departement="03", id=SECOND, ecran="2"), TAKEN)
    assert shown.multiselect(key=f"{TAKEN}_indicateurs").value == ["A1"]


def test_what_is_due_is_settled_where_it_is_listed(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    page = opened(open_page(monkeypatch, mine, "seances", departement="03", id=SECOND), f"suites_{SECOND}")
    whole(page.selectbox(key=f"laquelle_{SECOND}").set_value("due").run())
    whole(page.selectbox(key=f"{STATED}_etat").set_value("reportee").run())
    assert page.date_input(key=f"{STATED}_dit_le").value == date(2021, 2, 1)  # Said in the session that is looked at.
    assert page.selectbox(key=f"{STATED}_seance_id").value == SECOND
    page.text_input(key=f"{STATED}_fonction").set_value("chargée de mission")
    sent(page, STATED)
    assert plain(page).lower().count("reportée à quand ?") == plain(page).lower().count("dites pourquoi") == 2
    page.date_input(key=f"{STATED}_echeance").set_value(date(2021, 12, 31))
    page.text_input(key=f"{STATED}_motif").set_value("local <i>indisponible</i>").run()
    page.checkbox(key=f"{STATED}_relu").set_value(True)
    sent(page, STATED)
    assert "État enregistré" in plain(page)
    alone = open_page(monkeypatch, mine, "seances", departement="03", decision="due")
    said = plain(alone)
    assert "Reportée" in said and "pour le 31/12/2021" in said and "Séance du 01/02/2021" in said
    assert "local &lt;i&gt;indisponible" in markup(alone) and "31/12/2020" in said
    # The session that said it tells it too, its reason included.
    there = plain(open_page(monkeypatch, mine, "seances", departement="03", id=SECOND))
    assert "Ce que la séance en a dit" in there and "indisponible" in there


def test_a_state_said_by_somebody_else_meanwhile_is_told(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    page = opened(open_page(monkeypatch, mine, "seances", departement="03", decision="due"), STATED)
    whole(page.selectbox(key=f"{STATED}_etat").set_value("en_cours").run())
    page.text_input(key=f"{STATED}_fonction").set_value("chargée de mission")
    record.state(KEEPER, mine / "reel", Stated("due", "faite", date(2021, 6, 1)), SAVE)
    sent(page, STATED)
    assert "quelqu'un d'autre l'a dite « faite », le 01/06/2021" in plain(page)
    assert "un état ne revient pas en arrière" in plain(page)
    assert page.selectbox(key=f"{STATED}_etat").value == "en_cours"
    # What its file says of it comes first: no state, its deadline.
    told = [
        (row["etat"], row["dit_le"], row["echeance"]) for row in asked(mine / "reel", "decision_etats", decision="due")
    ]
    assert told == [(None, "2020-02-01", "2020-12-31"), ("faite", "2021-06-01", "2020-12-31")]


def test_the_data_refuse_a_state_whose_author_read_fewer(mine: Path) -> None:
    path = mine / "reel"
    record.state(KEEPER, path, Stated("due", "en_cours", date(2021, 6, 1), states_read=0), SAVE)
    with pytest.raises(FormError, match="relisez ses états"):
        record.state(KEEPER, path, Stated("due", "faite", date(2021, 6, 2), states_read=0), SAVE)
    record.state(KEEPER, path, Stated("due", "faite", date(2021, 6, 2), states_read=1), SAVE)


def test_a_target_is_set_without_its_value_and_a_former_one_stays(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    page = opened(open_page(monkeypatch, mine, "seances", departement="03", id=SECOND), TARGET)
    # 26,9 % in 2022: 84 of the 312 communes that count.
    assert "26,9 %" in plain(open_page(monkeypatch, mine, "indicateur", departement="03", id="G2"))
    whole(page.selectbox(key=f"{TARGET}_indicateur").set_value("G2").run())
    assert "26,9" not in plain(page)
    whole(page.selectbox(key=f"{TARGET}_indicateur").set_value("A1").run())
    for name, text in (("valeur_cible", "140"), ("annee_cible", "2021"), ("valeur_reference", "beaucoup")):
        page.text_input(key=f"{TARGET}_{name}").set_value(text)
    page.text_input(key=f"{TARGET}_fonction").set_value("cheffe de service")
    sent(page, TARGET)
    for told in ("une part, de 0 à 100", "pour une année à venir (2022 au plus tôt)", "« beaucoup »"):
        assert plain(page).lower().count(told.lower()) == 2, told
    for value in ("45,5", "50"):
        page.selectbox(key=f"{TARGET}_indicateur").set_value("A1")
        for name, text in (("valeur_cible", value), ("annee_cible", "2027"), ("valeur_reference", "30")):
            page.text_input(key=f"{TARGET}_{name}").set_value(text)
        page.text_input(key=f"{TARGET}_annee_reference").set_value("2020")
        sent(page, TARGET)
        assert "Cible fixée" in plain(page), plain(page)
    (first,) = [line for line in markup(page).split("<tr>") if "45,5" in line]
    assert "remplacée" in first
    shown = plain(open_page(monkeypatch, mine, "indicateur", departement="03", id="A1"))
    assert "Cible 2027 : 45,5 %" in shown and "une autre, dite après, la remplace" in shown
    assert "Cible 2027 : 50 %" in shown or "Cible 2027 : 50,0 %" in shown


def test_a_series_is_annotated_from_its_page(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    page = opened(open_page(monkeypatch, mine, "indicateur", departement="03", id="A1"), NOTE)
    page.text_input(key=f"{NOTE}_texte").set_value("Confinement <script>")
    page.text_input(key=f"{NOTE}_annee").set_value("2021")
    page.text_input(key=f"{NOTE}_annee_fin").set_value("2020")
    page.text_input(key=f"{NOTE}_fonction").set_value("chargée de mission")
    page.checkbox(key=f"{NOTE}_relu").set_value(True)
    sent(page, NOTE)
    assert plain(page).lower().count("la fin est avant le début") == 2
    page.text_input(key=f"{NOTE}_annee_fin").set_value("")
    sent(page, NOTE)
    assert "Annotation enregistrée" in plain(page)
    assert "(1) 2021 : Confinement &lt;script&gt;" in markup(page).replace("\xa0", " ")


def test_two_who_close_are_told_and_a_closed_session_shows_no_form(monkeypatch: pytest.MonkeyPatch, mine: Path) -> None:
    page = open_page(monkeypatch, mine, "seances", departement="03", id=SECOND)
    page.text_input(key="validation_fonction").set_value("chargée de mission").run()
    closing.close(KEEPER, mine / "reel", SECOND, SAVE)
    whole(page.button(key=f"clore_{SECOND}").click().run())
    assert "déjà close" in plain(page) and "Rien n'a été enregistré" in plain(page)
    for name, asked_ in (("seances", {"id": SECOND}), ("indicateur", {"id": "A1"}), ("seances", {"decision": "due"})):
        assert forms(open_page(monkeypatch, mine, name, departement="03", seance=SECOND, **asked_)) == [], name


def test_a_reader_sees_no_form(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    pages: list[tuple[str, dict[str, str]]] = [
        ("seances", {"id": SECOND}),
        ("seances", {"decision": "due"}),
        ("seances", {}),
        ("indicateur", {"id": "A1"}),
    ]
    assert all(forms(open_page(monkeypatch, stores, name, departement="03", **asked_)) for name, asked_ in pages)
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    for name, asked_ in pages:
        page = open_page(monkeypatch, stores, name, departement="03", **asked_)
        assert forms(page) == [] and not [each for each in page.button if each.key and "envoyer" in each.key], name
