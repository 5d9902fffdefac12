"""Sparklines of the board: a line, a dot and two heights, gaps, and one place for a year in all the lines."""

from dashboard.indicators import sparklines
from dashboard.indicators.series import Point


def test_a_sparkline_is_a_line_a_dot_and_two_heights() -> None:
    made = sparklines.sparkline([Point(2016, 0.0), Point(2017, 10.0), Point(2018, 5.0)], 0.0, 10.0)
    assert made is not None
    # 100 × 30, four of margin: from the foot to the top, then half-way down.
    assert "d='m4 26 46-22 46 11'" in made.picture and "<" not in made.picture
    assert "%3Ccircle cx='96' cy='15' r='3' fill='%2307b'/%3E" in made.picture
    assert (made.baseline, made.target) == (26, 4)


def test_a_sparkline_lifts_its_pen_over_a_gap() -> None:
    made = sparklines.sparkline([Point(2016, 0.0), Point(2017, None), Point(2018, 10.0, provisional=True)], None, None)
    assert made is not None
    assert "d='m4 26h0m92-22h0'" in made.picture
    assert "r='3'/%3E" in made.picture and (made.baseline, made.target) == (None, None)
    assert sparklines.sparkline([Point(2016, None)], 1.0, None) is None


def test_a_year_stands_at_one_place_in_all_the_lines_of_a_table() -> None:
    # Of ten years from 2016 on, 2021 and 2023 stand five and seven ninths along 92 of the 100 points: 55 and 76.
    made = sparklines.sparkline([Point(2021, 0.0), Point(2023, 10.0)], None, None, (2016, 2025))
    assert made is not None
    # 2022 has no row: nothing is drawn over it.
    assert "d='m55 26h0m21-22h0'" in made.picture
