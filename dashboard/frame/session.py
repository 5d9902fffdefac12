"""What a session keeps between two runs beside its address: uploads that wait, forms half filled."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
# What waits for longer than this without being looked at is dropped, and said, in seconds.
IDLE = 600.0
_PREFIX = "en_attente_"


@dataclass
class _Kept:
    value: Any
    looked_at: float
    dropped: Callable[[Any], None] | None
    idle: float


def keep(key: str, value: T, dropped: Callable[[T], None] | None = None, *, idle: float = IDLE) -> T:
    """Keep a value under ``key``; ``dropped`` receives it when it goes (its files are to be removed).

    ``idle``: how long it may wait without being looked at, in seconds.
    """
    drop(key)
    st.session_state[_PREFIX + key] = _Kept(value, time.monotonic(), dropped, idle)
    return value


def kept(key: str) -> Any | None:
    """What is kept under ``key``, looked at now; None when nothing is, or when it waited too long (``expired``)."""
    found: _Kept | None = st.session_state.get(_PREFIX + key)
    if found is None:
        return None
    if time.monotonic() - found.looked_at > found.idle:
        drop(key)
        st.session_state[_PREFIX + key + "_expiré"] = True
        return None
    found.looked_at = time.monotonic()
    return found.value


def expired(key: str) -> bool:
    """Whether what was kept under ``key`` was dropped for having waited; said once."""
    return bool(st.session_state.pop(_PREFIX + key + "_expiré", False))


def drop(key: str) -> None:
    """Forget what is kept under ``key``, if anything is."""
    found: _Kept | None = st.session_state.pop(_PREFIX + key, None)
    if found is not None and found.dropped is not None:
        found.dropped(found.value)


def chosen(widget: str) -> Any | None:
    """What the control of this key says; None when it says nothing, or was not drawn."""
    return st.session_state.get(widget)


def unchoose(beginning: str) -> None:
    """Make every control whose key begins so say nothing again."""
    for key in [key for key in st.session_state if str(key).startswith(beginning)]:
        del st.session_state[key]


def choose(widget: str, value: Any) -> None:
    """Make the control of this key say ``value``, before it is drawn."""
    st.session_state[widget] = value


def widget(
    draw: Callable[..., T], label: str, key: str, value: Any, changed: Callable[[Any], None], **options: Any
) -> T:
    """Draw a widget that shows ``value``, and tell ``changed`` what its reader makes of it, even on leaving.

    It is set only where it shows something else: setting it would take away what is being typed in it meanwhile.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return draw(label, key=key, on_change=_moved, args=(key, changed), **options)


def _moved(key: str, changed: Callable[[Any], None]) -> None:
    changed(st.session_state[key])
