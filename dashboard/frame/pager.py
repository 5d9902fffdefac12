"""Links between the pages of a long list."""

from collections.abc import Callable

from dashboard.frame import filters, wording
from dashboard.frame.markup import html, join, link, write


def page_of(total: int, number: int, size: int) -> tuple[int, int]:
    """The number of a page brought back among the existing ones, and how many pages there are."""
    count = max(1, -(-total // size))
    return min(max(1, number), count), count


def page(total: int, size: int) -> tuple[int, int]:
    """The page that the address asks for and how many there are; what is no number of these is told."""
    text = filters.asked("page") or "1"
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    found, count = page_of(total, number, size)
    if found != number:
        filters.ignored("Page", text)
    return found, count


def links(href: Callable[[int], str], number: int, count: int) -> None:
    """Links to the other pages, ``href`` giving their addresses; nothing when there is one page."""
    if count == 1:
        return
    pages = {
        "Première page": 1 if number > 2 else 0,
        "Page précédente": number - 1,
        "": number,
        "Page suivante": number + 1,
        "Dernière page": count if number < count - 1 else 0,
    }
    current = html("<span>Page {} sur {}</span>", wording.number(number), wording.number(count))
    steps = (link(href(page), label) if label else current for label, page in pages.items() if 1 <= page <= count)
    write(html('<nav class="pages" aria-label="Pages de résultats">{}</nav>', join(steps)))
