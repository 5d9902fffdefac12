"""Series by year: bands, gaps, marks, baseline, target, and one scale for charts side by side."""

from dashboard.frame.markup import html
from dashboard.indicators import series
from dashboard.indicators.series import Level, Look, Point, Remark, Series


def drawn(
    points: list[Point], baseline: Level | None = None, target: Level | None = None
) -> tuple[Series, series.Frame]:
    one = Series("Moulins", points, Look("#D55E00", 2), baseline, target)
    return one, series.frame([one], "%", 1, "#000000", "#555555")


def test_a_gap_breaks_the_band_and_the_line() -> None:
    known = [Point(2016, 10.0, 8.0, 12.0), Point(2017, 11.0, 9.0, 13.0), Point(2019, 12.0, 9.0, 15.0)]
    points = [*known[:2], Point(2018, None, mark="ns"), known[2]]
    one, shared = drawn(points)
    band, along, marks = series.history(one, shared).data
    # A polygon over the two first years, then a bar for the year alone.
    assert list(band.x) == [2016, 2017, 2017, 2016, None, 2018.94, 2019.06, 2019.06, 2018.94]
    assert list(band.y) == [12, 13, 9, 8, None, 9, 9, 15, 15]
    assert list(along.y) == [10, 11, None, 12] and along.connectgaps is False
    assert list(marks.text) == ["ns"] and list(marks.x) == [2018]


def test_a_provisional_point_is_hollow_and_a_bassin_has_its_own_shape() -> None:
    one, shared = drawn([Point(2019, 1.0), Point(2020, 2.0, provisional=True)])
    (along,) = series.history(one, shared).data
    assert list(along.marker.symbol) == ["diamond", "diamond-open"]


def test_baseline_and_target_are_drawn_where_they_are() -> None:
    baseline = Level(30.0, 2016, 2018, "référence 2016 à 2018 : 30 %", html("référence<br>30 %"))
    target = Level(50.0, 2028, 2028, "cible 2028 : 50 %", html("cible<br>50 %"))
    one, shared = drawn([Point(2016, 28.0), Point(2020, 42.0)], baseline=baseline, target=target)
    figure = series.history(one, shared)
    thick, thin = figure.layout.shapes
    assert (thick.x0, thick.x1, thick.y0, thick.line.width) == (2015.7, 2018.3, 30.0, 3)
    assert (thin.x0, thin.line.dash) == (2018.3, "dash")
    assert (figure.data[-1].x, figure.data[-1].y) == ((2028,), (50.0,))
    assert [note.text for note in figure.layout.annotations] == ["référence<br>30 %", "cible<br>50 %"]
    assert not series.history(one, shared, labels=False).layout.annotations


def test_a_target_at_the_top_has_room_for_its_two_lines() -> None:
    points = [Point(2016, 68.0), Point(2025, 62.0)]
    high, low = (Level(value, 2027, 2027, "cible", html("cible<br>75 %")) for value in (75.0, 62.5))
    tops = [series.history(*drawn(points, target=level)).layout.margin.t for level in (high, low)]
    # The scale goes 7.2 % beyond 75: some 21 of 320 pixels, of the 48 that the label takes.
    assert 24 <= tops[0] <= 32 and tops[1] == 4
    one, shared = drawn(points, target=high)
    assert series.history(one, shared, labels=False).layout.margin.t == 4


def test_charts_side_by_side_share_years_and_values() -> None:
    few = Series("a", [Point(2018, 4.0, 1.0, 9.0)], Look("#000000"))
    many = Series("b", [Point(2016, 60.0, 50.0, 70.0)], Look("#000000", 1))
    shared = series.frame([few, many], "%", 1, "#000000", "#555555")
    first, second = (series.history(one, shared).layout for one in (few, many))
    assert first.yaxis.range == second.yaxis.range and first.xaxis.range == second.xaxis.range
    assert first.yaxis.range[0] == 0 and first.yaxis.range[1] > 70


def test_a_scale_far_from_zero_does_not_start_there() -> None:
    _, shared = drawn([Point(2016, 90.0, 88.0, 92.0)])
    assert shared.values[0] > 80


def test_hovers_are_french_and_harmless() -> None:
    one = Series("<b>x</b>", [Point(2016, 1.0, shown="1 %", detail="<i>n</i>")], Look("#000000"))
    figure = series.history(one, series.frame([one], "%", 1, "#000000", "#555555"))
    assert "<b>x" not in figure.data[0].hovertemplate and figure.data[0].customdata[0][1] == "&lt;i&gt;n&lt;/i&gt;"
    assert figure.layout.separators == ",\u202f" and figure.layout.yaxis.ticksuffix == "\u202f%"


def test_a_remark_is_a_strip_over_its_years_with_its_number() -> None:
    """2020 and 2021 of a series that goes from 2016 to 2022, then one that began before it: cut at its edge."""
    points = [Point(2016, 10.0), Point(2022, 12.0)]
    one = Series("Moulins", points, Look("#D55E00"), remarks=[Remark(1, 2020, 2021, "x"), Remark(2, 2010, 2016, "y")])
    figure = series.history(one, series.frame([one], "%", 1, "#000000", "#555555"))
    assert [(strip.x0, strip.x1, strip.yref) for strip in figure.layout.shapes] == [
        (2019.6, 2021.4, "paper"), (2015.6, 2016.4, "paper"),
    ]  # fmt: skip
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("(1)", 2019.65), ("(2)", 2015.65)]


def test_remarks_that_begin_together_are_one_label() -> None:
    """Two of 2016, and one that began before the chart does, hence there too: none is drawn over another."""
    years = [(2016, 2016), (2016, 2018), (2017, 2017), (2010, 2016)]
    remarks = [Remark(number, *each, "x") for number, each in enumerate(years, start=1)]
    one = Series("Moulins", [Point(2016, 10.0), Point(2022, 12.0)], Look("#D55E00"), remarks=remarks)
    figure = series.history(one, series.frame([one], "%", 1, "#000000", "#555555"))
    assert [(note.text, note.x) for note in figure.layout.annotations] == [("(1) (2) (4)", 2015.65), ("(3)", 2016.65)]
