"""How somebody works a page: with a pointer, or with the keys alone. Both do the same, so that one story tells both."""

import re
from pathlib import Path

from playwright.sync_api import Download, FileChooser, Locator, Page, expect

from tests.tools.serving import settle

# More stops than any page has, the sidebar included.
_MOST_STOPS = 300
_FOCUSED = "one => one === document.activeElement || one.contains(document.activeElement)"


class Hand:
    """A pointer: clicks. What is typed is typed with keys either way."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Put the focus on one control."""
        target.click()

    def press(self, target: Locator) -> None:
        """Activate a button, a link, a box or a tab."""
        self._activate(target)
        self.settle()

    def choose(self, target: Locator) -> None:
        """Choose one of a few radio buttons, or of a few buttons side by side."""
        target.locator("xpath=ancestor-or-self::*[self::label or self::button][1]").click()
        self.settle()

    def tick(self, target: Locator) -> None:
        """Tick a box."""
        self.page.locator("label", has=target).click()
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Hand files to the drop zone, through the dialog that its button opens."""
        with self.page.expect_file_chooser() as opened:
            self._activate(self.page.get_by_test_id("stFileUploader").locator("button", has_text="Parcourir"))
        chooser: FileChooser = opened.value
        chooser.set_files(list(paths))
        self.settle()

    def download(self, target: Locator) -> Path:
        """The file that a button makes."""
        with self.page.expect_download() as made:
            self._activate(target)
        download: Download = made.value
        return Path(download.path())

    def type(self, target: Locator, text: str) -> None:
        """Replace what a field says, and leave it."""
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")
        self.settle()

    def add(self, target: Locator, word: str) -> None:
        """Choose one word in a list that is searched, by typing it."""
        self.reach(target)
        self.page.keyboard.type(word)
        expect(self.page.get_by_role("option", name=word, exact=True)).to_be_visible()
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked of the page is there."""
        settle(self.page)

    def _activate(self, target: Locator) -> None:
        target.click()


class Keys(Hand):
    """The keys alone: Tab goes to a control, Enter, Space and the arrows do the rest."""

    def reach(self, target: Locator) -> None:
        expect(target).to_be_enabled()
        for _ in range(_MOST_STOPS):
            if target.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the key Tab never reaches {target}")

    def choose(self, target: Locator) -> None:
        group = self.page.get_by_role("radiogroup").filter(has=target)
        self.reach(group)
        for _ in range(group.get_by_role("radio").count()):
            if target.evaluate(_FOCUSED):
                break
            self.page.keyboard.press("ArrowRight")
            self.settle()
        if not target.is_checked():
            self.page.keyboard.press("Space")
        self.settle()
        expect(target).to_be_checked()

    def tick(self, target: Locator) -> None:
        self.press(target)

    def _activate(self, target: Locator) -> None:
        self.reach(target)
        by_space = re.fullmatch("checkbox|radio", target.get_attribute("type") or target.get_attribute("role") or "")
        self.page.keyboard.press("Space" if by_space else "Enter")


__all__ = ["Hand", "Keys"]
