"""Marks and words are explained once, in plain French, and by the same words on « Méthode » and in the browser."""

import re

from dashboard.frame import terms, wording
from dashboard.indicators import method


def test_every_mark_has_its_explanation_and_methode_lists_them_all() -> None:
    marks = {term.mark: term for term in terms.MARKS}
    assert set(wording.MARKS) <= set(marks)
    for mark, name in wording.MARKS.items():
        assert marks[mark].name.lower() == name
        assert name in marks[mark].said
    assert [mark for mark, _ in method.marks()] == list(marks)
    assert [name for name, _ in method.vocabulary()] == [term.name for term in terms.WORDS]


def test_the_words_that_pages_use_most_are_explained() -> None:
    said = {word for term in (*terms.MARKS, *terms.WORDS) for word in term.said}
    assert {"intervalle", "couverture", "nd", "secret statistique", "non significatif", "médiane"} <= said
    # Each way of writing is that of one term: the browser would not know which to explain.
    every = [word for term in (*terms.MARKS, *terms.WORDS) for word in term.said]
    assert len(every) == len(set(every))
    assert all(word == word.lower() for word in every)


def test_a_meaning_is_short_and_needs_no_other_science() -> None:
    for term in (*terms.MARKS, *terms.WORDS):
        assert len(term.meaning) <= 160, term
        assert term.meaning.endswith("."), term
        assert not re.search(
            r"écart.type|variance|quantile|hypothèse|estimateur|significativ|p-valeur", term.meaning
        ), term
