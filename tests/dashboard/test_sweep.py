"""Every page of both datasets, read whole: French that cannot be, and statements about now that name no day.

Departements are chosen for what they do to sentences: one with everything (03), one with events only (49), one with a
single bassin (75), one that bears its article (974), one beginning with a mute h (34).
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data import days
from queries import ask_records
from queries.copy import reading
from tests.tools.pages import blocks, open_page, openings

PAGES: list[tuple[str, dict[str, str]]] = [
    ("synthese", {}),
    ("indicateurs", {}),
    ("indicateur", {"id": "A1"}),
    ("indicateur", {"id": "F5"}),
    ("methode", {}),
    ("bassins", {}),
    ("bassins", {"vue": "cartes"}),
    ("carte", {}),
    ("carte", {"mesure": "accorde"}),
    ("actions", {}),
    ("actions", {"q": "jardin"}),
    ("actions", {"pres": "03310"}),
    ("financements", {}),
    ("financements", {"question": "manque"}),
    ("financements", {"question": "arret"}),
    ("couts", {}),
    ("revue", {}),
    ("besoins", {}),
    ("besoins", {"vue": "fins"}),
    ("besoins", {"vue": "territoires"}),
    ("territoire", {}),
    ("territoire", {"commune": "03310"}),
    ("territoire", {"epci": "200071363"}),
    ("origine", {}),
    ("origine", {"chiffre": "actions"}),
    ("origine", {"chiffre": "participations", "territoire": "bassin:033", "annee": "2024"}),
    ("origine", {"chiffre": "indicateur-F5", "territoire": "departement:03", "annee": "2024"}),
    ("origine", {"chiffre": "accorde", "instantane": "1"}),
    ("origine", {"chiffre": "besoin", "cle": "ensemble"}),
    ("origine", {"chiffre": "divergence", "cle": "ateliers-nationaux-vivre-ensemble-2011|participants_distincts|2011"}),
    ("origine", {"chiffre": "depart", "cle": "famille:CAF|1"}),
    ("origine", {"chiffre": "verdicts", "cle": "progrès"}),
    ("sources", {}),
    ("accessibilite", {}),
    ("seances", {}),
    ("calendrier", {}),
    ("dossier", {}),
    ("inspirations", {}),
    ("instance", {}),
    ("evenement", {}),
    ("projet", {}),
    ("projection", {}),
    ("depuis", {}),
]
SCOPES: dict[str, dict[str, str]] = {
    "demo-allier": {"jeu": "demo", "departement": "03"},
    "demo-bassin": {"jeu": "demo", "departement": "03", "bassin": "033"},
    "demo-commune": {"jeu": "demo", "departement": "03", "commune": "03310", "de": "2024", "a": "2024"},
    "demo-france": {"jeu": "demo", "departement": "france"},
    "reel-allier": {"jeu": "reel", "departement": "03"},
    "reel-france": {"jeu": "reel", "departement": "france"},
    "reel-maine-et-loire": {"jeu": "reel", "departement": "49"},
    "reel-paris": {"jeu": "reel", "departement": "75"},
    "reel-reunion": {"jeu": "reel", "departement": "974"},
    "reel-herault": {"jeu": "reel", "departement": "34"},
}
NOUNS = (
    "actions|événements|fiches|conventions|communes|structures|bassins|personnes|lignes|sources|plans|participants|"
    "postes|indicateurs|décisions|subventions|territoires|séances|habitants|années|montants|financeurs|départements"
)
# What no French text holds, whatever the facts. Quoted words of files are left out of those that a source may break.
NEVER = {
    "deux espaces": re.compile(r"\S[ \u00a0]{2,}\S"),
    "une borne écrite deux fois": re.compile(
        r"(?<![\w,\u202f-])(\d[\d\u202f,]*)(?:\u202f[%€])? à \1(?![\w,-]|\u202f\d)"
    ),
    "un mot écrit deux fois": re.compile(
        r"(?i)(?<![\w'’-])(licence|de|le|la|les|des|du|à|au|et|dans|par|sur|un|une|pour) \1(?![\w'’-])"
    ),
    "un pluriel avant deux": re.compile(rf"(?<![\d,.\u202f–/-])(?<!à )[01] (?:{NOUNS})\b"),
    "une unité après nd": re.compile(
        r"\bnd[ \u00a0\u202f]?(?:%|€|actions?\b|communes?\b|participants?\b)|\btexte nd\b"
    ),
    "un article non contracté": re.compile(r"(?<![\w'’-])(?:de|à) les? (?=\w)"),
    "une élision manquée": re.compile(
        r"(?<![\w'’-])(?:de|le|que) (?=[aeéèêiîoôuâœ])(?!onz|oui\b|un\b|une\b|un à|à\b)\w{2,}"
    ),
    "une valeur du programme": re.compile(r"\bNone\b|\b[Nn]a[Nn]\b|<NA>|\{\w+\}|\bTrue\b|\bFalse\b"),
    "une ponctuation vide": re.compile(r"\(\s|\s\)|\(\)|,,| ,| \.(?!\w)|: :|; ;|[^.]\.\.(?!\.)"),
    "un nombre sans ses espaces": re.compile(
        rf"(?<![\w\u202f,.-])\d{{4,}}(?:,\d+)?[ \u00a0\u202f](?:€|%|{NOUNS})(?!\w)"
    ),
    "un point décimal": re.compile(r"\d\.\d+[ \u00a0\u202f]?(?:€|%)"),
    "un signe qui peut commencer une ligne": re.compile(r" [:;?!»](?!\w)|\d [%€](?!\w)|« "),
}
# Who a method is named after is told by « Méthode » (and that of one indicator) alone.
NAMED = re.compile(
    r"\b(?:Wilson|Poisson|Holm|Benjamini|Hochberg|Theil-Sen|Kendall|Gini|Kaplan|Meier|Greenwood|Byar|Marshall|Newcombe|"
    r"Bayes|bayésien\w*|Jenks|Fisher|Student|Wald|Lorenz|haversine)\b"
)
METHODS = ("methode", "indicateur")
UNSPACED = re.compile(r"[^\s\u00a0\u202f(«%][%€](?!\w)|[\wéà»][;?!](?=\s|$)|[\wéà»)]:(?=\s)")
NOW = re.compile(
    r"en cours(?! de )|sous (?:\d+|trois|six|douze) mois|dans les (?:\d+|trois|six|douze) mois|aujourd['’]hui"
)
# Pages of indicators, whose names are what they are on any day, say the day once.
SAID_ONCE = ("indicateurs", "indicateur", "methode")
# Committees look from the day of who reads (``committee.looking``), and a decision is « en cours » by its own state.
LOOKED_FROM = ("seances", "calendrier", "instance", "projection", "depuis")
# How they do: beside its territory, under its title, or as a sentence.
COUNTED = re.compile(
    r"^[^.;:]*, (?:au \d\d/\d\d/\d{4}, dernier|à un) jour (?:connu|inconnu)$|^Ce qui est dit «\s*en cours\s*», ou finir"
)
DAY = re.compile(r"dernier jour connu|jour inconnu")
# Words between guillemets are those of a file as often as ours; the spaces within the guillemets are always ours.
QUOTED = re.compile(r"(«\s?)[^«»]*?(?:«[^«»]*»[^«»]*?)*(\s?»)")


@pytest.fixture(scope="module")
def stores(demo_store: Path, real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magasins-balayage")
    shutil.copytree(demo_store, folder / "demo")
    shutil.copytree(real_store, folder / "reel")
    return folder


def shown(
    monkeypatch: pytest.MonkeyPatch, stores: Path, scope: dict[str, str]
) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    """(page with its address, what each of its elements says, how sentences begin) of every page of a scope."""
    for name, asked in [*PAGES, *known(stores, scope["jeu"])]:
        page = open_page(monkeypatch, stores, name, **{**scope, **asked})
        yield f"{name} {asked}", blocks(page), openings(page)


def known(stores: Path, dataset: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages of one body, session, event and project of a store: their addresses bear an identifier."""
    kinds = {
        "instances": ("instance_id", ("instance",)),
        "seances": ("seance_id", ("seances", "projection")),
        "evenements": ("evenement_id", ("evenement",)),
        "projets_sociaux": ("projet_id", ("projet",)),
    }
    with reading.reader(stores / dataset) as root:
        for question, (column, pages) in kinds.items():
            for row in ask_records(root, question)[:1]:
                yield from ((page, {"id": str(row[column])}) for page in pages)


def titles(stores: Path, dataset: str) -> set[str]:
    """Titles, names and words that come from files: their punctuation is theirs."""
    with reading.reader(stores / dataset) as root:
        return {row["titre"] for row in ask_records(root, "repertoire")}


def faults(text: str, theirs: set[str]) -> list[str]:
    """What French cannot say in a text of a page; ``theirs`` are texts that files wrote."""
    ours = QUOTED.sub(r"\1…\2", text)
    found = [what for what, pattern in NEVER.items() if pattern.search(ours)]
    return found + (["un signe sans son espace"] if UNSPACED.search(ours) and not written(text, theirs) else [])


def written(text: str, theirs: set[str]) -> bool:
    """Whether a file wrote it, whatever spaces its page made of those of the file."""
    return text.replace("\u00a0", " ").replace("\u202f", " ") in theirs


@pytest.mark.parametrize(
    "text",
    [
        "licence Licence Ouverte", "1 actions", "0 actions", "0 sur 1 actions", "nd %", "nd\u202f%", "la de de",
        "110 à 110", "de 110\u202f% à 110\u202f%", "texte nd", "à le Mans", "de les Abymes", "le aide", "deux  espaces",
        "6160 €", "12345 habitants", "1234,50\u202f€", "12.5\u202f%",
        "12 %", "Où ?", "ceci : cela", "« cité »", "12%", "Vraiment?", "ceci: cela", "None", "(nan)", "dit ()",
    ],
)  # fmt: skip
def test_each_fault_is_seen(text: str) -> None:
    assert faults(text, set())


@pytest.mark.parametrize(
    "text",
    ["6\u202f160\u202f€", "au 31/12/2025, 12 actions", "en 2024, 1\u202f234 habitants",
     "10 à 11 actions", "1 action", "101 actions", "12,0 actions", "de 1 à 3 communes", "l'un à l'autre", "12\u202f%",
     "de 110 à 1\u202f100", "Où\u202f?", "«\u00a0cité\u00a0: non\u00a0»", "à La Réunion", "de Le\u00a0Mans", "que oui",
     "Un titre\u00a0: marché gratuit!"],
)  # fmt: skip
def test_sound_french_passes(text: str) -> None:
    assert faults(text, {"Un titre : marché gratuit!"}) == []


def unopened(text: str) -> bool:
    """Whether a sentence begins with a small letter; a mark that a legend explains (« s : secret ») is one."""
    return text[:1].islower() and not re.match(r"(?:nd|ns|s|p|r)(?:[ \u00a0\u202f]?[:(]|$)", text)


def test_an_opening_without_its_capital_is_seen() -> None:
    assert [unopened(text) for text in ("bassin de Vichy", "Bassin", "s\u00a0: secret", "« nd »", "12")] == [
        True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_every_page_is_sound_french_and_dates_what_it_says_of_now(
    monkeypatch: pytest.MonkeyPatch, stores: Path, scope: dict[str, str]
) -> None:
    """One reading tells both: the pages of a scope take seconds."""
    monkeypatch.setattr(days, "today", lambda: date(2100, 1, 1))
    theirs = titles(stores, scope["jeu"])
    found = set()
    for page, elements, begun in shown(monkeypatch, stores, scope):
        found |= {
            f"{page}: sans majuscule: {text[:160]!r}" for text in begun if unopened(text) and not written(text, theirs)
        }
        texts = [text for element in elements for text in element]
        found |= {f"{page}: {fault}: {text[:160]!r}" for text in texts for fault in faults(text, theirs)}
        if page.split()[0] not in METHODS:
            found |= {f"{page}: {text[:160]!r}" for text in texts if NAMED.search(text) and not written(text, theirs)}
        if page.split()[0] not in LOOKED_FROM:
            found |= {f"{page}: {said}" for said in of_now(elements, once=page.split()[0] in SAID_ONCE)}
    assert not found, "\n".join(sorted(found))


def of_now(elements: list[list[str]], *, once: bool = False) -> list[str]:
    """What a page says of now without its day, and that it does not warn of an old one.

    ``once``: a day said for all its figures is enough.
    """
    told = [element for element in elements if any(NOW.search(text) for text in element)]
    texts = [text for element in elements for text in element]
    undated = [element for element in told if not any(DAY.search(text) for text in element)]
    wrong = (
        [] if once and any(COUNTED.search(text) for text in texts) else [f"undated: {said[:3]!r}" for said in undated]
    )
    warned = any("il y a plus d'un an" in text for text in texts)
    return wrong + (["no warning"] if told and not warned else [])


def test_an_undated_statement_and_a_missing_warning_are_seen() -> None:
    assert of_now([["12 actions en cours"]]) == ["undated: ['12 actions en cours']", "no warning"]
    assert of_now([["12 finissent sous 6 mois", "au 31/12/2025, dernier jour connu"], ["il y a plus d'un an"]]) == []
