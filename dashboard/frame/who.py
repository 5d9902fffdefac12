"""Who is in front of the page: made once a run, and handed on with the scope."""

import streamlit as st

from data import actors
from data.actors import Actor


def actor() -> Actor:
    """The person of this session; RefusedError (French) for a role in the settings that does not exist."""
    return actors.at_address(st.get_option("server.address"))
