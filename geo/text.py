"""The form in which names and labels are compared, shared by every layer."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: the form in which labels and names are compared."""
    expanded = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE").replace("’", "'")
    letters = unicodedata.normalize("NFKD", expanded)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())
