"""The funnel and the two maps of « Bassins de vie »: what is said, named and drawn, on rows made by hand."""

from typing import Any

import pytest

from dashboard.bassins import funnel, smoothed
from dashboard.bassins.funnel import Inks, Shown
from dashboard.bassins.profile_table import Look
from queries.statistics import funnel as limits

LOOKS = {"031": Look(1, "#0072B2"), "032": Look(2, "#D55E00"), "033": Look(3, "#009E73")}
NAMES = {"031": "Montluçon", "032": "Moulins", "033": "Vichy"}

# ── The funnel ──────────────────────────────────────────────────────────────────────────────────────────────────────


def territory(name: str, count: float, population: float, bassin: str | None = "031") -> dict[str, Any]:
    return {
        "territoire": name,
        "nom": name,
        "code_bassin": bassin,
        "bassin": NAMES.get(bassin or ""),
        "numerateur": count,
        "population": population,
    }


def shown(*rows: dict[str, Any], tested: bool = True) -> Shown:
    found = limits.funnel([row["numerateur"] for row in rows], [row["population"] for row in rows])
    unit = "actions pour 10 000 habitants"
    return Shown(rows, found if tested else None, found.rate, 10_000, unit, "commune", "communes")


CALM = [territory(f"Commune {rank}", 100, 10_000) for rank in range(30)]


def test_a_territory_outside_the_limits_is_a_signal_and_not_a_fault() -> None:
    """Around 100 expected, 60 and 145 are beyond 99.8 %; 0.2 % of 32 is 0.06."""
    said = funnel.answer(shown(*CALM, territory("Ygrande", 60, 10_000), territory("Abrest", 145, 10_000)))
    assert said.startswith(
        "2 communes sur 32 s'écartent des autres plus que le hasard ne l'explique : Abrest au-dessus ; Ygrande en "
        "dessous."
    )
    # What the limits are is no headline.
    assert "99,8" not in said and "%" not in funnel.answer(shown(*CALM))
    two = shown(*CALM, territory("Ygrande", 60, 10_000), territory("Abrest", 145, 10_000))
    assert funnel.chance(two).endswith("99,8 % : sur 32 communes, le hasard seul en ferait au plus 0,1.")
    assert "ni une faute ni un mérite" in said
    assert funnel.answer(shown(*CALM)).startswith("Aucun signal : 30 communes")


def test_attendance_has_no_limits_and_says_why() -> None:
    held = shown(*CALM, tested=False)
    assert "les personnes viennent par groupes" in funnel.answer(held)
    assert "φ" not in funnel.reading(held)
    names = [trace.name for trace in funnel.figure(held, LOOKS, NAMES, None, Inks("#000", "#555", "#fff")).data]
    assert not [name for name in names if name and "limites" in name]
    assert {line["place"] for line in funnel.lines(held)} == {"sans limites"}


def test_only_territories_outside_the_limits_are_named_on_the_plot() -> None:
    held = shown(*CALM, territory("Abrest", 145, 10_000, "033"), territory("Nulle part", 100, 10_000, None))
    figure = funnel.figure(held, LOOKS, NAMES, "033", Inks("#000", "#555", "#fff"))
    assert [trace.text for trace in figure.data if trace.mode == "text"] == [("\u00a0\u00a0Abrest\u00a0\u00a0",)]
    marked = {trace.name: trace.marker for trace in figure.data if trace.mode == "markers"}
    assert marked["Montluçon"].opacity < marked["Vichy"].opacity
    assert (marked["Montluçon"].symbol, marked["Vichy"].symbol) == ("square", "triangle-up")
    assert "hors bassin" in marked


def test_the_table_of_the_funnel_says_where_each_stands() -> None:
    lines = funnel.lines(shown(*CALM, territory("Abrest", 145, 10_000)))
    assert [line["place"] for line in lines[-2:]] == ["dans les limites", "signal, au-dessus"]
    assert lines[-1]["taux"] == "145,0"


# ── The two maps ────────────────────────────────────────────────────────────────────────────────────────────────────


def commune(code: str, raw: float | None, smooth: float | None, status: str = "ok") -> dict[str, Any]:
    """2 inhabitants for a thousandth of the rate: 1 action for 500 inhabitants is 20 for 10 000."""
    return {
        **territory(code, (raw or 0) / 20, 500),
        "longitude": 3.0,
        "latitude": 46.0,
        "valeur": raw,
        "lisse": smooth,
        "statut": status,
        "raison": None,
    }


COMMUNES = [commune("03001", 0.0, 9.5), commune("03002", 40.0, 15.2), commune("03003", None, None, "s")]


def test_a_raw_zero_is_a_zero_and_its_smoothed_value_is_not() -> None:
    assert smoothed.layer(COMMUNES, "valeur", "actions")["statut"].tolist() == ["0", "valeur", "s"]
    assert smoothed.layer(COMMUNES, "lisse", "actions")["statut"].tolist() == ["valeur", "valeur", "s"]
    assert smoothed.layer(COMMUNES, "lisse", "actions")["chiffre"].tolist() == ["9,5", "15,2", "s"]


def test_both_maps_have_the_classes_of_the_common_rate() -> None:
    """0 + 2 actions for 1 500 inhabitants: 13.33 for 10 000; half of it is 6.7, twice 27, four times 53."""
    rate = smoothed.common_rate(COMMUNES, 10_000)
    assert rate == pytest.approx(13.333, abs=1e-3)
    raw, smooth = (smoothed.layer(COMMUNES, kind, "actions") for kind in smoothed.KINDS)
    classes = smoothed.shared_classes((raw, smooth), rate)
    assert classes.labels[:2] == ("jusqu’à 6,7", "plus de 6,7 à 13")
    assert classes.tops[-2] == 53
    told = smoothed.legend(classes, raw, smooth, "Actions")
    assert 'plus de 6,7 à 13 <span class="nb">(0\u202f; 1)</span>' in told
    assert '<strong>s</strong> secret statistique <span class="nb">(1\u202f; 1)</span>' in told


def test_the_two_rates_of_a_commune_are_told_or_their_mark() -> None:
    said = smoothed.told(COMMUNES[1], "actions pour 10 000 habitants")
    assert said == ("03002 (500 habitants) : 2 au compte, taux brut 40,0 actions pour 10 000 habitants, lissé 15,2.")
    assert smoothed.told(COMMUNES[2], "") == "03003 : s (non disponible)."
    assert smoothed.answer(COMMUNES, 2025) == (
        "de 0 à 40 selon la commune ; de 9,5 à 15,2 selon la commune une fois atténué le hasard des petites communes. "
        "1 commune est à zéro en 2025 ; sa population est de 500 habitants."
    )
    assert smoothed.answer([COMMUNES[1]], 2025).startswith("40 dans chaque commune ; 15,2 dans chaque commune une fois")
    assert smoothed.answer([COMMUNES[2]], 2025).startswith("aucun taux lissé")
