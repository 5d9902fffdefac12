"""The pictures of money, from rows written by hand: what is drawn, and the words that say the same."""

import html
import re
from datetime import date
from typing import Any

from dashboard.money import drawn, sankey
from dashboard.money.drawn import Month


def share(name: str, gap: float | None, low: float | None, high: float | None, **more: Any) -> dict[str, Any]:
    """A row of « ecart_equitable »: 1 000 € granted by the one plan, unless ``more`` says otherwise."""
    known = {"accorde_eur": 1000.0, "n_plans": 1, "cible_eur": 2000.0, "conclusif": True, "sans_objet": None}
    ends = {"ecart": gap, "ecart_min": low, "ecart_max": high, "indice": 1.0}
    return {"nom": name, "territoire": name, **known, **ends, **more}


def lines(markup: str) -> list[str]:
    """What a reader reads, one text a line of a picture; lines that only help to look are left out."""
    items = re.findall(r"<li(?![^>]*aria-hidden)[^>]*>(.*?)</li>", markup)
    texts = (html.unescape(re.sub(r"<[^>]*>", " ", item)) for item in items)
    return [" ".join(text.split()) for text in texts]


def test_a_gap_goes_from_the_middle_to_its_side_on_the_scale_of_the_widest() -> None:
    rows = [share("Bas", -0.5, -0.5, -0.25), share("Haut", 1.0, 1.0, 1.0), share("Muet", None, None, None)]
    told = drawn.gaps("Écarts", rows, "Haut")
    # The widest gap, +100 %, fills 46 % of the width on its side; −50 % half of it on the other: from 27 to 50.
    assert '<b class="moins" style="--a:27.0%;--w:23.0%">' in told
    assert '<b class="plus" style="--a:50.0%;--w:46.0%">' in told
    assert told.count("<i style=") == 1 and '<i style="--a:27.0%;--w:11.5%">' in told
    assert lines(told) == [
        "Bas −50 % 1 000 € pour une part de 2 000 € ; de −50 % à −25 %",
        "Haut +100 % 1 000 € pour une part de 2 000 €",
        "Muet nd nd",
    ]
    assert '<li class="choisi"><span class="nom">Haut' in told


def test_a_sign_that_does_not_hold_and_nothing_recorded_are_told_in_words_too() -> None:
    doubtful = drawn.gaps("Écarts", [share("Ici", -0.1, -0.1, 0.2, conclusif=False)], None)
    assert 'class="moins doute"' in doubtful and ", le signe change" in lines(doubtful)[0]
    (nothing,) = lines(drawn.gaps("Écarts", [share("Là", -1.0, -1.0, -1.0, accorde_eur=None, n_plans=0)], None))
    assert nothing == "Là −100 % rien d'enregistré pour une part de 2 000 €"
    # All at their share: nothing is divided by nothing.
    assert "--w:0.0%" in drawn.gaps("Écarts", [share("Juste", 0.0, 0.0, 0.0)], None)


def test_names_of_files_are_escaped_and_long_ones_kept_whole() -> None:
    name = "<b>Très</b> " + "long nom " * 12
    told = drawn.gaps("Écarts", [share(name, 0.1, 0.1, 0.1)], None)
    assert "<b>Très" not in told and "&lt;b&gt;Très" in told and told.count("long nom") == 12


def ends(month: str, horizon: int, n: int, n_known: int, euros: float | None) -> dict[str, Any]:
    """A row of « conventions_mois »."""
    return {"mois_fin": month, "mois": horizon, "n": n, "n_montants": n_known, "accorde_eur": euros}


def test_the_year_ahead_has_each_month_and_parts_one_that_a_horizon_cuts() -> None:
    whole = drawn.year_ahead([ends("2026-06-01", 6, 3, 3, 300.0)], date(2025, 12, 31), 12)
    assert [month.first for month in whole] == [date(2026, month, 1) for month in range(1, 13)]
    assert whole[5] == Month(date(2026, 6, 1), 3, 3, 3, 300.0) and whole[0] == Month(date(2026, 1, 1))
    # From mid-June to mid-June: thirteen months; of those that end in September, two within three months, one later.
    rows = [ends("2025-09-01", 3, 2, 1, 50.0), ends("2025-09-01", 6, 1, 0, None)]
    cut = drawn.year_ahead(rows, date(2025, 6, 15), 3)
    assert (len(cut), cut[0].first, cut[-1].first) == (13, date(2025, 6, 1), date(2026, 6, 1))
    assert cut[3] == Month(date(2025, 9, 1), n=3, within=2, n_known=1, euros=50.0)
    assert drawn.year_ahead([], date(2024, 2, 29), 12)[-1].first == date(2025, 2, 1)


def test_the_strip_says_zero_unknown_amounts_and_what_is_past_the_horizon() -> None:
    months = [Month(date(2026, 1, 1)), Month(date(2026, 2, 1), 4, 1, 2, 50.0), Month(date(2026, 3, 1), 2, 0, 0, None)]
    told = drawn.calendar("Fins", months)
    assert lines(told) == ["janv. 2026 0", "févr. 4 au moins 50 €", "mars 2 nd"]
    assert '<b class="dans" style="--p:25.0%"></b><b class="hors" style="--p:75.0%"></b>' in told
    assert '<li class="hors"><span class="mois">mars' in told


def test_before_and_after_a_departure() -> None:
    row = {"bassin": None, "n_touchees": 4, "n_couvertes": 3, "n_bascules": 2, "manque_eur": 500.0}
    told = drawn.departure("Avant et après", [row, {**row, "bassin": "Vichy", "n_touchees": 2, "n_bascules": 0}])
    assert '<b class="couvert" style="--p:75.0%"></b><b class="court" style="--p:25.0%">' in told
    assert '<b class="couvert" style="--p:25.0%"></b><b class="court" style="--p:75.0%">' in told
    assert "Couvrent leur coût : 3 avant, 1 après" in lines(told)[0]
    assert "sur 4 actions touchées ; 2 basculent : il leur manquerait 500 €" in lines(told)[0]
    assert "manquerait" not in lines(told)[1]


def test_euros_per_inhabitant_go_as_far_as_what_is_not_known() -> None:
    row = {"nom": "Moulins", "euros_hab": 3.0, "euros_hab_haut": 4.0, "n_accordes": 3, "n_plans": 4}
    unknown = {"nom": "Vichy", "euros_hab": None, "euros_hab_haut": None, "n_accordes": 0, "n_plans": 2}
    told = drawn.per_head("Par habitant", [row, unknown])
    # 4 € is the widest: 92 % of the width, of which 3 € are 69 and the rest 23.
    assert '<i style="--a:69.0%;--w:23.0%">' in told
    first, second = lines(told)
    assert first == "Moulins 3 € à 4 € ; connu pour 3 sur 4 plans de financement"
    assert second.startswith("Vichy nd")
    assert "--a:0.0%" in drawn.per_head("Par habitant", [{**row, "euros_hab": -1.0, "euros_hab_haut": -2.0}])


def test_a_narrow_screen_reads_the_flows_of_the_diagram_as_bars() -> None:
    rows = [
        {"famille": family, "dimension": "Services", "bassin": bassin, "montant_eur": euros}
        for family, bassin, euros in (("CAF", "Vichy", 75.0), ("État", "Vichy", 25.0))
    ]
    told = drawn.flows(sankey.flows(rows, ["famille", "dimension", "bassin"]))
    assert lines(told) == ["CAF 75 € 75 %", "État 25 € 25 %", "Services 100 € 100 %", "Vichy 100 € 100 %"]
    assert re.findall(r"<figcaption>(.*?)</figcaption>", told) == ["Famille", "Dimension", "Bassin de vie"]
