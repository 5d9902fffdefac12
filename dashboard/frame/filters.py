"""Controls whose state is the address, and the only one that ``st.session_state`` follows.

The address is the truth: each run sets the controls from it, and a control that moves writes there first. A link thus
restores the same view, and the links between pages (``Scope.href``) carry the shared filters along.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.frame import cached, closed, show, sidebar, who, wording
from dashboard.frame.markup import html, write
from dashboard.frame.scope import FRANCE, Dataset, Scope
from data import settings
from data.batch import RefusedError
from queries import QuestionError

__all__ = [
    "Dataset",
    "Refusal",
    "Scope",
    "address",
    "arrive",
    "asked",
    "asked_all",
    "choice",
    "forgotten",
    "home",
    "ignored",
    "many",
    "one",
    "renamed",
    "scope",
    "shared",
    "tabs",
    "taken",
    "text",
    "unused",
]

_SCOPE = "perimetre_courant"
# What this run read of the address, what of it is there twice, the page of the last run, whether this has come to it.
_READ, _TWICE, _PAGE, _ARRIVED = "adresse_lue", "adresse_repetee", "page_courante", "page_ouverte"
_MOST_TOLD = 5  # parts of an address that a page does not use, in one note
_EARLIEST, _LATEST = 1900, 2100
_LONGEST = 60  # characters of an address that are said again


@dataclass(frozen=True)
class Refusal:
    """Why what was asked for cannot be shown (French; "" when it is told already), under a ``title``: the way to what
    it is about, and the other datasets."""

    reason: str = ""
    others: tuple[Dataset, ...] = ()
    title: str = "Ce jeu de données ne peut pas être lu."
    ways: tuple[tuple[str, str, str], ...] = ()


def arrive(page: str) -> None:
    """A run of ``page`` begins: nothing of its address was read yet. What is ignored of it is told on coming to it."""
    st.session_state[_ARRIVED] = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    st.session_state[_READ], st.session_state[_TWICE] = set(), {}


def unused() -> str:
    """What no part of the page read in the address it was opened by, or read once of several, told once; or ""."""
    arrived, read = st.session_state[_ARRIVED], st.session_state[_READ]
    st.session_state[_ARRIVED] = False
    left = [f"« {key[:_LONGEST]}={st.query_params[key][:_LONGEST]} »" for key in st.query_params if key not in read]
    told = [
        f"L'adresse dit plusieurs fois « {key} » : « {last[:_LONGEST]} », la dernière valeur, est retenue."
        for key, last in st.session_state[_TWICE].items()
    ]
    if left:
        others = len(left) - _MOST_TOLD
        more = [wording.plural(others, "autre", "autres")] if others > 0 else []
        told.append(
            f"L'adresse dit aussi {wording.join([*left[:_MOST_TOLD], *more])}, dont cette page ne se sert pas : "
            f"{'cette partie est laissée' if len(left) == 1 else 'ces parties sont laissées'} de côté."
        )
    return " ".join(told) if arrived else ""


def shared() -> Scope | Refusal | None:
    """Draw the controls every page shares, in the sidebar; None when no dataset was ever built.

    ``app.py`` calls it once a run; pages read the result with ``scope()``. A dataset whose store cannot be read is a
    refusal, which touches no other dataset.
    """
    datasets = {dataset.key: dataset for dataset in cached.datasets()}
    if not datasets:
        return None
    notes: list[str] = []
    with st.sidebar:
        write(html('<h2 class="volet">Périmètre</h2>'))
        key = next(iter(datasets))
        if len(datasets) > 1 or _asked("jeu"):
            titles = {name: dataset.title for name, dataset in datasets.items()}
            key = _select(notes, "jeu", "Jeu de données", titles, default=key)
            sidebar.under(titles[key])
        try:
            whole = closed.looked_at(datasets[key], who.actor(), _asked(closed.KEY))
            departement, bassin, names, home = _territory(notes, whole)
            first, last = _years(notes, whole, departement, bassin)
        except closed.NotClosedError as error:
            return Refusal(str(error), tuple(datasets.values()), error.title, (error.way,))
        except (RefusedError, QuestionError) as error:
            return Refusal(str(error), tuple(one for one in datasets.values() if one.key != key or _asked(closed.KEY)))
    # In the page, not beside the control: on a phone the sidebar is closed.
    for words in notes:
        show.note(words)
    chosen = replace(
        whole,
        departement=departement,
        bassin=bassin,
        annee_min=first,
        annee_max=last,
        departement_nom=names[0],
        bassin_nom=names[1],
        home=home,
    )
    st.session_state[_SCOPE] = chosen
    return chosen


def scope() -> Scope:
    """What the shared controls say in this run."""
    chosen: Scope = st.session_state[_SCOPE]
    return chosen


def choice(key: str, label: str, options: Mapping[str, str], everything: str = "Tous", **widget: Any) -> str | None:
    """One of ``options`` (code → what people read), or None for ``everything``; kept in the address as ``key``."""
    return _announced(key, label, {"": everything, **options}, default="", **widget) or None


def one(key: str, label: str, options: Mapping[str, str], default: str | None = None, **widget: Any) -> str:
    """Exactly one of ``options`` (code → what people read); the default (the first) leaves the address clean."""
    first = next(iter(options)) if default is None else default
    return _announced(key, label, options, default=first, **widget)


def tabs(key: str, label: str, options: Mapping[str, str], **widget: Any) -> str:
    """The same as buttons side by side, for the few parts of one page; the first is the default."""
    return _announced(
        key, label, options, default=next(iter(options)), draw=st.segmented_control, required=True, **widget
    )


def many(key: str, label: str, options: Mapping[str, str], **widget: Any) -> list[str]:
    """Any number of ``options`` (code → what people read), in the order chosen."""
    asked = asked_all(key)
    _set(key, [code for code in asked if code in options], options)
    for stranger in [code for code in asked if code not in options]:
        show.note(_unknown(label, stranger))
    chosen: list[str] = st.multiselect(
        label,
        list(options),
        key=_widget(key),
        format_func=lambda code: options.get(code, code),
        placeholder=widget.pop("placeholder", "Tous"),
        select_all=False,
        on_change=_write,
        args=(key, []),
        **widget,
    )
    return chosen


def text(key: str, label: str, placeholder: str = "", **widget: Any) -> str:
    """Words typed by the reader, without their outer spaces; "" when there are none."""
    _set(key, _asked(key) or "")
    typed: str = st.text_input(
        label, key=_widget(key), placeholder=placeholder, on_change=_write, args=(key, ""), max_chars=200, **widget
    )
    return typed.strip()


def asked(key: str) -> str | None:
    """A value of the address that no control holds: what a map shows first is moved by the map itself."""
    return _asked(key)


def asked_all(key: str) -> list[str]:
    """All the values of the address under ``key``."""
    st.session_state[_READ].add(key)
    values: list[str] = st.query_params.get_all(key)
    return values


def taken(*keys: str) -> dict[str, str]:
    """What the address says under these keys, for a link of the page to say it too: that alone is no use of it."""
    return {key: value for key in keys if (value := st.query_params.get(key))}


def ignored(label: str, value: str) -> None:
    """Say that ``value`` of the address is none of what ``label`` may be, on coming to the page; nothing later."""
    if st.session_state[_ARRIVED]:
        show.note(_unknown(label, value))


def forgotten(key: str, pointless: Collection[str]) -> None:
    """Take out of the address, without a word, a value that another choice of the page has just made pointless.

    One that the page was opened by stays there, to be told with the rest of what is not used.
    """
    if st.query_params.get(key) in pointless and not st.session_state[_ARRIVED]:
        st.query_params.pop(key, None)


def renamed(old: str, new: str) -> None:
    """An address of an earlier version, where a control of this page had another name, still opens what it named.

    One that asks for a picture alone (``sobre``) names the picture so.
    """
    if old in st.query_params and new not in st.query_params and "sobre" not in st.query_params:
        st.query_params[new] = st.query_params.pop(old)


def supposed(values: Mapping[str, str]) -> None:
    """What an address that leaves these out means here: written in it on coming to the page, before it is read."""
    if st.session_state[_ARRIVED]:
        for key, value in values.items():
            if key not in st.query_params:
                st.query_params[key] = value


def address(page: str, **values: str | None) -> str:
    """Address of this page as it stands, ``page`` its url path, with other ``values``; None: without that one."""
    told = {**{key: st.query_params.get_all(key) for key in st.query_params}, **values}
    return f"{page}?{urlencode({key: value for key, value in told.items() if value is not None}, doseq=True)}"


def clicked(component: str, event: str, key: str) -> Callable[[], None]:
    """A callback for the component of that key: what its ``event`` says becomes ``key`` of the address."""

    def write() -> None:
        if value := st.session_state[component][event]:
            st.query_params[key] = value

    return write


def _territory(
    notes: list[str], whole: Scope
) -> tuple[str | None, str | None, tuple[str | None, str | None], str | None]:
    """Département, bassin, their names, and the département that the dataset opens on (``home``)."""
    places = cached.rows(whole, "territoires")
    names = {place["code_departement"]: place["nom"] for place in places}
    reference = settings.departement()
    if reference not in names:
        notes.append(f"OBSERVATOIRE_DEPARTEMENT vaut « {reference[:20]} », qui n'est pas un code de département.")
    # The reference first, then those with facts: a reader who opens the list sees at once where there is to read.
    ordered = sorted(
        places,
        key=lambda place: (
            place["code_departement"] != reference,
            place["n_actions"] + place["n_evenements"] == 0,
            place["code_departement"],
        ),
    )
    labels = {place["code_departement"]: sidebar.place(place) for place in ordered}
    opened = home(whole)
    departement = _select(
        notes,
        "departement",
        "Territoire",
        {FRANCE: "France entière", **labels},
        default=opened or FRANCE,
        filter_mode="contains",
    )
    recorded = next((sidebar.facts(place) for place in places if place["code_departement"] == departement), "")
    sidebar.under(labels.get(departement, ""), recorded)
    if departement == FRANCE:
        if asked := _asked("bassin"):
            notes.append(f"Le bassin « {asked} » demande un département : il est laissé de côté.")
        return None, None, (None, None), opened
    bassins = cached.rows(whole, "bassins", departement=departement)
    options = {row["code_bassin"]: row["nom"] for row in bassins}
    bassin = _select(notes, "bassin", "Bassin de vie", {"": "Tout le département", **options}, default="") or None
    sidebar.under(options[bassin] if bassin else "")
    return departement, bassin, (names[departement], options[bassin] if bassin else None), opened


def home(whole: Scope) -> str | None:
    """The département that a dataset opens on: the reference when it bears actions, or where no place bears any fact
    yet; France otherwise (None)."""
    reference, places = settings.departement(), cached.rows(whole, "territoires")
    empty = not any(place["n_actions"] + place["n_evenements"] for place in places)
    opens = {place["code_departement"] for place in places if empty or place["n_actions"]}
    return reference if reference in opens else None


def _years(
    notes: list[str], whole: Scope, departement: str | None, bassin: str | None
) -> tuple[int | None, int | None]:
    recorded = [row["annee"] for row in cached.rows(whole, "annees", departement=departement, bassin=bassin)]
    asked = [int(year) for key in ("de", "a") if re.fullmatch(r"[0-9]{4}", year := _asked(key) or "")]
    known = [*recorded, *(year for year in asked if _EARLIEST <= year <= _LATEST)]
    years = [str(year) for year in range(min(known), max(known) + 1)] if known else []
    left, right = st.columns(2)
    with left:
        first = _select(notes, "de", "De", {"": "début", **{year: year for year in years}}, default="")
    with right:
        last = _select(notes, "a", "À", {"": "fin", **{year: year for year in reversed(years)}}, default="")
    if first and last and first > last:
        notes.append(
            f"« de {first} à {last} » : la première année suit la dernière ; les années sont laissées de côté."
        )
        return None, None
    return int(first) if first else None, int(last) if last else None


def _announced(key: str, label: str, options: Mapping[str, str], default: str, **widget: Any) -> str:
    notes: list[str] = []
    chosen = _select(notes, key, label, options, default, **widget)
    for words in notes:
        show.note(words)
    return chosen


def _select(
    notes: list[str],
    key: str,
    label: str,
    options: Mapping[str, str],
    default: str,
    draw: Callable[..., Any] = st.selectbox,
    **widget: Any,
) -> str:
    asked = _asked(key)
    asked = default if asked is None else asked
    if asked not in options:
        notes.append(_unknown(label, asked))
    _set(key, asked if asked in options else default, options)
    chosen: str = draw(
        label,
        list(options),
        key=_widget(key),
        format_func=lambda code: options.get(code, code),
        on_change=_write,
        args=(key, default),
        **widget,
    )
    return chosen


def _asked(key: str) -> str | None:
    st.session_state[_READ].add(key)
    values: list[str] = st.query_params.get_all(key)
    if len(set(values)) > 1:
        st.session_state[_TWICE][key] = values[-1]
    return values[-1] if values else None


def _widget(key: str) -> str:
    return f"filtre_{key}"


def _set(key: str, value: str | list[str], options: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make a control show ``value``, where it shows something else or another way: a browser keeps what it wrote.

    Setting it would take away what is being typed in it meanwhile; but a list whose words changed (« Seniors (12) »)
    would come back with the old ones, which are none of its options.
    """
    widget, written = _widget(key), f"{_widget(key)}_mots"
    shown = (st.session_state.get(widget), st.session_state.get(written))
    if shown != (value, options):
        st.session_state[widget] = value
        st.session_state[written] = dict(options)


def _write(key: str, default: str | list[str]) -> None:
    """The control moved: the address follows before the page runs; a default leaves it clean."""
    value = st.session_state[_widget(key)]
    if value == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value
    st.query_params.pop("page", None)  # Another selection has other pages.
    if key == "departement":
        st.query_params.pop("bassin", None)
    if key == "jeu":  # A session is one of a dataset.
        st.query_params.pop(closed.KEY, None)


def _unknown(label: str, value: str) -> str:
    told = value[:_LONGEST]
    return f"« {told} » n'est pas une valeur connue de « {label} » : cette partie de l'adresse est laissée de côté."
