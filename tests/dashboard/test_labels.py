"""One label, one figure: what several pages say of the same thing, read on each of them (the default demonstration)."""

import html
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.frame import wording
from data import store
from queries import ask_records
from queries.copy import reading
from tests.small.facts import load_rows
from tests.small.money import grant, placed
from tests.tools.pages import markup, open_page, words

ALLIER = {"departement": "03"}
DAY = "au 31/12/2025, dernier jour connu"


@pytest.fixture(scope="module")
def stores(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-mots")
    shutil.copytree(demo_store, folder / "demo")
    return folder


def number(pattern: str, said: str) -> int:
    """The figure that stands where ``pattern`` has its group."""
    found = re.search(pattern, re.sub(r"(?<=\d)[ \u202f](?=\d{3}\b)", "", said))
    assert found, f"« {pattern} » is not on the page: {said[:600]}"
    return int(found[1])


def fiches(path: Path) -> dict[str, tuple[str | None, date | None, date | None]]:
    """Status, first and last day of each action: its fiche and the corrections of the lake, apart from any copy."""
    with store.open_lake(path, read_only=True) as lake:
        declared = lake.execute("SELECT action_id, statut, date_debut, date_fin FROM lake.actions").fetchall()
        said = lake.execute("SELECT sujet_id, champ, valeur FROM lake.corrections WHERE champ LIKE 'date_%'").fetchall()
    days = {(fiche, field): date.fromisoformat(value) for fiche, field, value in said if "precision" not in field}
    return {
        fiche: (state, days.get((fiche, "date_debut"), begin), days.get((fiche, "date_fin"), end))
        for fiche, state, begin, end in declared
    }


def running(path: Path) -> int:
    """Actions that run on the last day of the demonstration."""
    last, count = date(2025, 12, 31), 0
    for state, begin, end in fiches(path).values():
        over = end < last if end else False
        over |= state == "Terminée" and (end is None or end <= last)
        # Without an end, what is not said « En cours » is documented for the year in which it begins.
        documented = bool(end) or state == "En cours" or (begin is not None and begin.year == last.year)
        count += not over and documented
    return count


def granted(path: Path, year: int) -> float:
    """Euros granted in an exercice; where none is told, the year of an action that lasts a single one."""
    only = {
        fiche: begin.year
        for fiche, (state, begin, end) in fiches(path).items()
        if begin and (end.year == begin.year if end else state != "En cours")
    }
    with store.open_lake(path, read_only=True) as lake:
        sql = "SELECT sujet_id, exercice, accorde_eur FROM lake.financements WHERE etat = 'validee' AND accorde_eur > 0"
        rows = lake.execute(sql).fetchall()
    return float(sum(euros for fiche, exercice, euros in rows if (exercice or only.get(fiche)) == year))


def test_running_actions_are_as_many_everywhere(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    review = words(open_page(monkeypatch, stores, "revue", **ALLIER))
    needs = words(open_page(monkeypatch, stores, "besoins", **ALLIER))
    listed = words(open_page(monkeypatch, stores, "actions", **ALLIER, etat="en_cours"))
    counts = {
        number(rf"Allier : (\d+) actions en cours {DAY}", review),
        number(rf"(\d+) actions enregistrées sont en cours {DAY}", needs),
        number(r"(\d+) actions sur \d+ répondent à", listed),
    }
    assert counts == {running(stores / "demo")}


def test_the_known_cost_is_as_many_everywhere(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    sources = words(open_page(monkeypatch, stores, "sources", **ALLIER))
    costs = words(open_page(monkeypatch, stores, "couts", **ALLIER))
    found = {
        (number(r"Coût connu .*?(\d+) sur \d+ actions et événements", sources),
         number(r"Coût connu .*?\d+ sur (\d+) actions et événements", sources)),
        (number(r"Un coût est connu pour (\d+) actions et événements", costs),
         number(r"Un coût est connu pour \d+ actions et événements sur (\d+)", costs)),
        (number(r"Coût connu (\d+) sur \d+", costs), number(r"Coût connu \d+ sur (\d+)", costs)),
    }  # fmt: skip
    with reading.reader(stores / "demo") as root:
        (known,) = root.execute("SELECT count(*) FROM argent_sujets WHERE situation = 'connu'").fetchone() or (0,)
    # The fiches and the events of the demonstration.
    assert found == {(known, 1848 + 120)}


def test_a_load_has_one_day(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "sources", **ALLIER))
    days = re.findall(r"sources? au (\d\d/\d\d/\d{4})", said) + re.findall(r"Chargé le (\d\d/\d\d/\d{4})", said)
    assert len(days) > 1
    assert len(set(days)) == 1


def test_a_year_of_money_is_its_exercice(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "couts", **ALLIER, de="2024", a="2024", montants="accorde"))
    assert "Allier (03), exercice 2024" in said
    total = number(r"(\d+) € accordé par le financeur, d'après \d+ actions et événements sur \d+, exercice 2024", said)
    with reading.reader(stores / "demo") as root:
        (fact,) = root.execute(
            "SELECT sum(accorde_eur) FROM financements_lus WHERE etat = 'validee' AND annee = 2024"
        ).fetchone() or (None,)
        costs = ask_records(root, "couts", departement="03", annee_min=2024, annee_max=2024, situation="connu")
    assert total == fact == granted(stores / "demo", 2024) > 1_000_000
    # A cost without a year is that of an action of one year.
    assert {row["annee"] for row in costs} == {2024, None}
    assert "sans exercice connu ne sont comptés dans aucune année" in said


def test_a_search_is_answered_for_what_it_finds(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "actions", **ALLIER, q="jardin"))
    first = number(r"(\d+) actions sur 1848 répondent à : mots « jardin »", said)
    assert first == number(r"(\d+) actions sur 1848, de la plus pertinente", said)
    assert "actions recensées par" not in said


def test_a_fair_share_says_its_exercices(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    said = words(open_page(monkeypatch, stores, "financements", **ALLIER))
    # Planted: 45 % of what others get, for 46 % of the inhabitants: 0.45 / (0.54 + 0.46 * 0.45) = 0.60 of its share.
    less = number(r"Vichy \(−(\d+)\s%\) reçoit moins que sa part \(tous exercices connus\)", said)
    assert less == pytest.approx(40, abs=5)


def test_a_bassin_does_not_quote_the_precision_of_its_departement(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    said = words(open_page(monkeypatch, stores, "indicateur", **ALLIER, bassin="033", id="A1"))
    assert "À l'échelle du département, dans l'Allier (la précision du bassin de Vichy est moindre)" in said


def test_a_departement_with_one_bassin_compares_nothing(
    monkeypatch: pytest.MonkeyPatch, reference_store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "magasins"
    shutil.copytree(reference_store, folder / "reel")
    facts = {**placed(atelier="75056"), "financements": [grant("atelier", "CAF", 500, 400)]}
    assert load_rows(folder / "reel", tmp_path / "faits", facts).exit_code == 0
    said = words(open_page(monkeypatch, folder, "bassins", departement="75"))
    assert "Paris (75) : un seul bassin de vie, il n'y a rien à comparer." in said
    assert "Une comparaison demande au moins deux territoires." in said
    assert "Profil, indicateur par indicateur" not in said
    money = words(open_page(monkeypatch, folder, "financements", departement="75"))
    assert "Un seul bassin de vie : il reçoit tout, il n'y a pas de part équitable à comparer à ce découpage." in money


def test_a_cost_is_one_figure_in_the_directory_the_costs_and_the_fiche(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    """For every action; then on the screens, for one whose total and budget differ."""
    with reading.reader(stores / "demo") as root:
        listed = {
            row["action_id"]: cost_of(row) for row in ask_records(root, "repertoire") if row["situation"] == "connu"
        }
        known = [row for row in ask_records(root, "couts", situation="connu") if row["sujet_type"] == "action"]
        exported = [row for row in ask_records(root, "argent_par_action") if row["sujet_type"] == "action"]
        (odd,) = root.execute(
            "SELECT sujet_id FROM couts_exercices JOIN argent_sujets USING (sujet_type, sujet_id) "
            "WHERE situation = 'connu' AND n_valides = 1 AND sujet_type = 'action' AND dit.montant_eur <> total_eur "
            "ORDER BY sujet_id LIMIT 1"
        ).fetchone() or (None,)
        assert listed[odd] == cost_of(ask_records(root, "action", action=odd)[0])
    assert len(listed) > 1000
    assert {row["sujet_id"]: cost_of(row) for row in known} == listed
    assert {row["sujet_id"]: cost_of(row) for row in exported if row["situation"] == "connu"} == listed
    title = next(row["titre"] for row in known if row["sujet_id"] == odd)
    told = wording.euros(listed[odd][0])
    fiche = markup(open_page(monkeypatch, stores, "fiche", jeu="demo", action=odd))
    assert f"Coût retenu dans l'annuaire, les coûts et les totaux\u00a0: {told}" in html.unescape(fiche)
    cards = markup(open_page(monkeypatch, stores, "actions", **ALLIER, q=title)).split('<li class="action">')
    (card,) = [card for card in cards if f"action={odd}" in card]
    assert f"dernier coût connu\u00a0: {told} " in html.unescape(card)


def cost_of(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    """The number said, and its bounds."""
    return row["total_eur"], row["bas_eur"], row["haut_eur"]


def test_what_pays_without_an_exercice_is_what_tells_two_totals_apart(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    """Coûts adds amounts of an unknown exercice, Financements does not, and each says so."""
    with reading.reader(stores / "demo") as root:
        families = ask_records(root, "budget_par_famille_de_financeur", departement="03")
        flows = ask_records(root, "flux_financiers", departement="03")
        (undated,) = root.execute(
            "SELECT sum(accorde_eur) FROM financements_lus WHERE retenu AND famille = 'CAF' AND annee IS NULL"
        ).fetchone() or (None,)
    declared = next(row["accorde_eur"] for row in families if row["famille"] == "CAF")
    followed = sum(row["montant_eur"] for row in flows if row["famille"] == "CAF")
    assert undated > 0
    assert declared - followed == pytest.approx(float(undated))
    costs = words(open_page(monkeypatch, stores, "couts", **ALLIER))
    assert "exercices inconnus compris ; la page Financements ne compte que" in costs
    money = open_page(monkeypatch, stores, "financements", **ALLIER)
    assert "d'un exercice connu ; la page Coûts déclarés y ajoute" in words(money)
    periods = re.findall(r'<dd class="appui">(Tous exercices[^<]*)', markup(money))
    assert {period.strip() for period in periods} == {"Tous exercices connus"}


def test_communes_without_action_are_counted_over_years_that_are_said(
    monkeypatch: pytest.MonkeyPatch, stores: Path
) -> None:
    """Three years (D2), or the one that the map shows."""
    counted = words(open_page(monkeypatch, stores, "indicateur", **ALLIER, id="D2"))
    three = number(r"Communes sans action enregistrée en trois ans \(Allier\) : (\d+) communes", counted)
    assert "La carte et les taux par commune comptent une seule année" in counted
    drawn = words(open_page(monkeypatch, stores, "carte", **ALLIER, de="2025", a="2025"))
    one = number(r"aucune action enregistrée, 2025 \((\d+) communes\)", drawn)
    smoothed = words(open_page(monkeypatch, stores, "bassins", **ALLIER, vue="cartes"))
    assert number(r"(\d+) communes sont à zéro en 2025", smoothed) == one
    assert three < one


def test_an_older_value_says_what_the_last_year_is(monkeypatch: pytest.MonkeyPatch, stores: Path) -> None:
    """The board shows the last known value, Bassins the year chosen: where they differ, the board says the mark."""
    shown = markup(open_page(monkeypatch, stores, "indicateurs", **ALLIER))
    with reading.reader(stores / "demo") as root:
        levels = ("departement", "bassin")
        rows = [row for at in levels for row in ask_records(root, "valeurs_indicateurs", departement="03", niveau=at)]
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: int(row["annee"])):
        last[row["indicateur"], row["territoire"]] = row
    known = {(row["indicateur"], row["territoire"]) for row in rows if row["valeur"] is not None}
    stale = {(row["annee"], row["statut"]) for key, row in last.items() if key in known and row["valeur"] is None}
    assert stale
    assert all(f"{year}\u00a0: {mark}" in shown for year, mark in stale)
    assert "Dernière valeur connue, Allier" in shown


EVERY_PAGE: list[tuple[str, dict[str, str]]] = [
    *(
        (name, {})
        for name in (
            "synthese",
            "indicateurs",
            "bassins",
            "carte",
            "actions",
            "couts",
            "revue",
            "besoins",
            "territoire",
        )
    ),
    *(("financements", {"question": question}) for question in ("paie", "manque", "arret")),
    ("sources", {}),
]
_CARD = re.compile(r'<dt>(.*?)</dt><dd class="valeur">(.*?)</dd>')


@pytest.mark.parametrize("where", [ALLIER, {**ALLIER, "bassin": "033"}], ids=["departement", "bassin"])
def test_a_card_has_one_figure_on_all_pages(
    monkeypatch: pytest.MonkeyPatch, stores: Path, where: dict[str, str]
) -> None:
    said: dict[str, set[str]] = {}
    for name, asked in EVERY_PAGE:
        for label, value in _CARD.findall(markup(open_page(monkeypatch, stores, name, **where, **asked))):
            said.setdefault(label, set()).add(value)
    assert {"Accordé", "Coût connu", "Actions recensées", "Participations"} <= set(said)
    assert {label: values for label, values in said.items() if len(values) > 1} == {}


def test_exports_hold_as_many_rows_as_pages_say(stores: Path) -> None:
    with reading.reader(stores / "demo") as root:
        listed = ask_records(root, "repertoire", **ALLIER)
        costs = ask_records(root, "couts", **ALLIER, situation="connu")
        needs = ask_records(root, "offre_matrice", **ALLIER)
    assert sum(row["etat"] == "en_cours" for row in listed) == running(stores / "demo")
    (everything,) = (row for row in needs if row["besoin"] == "ensemble" and row["code_zone"] is None)
    assert everything["n_actives"] == running(stores / "demo")
    with reading.reader(stores / "demo") as root:
        assert root.execute("SELECT count(*) FROM argent_sujets WHERE situation = 'connu'").fetchone() == (len(costs),)
