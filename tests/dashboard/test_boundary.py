"""A page that fails: a French notice inside the frame, the detail on the log; Streamlit's own signals untouched."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.frame import cached, taking
from dashboard.frame.boundary import UNFORESEEN
from data.batch import RefusedError
from queries import QuestionError
from tests.tools.pages import APP, open_page, words

FOOT = "Accessibilité : non conforme"


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def opened(monkeypatch: pytest.MonkeyPatch, stores: Path, page: str) -> AppTest:
    """The page as ``open_page`` opens it, whatever happens in it."""
    monkeypatch.setenv("OBSERVATOIRE_MAGASINS", str(stores))
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.switch_page(f"app_pages/{page}.py")
    return test.run()


@pytest.mark.parametrize("page", ["sources", "carte"], ids=["page", "fragment"])
def test_an_error_that_nobody_foresaw_is_a_notice_and_its_detail_is_on_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stores_folder: Path, page: str
) -> None:
    monkeypatch.setattr(taking, "exports", failing(ZeroDivisionError("secret technique")))
    shown = opened(monkeypatch, stores_folder, page)
    said = words(shown)
    assert not shown.exception
    assert said.count(UNFORESEEN) == 1
    assert "secret technique" not in said
    assert FOOT in said
    assert len(shown.sidebar.get("page_link")) >= 5
    assert "ZeroDivisionError: secret technique" in caplog.text
    caplog.clear()


def test_no_test_can_miss_such_an_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stores_folder: Path
) -> None:
    monkeypatch.setattr(taking, "exports", failing(ZeroDivisionError()))
    with pytest.raises(AssertionError, match=UNFORESEEN):
        open_page(monkeypatch, stores_folder, "sources")
    caplog.clear()


@pytest.mark.parametrize("error", [RefusedError("Trop long, resserrez."), QuestionError("Trop long, resserrez.")])
def test_a_refusal_is_said_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path, error: Exception
) -> None:
    monkeypatch.setattr(taking, "exports", failing(error))
    said = words(open_page(monkeypatch, stores_folder, "sources"))
    assert "Cette partie de la page ne peut pas être affichée. Trop long, resserrez." in said
    assert FOOT in said


def test_what_streamlit_raises_to_stop_a_run_passes(monkeypatch: pytest.MonkeyPatch, stores_folder: Path) -> None:
    monkeypatch.setattr(taking, "exports", lambda *_, **__: st.stop())
    said = words(open_page(monkeypatch, stores_folder, "sources"))
    assert "ne peut pas être affichée" not in said
    assert FOOT not in said  # Nothing after it is run.


def test_a_question_of_the_frame_past_its_limit_says_so_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, stores_folder: Path
) -> None:
    cached.forget()  # What is kept was within the limit.
    monkeypatch.setenv("OBSERVATOIRE_QUESTION_LIGNES", "3")
    said = words(open_page(monkeypatch, stores_folder, "sources"))
    assert "Ce jeu de données ne peut pas être lu." in said
    assert "rend plus de 3 lignes. Resserrez les années ou le territoire" in said


def test_the_log_of_questions_tells_kept_answers_from_asked_ones(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, stores_folder: Path
) -> None:
    cached.forget()
    monkeypatch.setenv("OBSERVATOIRE_MESURE", "1")
    for how in ("posée", "gardée"):
        caplog.clear()
        open_page(monkeypatch, stores_folder, "sources")
        (line,) = {record.getMessage() for record in caplog.records if "question sources :" in record.getMessage()}
        assert re.fullmatch(rf"question sources : \d+\.\d ms, \d+ lignes, {how}", line)
