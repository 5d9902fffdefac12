"""Half a character: what a text is not, and what a file or a command may nevertheless hold.

JSON writes « \\ud800 » and a command line passes on bytes that are not UTF-8; Python keeps both, but neither can be
stored or printed.
"""


def is_whole(text: str) -> bool:
    """Whether every character of a text can be written in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(text: str) -> str:
    """The text with each half of a character as its code (« \\udce9 »)."""
    return text.encode("utf-8", "backslashreplace").decode()
