"""The whole loop as somebody new meets it: an empty store of the Puy-de-Dôme, by configuration, and two files.

Load, read why lines are refused, correct them, complete three fiches from a worklist, see an indicator open, decide
of what was read in a text, take one save back, see the indicator close, and put it back. Once with a pointer, once with
the keys alone; no step may break a rule of axe.
"""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.dashboard.loop import material
from tests.dashboard.loop.hands import Hand, Keys
from tests.tools.serving import CHROMIUM_ARGUMENTS, SLOW_MACHINE_MS, chromium, served

pytestmark = pytest.mark.browser
OPENS = "« Initiative habitante » devient mesurable"


@pytest.fixture
def page(reference_store: Path, tmp_path: Path) -> Iterator[Page]:
    """The page « Données » of an observatory that holds the territory and no fact."""
    shutil.copytree(reference_store, tmp_path / "magasins" / "reel")
    served_there = served(
        tmp_path / "magasins",
        OBSERVATOIRE_DEPARTEMENT="63",
        OBSERVATOIRE_JEU="reel",
        OBSERVATOIRE_ROLE="contribution",
    )
    with served_there as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="fr-FR", reduced_motion="reduce")
        page.set_default_timeout(SLOW_MACHINE_MS)
        page.goto(f"{address}/")
        yield page
        browser.close()


class Story:
    """The steps, in their order, each of which ends on a page that axe has nothing to say of."""

    def __init__(self, hand: Hand, folder: Path) -> None:
        self.hand, self.page, self.folder = hand, hand.page, folder
        self.begun = time.perf_counter()

    def link(self, name: str) -> None:
        """Follow a link of the page."""
        self.hand.press(self.page.locator("[data-testid=stMain]").get_by_role("link", name=name, exact=True).first)

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the page."""
        exact = isinstance(name, str)
        self.hand.press(self.page.get_by_role("button", name=name, exact=exact))

    def menu(self, name: str) -> None:
        """Go to another page by the menu."""
        self.hand.press(self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True))

    def part(self, name: str) -> None:
        """Another part of the page « Données »."""
        self.hand.choose(self.page.get_by_role("radio", name=name, exact=True))

    def says(self, *words: str) -> None:
        """These words are on the page."""
        for each in words:
            expect(self.page.locator("[data-testid=stMain]")).to_contain_text(each)

    def told(self, words: str) -> None:
        """What was just done is told where it is seen, and read first."""
        done = self.page.locator("[data-annonce]")
        expect(done).to_contain_text(words)
        expect(done).to_be_focused()
        expect(done).to_be_in_viewport()

    def sound(self, step: str) -> None:
        """No violation of a rule of axe, and no word of another département."""
        self.hand.settle()
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{step}\n{found.generate_report()}"
        assert "Allier" not in self.page.locator("body").inner_text(), step
        print(f"{time.perf_counter() - self.begun:6.1f} s  {step}")


def begin(story: Story) -> None:
    """An empty observatory says how to begin, and the drop zone speaks French."""
    story.says("Aucun fait n'est encore chargé.")
    story.sound("empty")
    story.link("Charger des fichiers")
    zone = story.page.get_by_test_id("stFileUploader")
    expect(zone).to_contain_text("50 Mo par fichier")
    expect(zone.locator("button", has_text="Parcourir…")).to_be_visible()
    assert re.findall(r"\b(Upload|Browse|Drag|drop|Limit|per file)\b", zone.inner_text()) == []


def load(story: Story) -> None:
    """A table of which four lines are refused, each for its reason, and a fiche; then the four lines corrected."""
    table, fiche = material.table(story.folder / "actions 63.xlsx"), material.fiche(story.folder / "fiche.txt")
    story.hand.drop(table, fiche)
    story.says("aucune commune ne porte ce nom", "ce jour n'existe pas dans le calendrier", "pas de nombre")
    story.says("la fin est avant le début", "colonnes en plus, non lues : « Vu par »")
    for _, wrong, _ in material.WRONG.values():
        story.says(wrong)
    story.sound("read")
    book = story.hand.download(story.page.get_by_role("button", name=re.compile("Télécharger les lignes refusées")))
    story.button(re.compile("Charger 136 lignes"))
    story.says("5. Chargé")
    expect(story.page.get_by_role("radio", name=re.compile("actions 63.xlsx"))).to_be_checked()
    story.sound("loaded")
    story.hand.drop(material.corrected(book.read_bytes(), story.folder / "lignes corrigées.xlsx"))
    for file, count in (("fiche.txt", "1 ligne"), ("lignes corrigées.xlsx", "4 lignes")):
        story.hand.choose(story.page.get_by_role("radio", name=re.compile(f"« {file} »")))
        story.button(re.compile(f"Charger {count}"))
        story.says("5. Chargé")


def complete(story: Story) -> None:
    """Three fiches of the year that is nearest, one after the other; the third opens the indicator."""
    story.link("Voir les indicateurs")
    story.link("Compléter « initiative »")
    story.says("Encore 3 fiches : « Initiative habitante » devient mesurable.")
    story.sound("worklist")
    story.link("Atelier 2022-12")
    for left in (3, 2, 1):
        fiches = "fiche" if left == 1 else "fiches"
        story.says(f"Encore {left} {fiches} : « Initiative habitante » devient mesurable.")
        story.hand.add(story.page.get_by_role("combobox", name=re.compile("À l'initiative")), "Un groupe d'habitants")
        if left == 3:
            story.sound("form")
            story.hand.type(story.page.get_by_role("textbox", name=re.compile("Votre fonction")), "chargée de mission")
        story.button(re.compile("Enregistrer et suivant"))
        story.told("Enregistré.")
    story.told(f"{OPENS} : contexte seulement.")
    story.sound("opened")


def validate(story: Story) -> None:
    """What was read in the text: two accepted at once, one corrected, one refused; a small count is not theirs."""
    story.menu("Données")
    story.part("Valider")
    story.says("7 nombres lus dans les textes attendent", "1 proposition en attente sous secret statistique")
    expect(story.page.locator(".proposition mark").first).to_have_text("40")
    story.says("avec 40 participants")
    story.sound("queue")
    story.hand.type(story.page.get_by_role("textbox", name=re.compile("Votre fonction")), "chargée de mission")
    story.button("Tout cocher sur cette page")
    story.button(re.compile("Accepter"))
    story.told("2 propositions acceptées. 5 attendent encore")
    number = story.page.get_by_role("spinbutton", name=re.compile("^(Nombre|Montant)"))
    story.hand.type(number, "7")
    story.button(re.compile("^.*Corriger$"))
    story.told("1 proposition corrigée. 4 attendent encore")
    story.hand.tick(story.page.get_by_role("checkbox").first)
    story.hand.type(story.page.get_by_role("textbox", name=re.compile("obligatoire pour refuser")), "ce n'est pas cela")
    story.button(re.compile("Refuser"))
    story.told("1 proposition refusée. 3 attendent encore")
    story.sound("decided")


def take_back(story: Story) -> None:
    """The last of the three saves is undone, and the indicator closes; restored, it opens again."""
    for verb, done, aptitude in (("Annuler", "annulée", "pas encore"), ("Rétablir", "rétablie", "contexte seulement")):
        story.menu("Données")
        story.part("Historique")
        saves = story.page.get_by_role("row").filter(has_text="Correction de").first
        story.hand.press(saves.get_by_role("link"))
        story.hand.type(story.page.get_by_role("textbox", name=re.compile("^Motif")), "essai")
        story.sound(verb)
        story.button(f"{verb} cette source")
        story.told(done)
        story.menu("Indicateurs")
        line = story.page.get_by_role("row").filter(has_text="Initiative habitante")
        expect(line.first).to_contain_text(aptitude)


@pytest.mark.parametrize("with_what", [Hand, Keys])
def test_the_loop_goes_from_an_empty_store_to_an_indicator_and_back(
    page: Page, tmp_path: Path, with_what: type[Hand]
) -> None:
    story = Story(with_what(page), tmp_path)
    story.hand.settle()
    begin(story)
    load(story)
    complete(story)
    validate(story)
    take_back(story)
