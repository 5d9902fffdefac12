"""Charts: what reaches Plotly is what was given, in French, and harmless."""

import pytest

from dashboard.frame import charts
from dashboard.frame.charts import Bar


def test_bars_keep_their_order_values_and_texts() -> None:
    figure = charts.horizontal_bars(
        [Bar("État", 12620, "12 620 €", "prévu"), Bar("CAF", 4000, "4 000 €", "prévu")],
        unit="€",
        colour="#0072B2",
        ink="#1B2430",
    )
    (trace,) = figure.data
    assert list(trace.x) == [12620, 4000]
    assert list(trace.y) == ["État", "CAF"]
    assert list(trace.text) == [" 12 620\u202f€", " 4 000\u202f€"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_axes_and_hovers_are_french() -> None:
    figure = charts.horizontal_bars([Bar("État", 12620, "12 620 €")], unit="€", colour="#0072B2", ink="#1B2430")
    assert figure.layout.separators == ",\u202f"
    assert figure.layout.xaxis.ticksuffix == "\u00a0€"
    assert "customdata[1]" in figure.data[0].hovertemplate


def test_zero_and_unknown_are_told_apart() -> None:
    figure = charts.horizontal_bars(
        [Bar("a", 0, "0 €"), Bar("b", None, "nd")], unit="€", colour="#0072B2", ink="#1B2430"
    )
    assert list(figure.data[0].text) == [" 0\u202f€", " nd"]


def test_charts_side_by_side_share_a_scale() -> None:
    small = charts.horizontal_bars([Bar("a", 10, "10 €")], unit="€", colour="#0072B2", ink="#1B2430", maximum=1000)
    large = charts.horizontal_bars([Bar("a", 1000, "1 000 €")], unit="€", colour="#0072B2", ink="#1B2430", maximum=1000)
    assert small.layout.xaxis.range == large.layout.xaxis.range


def test_no_bar_at_all_is_still_a_figure() -> None:
    figure = charts.horizontal_bars([], unit="€", colour="#0072B2", ink="#1B2430")
    assert list(figure.data[0].x) == []


@pytest.mark.parametrize("background", ["paper_bgcolor", "plot_bgcolor"])
def test_backgrounds_are_those_of_the_page(background: str) -> None:
    figure = charts.horizontal_bars([Bar("a", 3, "3 €")], unit="€", colour="#0072B2", ink="#1B2430")
    assert figure.layout[background] == "rgba(0,0,0,0)"


def test_texts_take_the_ink_of_the_theme() -> None:
    figure = charts.horizontal_bars([Bar("a", 3, "3 €")], unit="€", colour="#0072B2", ink="#E8EAED")
    inks = [figure.data[0].textfont.color, figure.layout.xaxis.tickfont.color, figure.layout.yaxis.tickfont.color]
    assert inks == ["#E8EAED"] * 3


def test_labels_from_data_are_harmless_everywhere_plotly_reads_html() -> None:
    label = '<a href="javascript:alert(1)">clic</a> & <b>gras</b>'
    figure = charts.horizontal_bars([Bar(label, 1, "1 €", label)], unit="€", colour="#0072B2", ink="#1B2430")
    written = [
        figure.data[0].y[0].replace("<br>", " "),
        figure.data[0].customdata[0][0],
        figure.data[0].customdata[0][2],
    ]
    assert all("<" not in text for text in written)
    assert written[1] == ("&lt;a href=&#34;javascript:alert(1)&#34;&gt;clic&lt;/a&gt; &amp; &lt;b&gt;gras&lt;/b&gt;")


def test_long_labels_break_at_words() -> None:
    assert charts.wrap("Autres organismes sociaux et établissements publics") == (
        "Autres organismes sociaux<br>et établissements publics"
    )


def test_labels_break_by_what_is_read_and_not_by_what_is_written() -> None:
    """24 characters are read on the first line, 28 are written."""
    assert charts.wrap("Centre communal d'action ici") == "Centre communal d&#39;action<br>ici"
