"""How far a long load is, said as it goes."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from dashboard.intake import words
from data.progress import Tell

Result = TypeVar("Result")


def heard(what: str, work: Callable[[Tell], Result], steps: Mapping[str, str] = words.STEPS) -> Result:
    """Do ``work``, whose ``steps`` are said under ``what`` until it ends.

    A page that is left stops there: Streamlit raises where the next step is said, and nothing is written.
    """
    place = st.empty()
    status = place.status(f"{what}…", type="compact")
    said = [""]

    def tell(step: str, done: int, total: int) -> None:
        told = words.step(step, done, total, steps)
        if told != said[0]:
            said[0] = told
            status.update(label=f"{what}. {told}")

    try:
        return work(tell)
    finally:
        place.empty()
