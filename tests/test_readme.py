"""The README names every command, setting, format, page and make target there is."""

import re

from data.importers import FORMATS
from tests import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def python_text() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for layer in ("geo", "data", "queries", "dashboard")
        for path in sorted((ROOT / layer).rglob("*.py"))
    )


def test_every_setting_is_named() -> None:
    settings = set(re.findall(r"OBSERVATOIRE_[A-Z_]+", python_text()))
    assert settings
    assert {name for name in settings if f"`{name}`" not in README} == set()


def test_every_format_people_load_is_named() -> None:
    assert {name for name in FORMATS if name != "references" and f"`{name}`" not in README} == set()


def test_every_command_and_option_is_named() -> None:
    text = (ROOT / "data/__main__.py").read_text(encoding="utf-8")
    commands = re.findall(r'add_parser\("([\w-]+)"', text)
    options = re.findall(r'add_argument\("(--[\w-]+)"', text)
    options += re.findall(r'add_argument\("(--[\w-]+)"', (ROOT / "queries/__main__.py").read_text(encoding="utf-8"))
    assert commands and options
    assert {name for name in commands if f"python -m data {name}" not in README} == set()
    assert {name for name in options if name not in README} == set()


def test_every_make_target_that_people_call_is_named() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    inner = {"lint", "types", "tests", "browser"}
    assert {name for name in targets if name not in inner and f"make {name}" not in README} == set()


def test_every_page_of_the_menu_is_named() -> None:
    menu = (ROOT / "dashboard/pages.py").read_text(encoding="utf-8")
    shown = re.findall(r'st\.Page\("[^"]+", title="([^"]+)"(?!, visibility="hidden")', menu)
    assert len(shown) >= 5
    assert {title for title in shown if f"| {title} |" not in README} == set()


def test_each_way_to_add_something_takes_less_than_ten_lines() -> None:
    section = README.split("## How to add…")[1].split("\n## ")[0]
    ways = re.split(r"\n(?=\*\*an? )", section)[1:]
    assert len(ways) >= 4
    assert all(len(way.strip().splitlines()) < 10 for way in ways)
