"""First step, « reconnu »: what each file is, how sure and why; a list corrects it."""

import streamlit as st

from dashboard.frame import session, show
from dashboard.frame.markup import EMPTY, html, label, write
from dashboard.intake import words
from dashboard.intake.waiting import KEY, Waiting
from data.importers import CLAIMS, WORDS
from data.intake.recognition import MAPPING, Recognised

_KINDS = {**{name: WORDS[name] for name in CLAIMS}, MAPPING: "correspondance des colonnes (TOML)"}
_UNSAID = ""


def view(waiting: Waiting) -> None:
    """Files that were taken, each with its kind, then those that were not."""
    show.section("1. Reconnu", "Ce que chaque fichier semble être. Corrigez-le s'il est autre chose.")
    for name, why in waiting.refused:
        show.empty(f"« {name} » n'est pas pris.", why)
    for one in waiting.recognised:
        _file(one)


def _file(one: Recognised) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        publisher = html(", publié par {}", one.publisher) if one.publisher else EMPTY
        archive = html(" <span>(dans l'archive {})</span>", one.file.archive) if one.file.archive else EMPTY
        write(
            html(
                "<p><strong>{}</strong>{}<br>{}{}, {}. {}</p>",
                one.file.name,
                archive,
                one.words,
                publisher,
                words.CONFIDENCE[one.confidence],
                one.why,
            )
        )
    with right:
        options = list(_KINDS) if one.kind else [_UNSAID, *_KINDS]
        key = f"genre_{one.file.sha256[:16]}"
        session.choose(key, one.kind or _UNSAID)
        st.selectbox(
            f"Ce qu'est {label(one.file.name)}",
            options,
            key=key,
            format_func=lambda kind: _KINDS.get(kind, "À dire"),
            on_change=_corrected,
            args=(key, one.file.sha256),
        )


def _corrected(key: str, sha256: str) -> None:
    waiting: Waiting | None = session.kept(KEY)
    kind = session.chosen(key)
    if waiting is not None and kind:
        waiting.say_kind(sha256, kind)
