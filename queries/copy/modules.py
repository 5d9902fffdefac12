"""The code behind some modules: what a fingerprint of what they make covers."""

import ast
from collections.abc import Iterator
from pathlib import Path

from data import settings


def modules(*entries: Path) -> set[Path]:
    """These modules of the project and all that they import, directly or not."""
    found: set[Path] = set()
    waiting = list(entries)
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += _imported(module)
    return found


def _imported(module: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(module.read_bytes())):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        parts = node.module.split(".")
        packages = [settings.ROOT.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1)]
        for place in (*packages, *(packages[-1] / name.name for name in node.names)):
            for file in (place.with_suffix(".py"), place / "__init__.py"):
                if file.is_file():
                    yield file
