"""Command lines that speak French: what is asked wrongly, and the help."""

import argparse
import re
from typing import Any, NoReturn

# What argparse says, and what people read; the first that matches.
_SAID = (
    (r"the following arguments are required: (.*)", r"il manque {0}"),
    (r"unrecognized arguments: (.*)", r"« {0} » est de trop"),
    (r"argument (.*): not allowed with argument (.*)", r"{0} ne va pas avec {1}"),
    (r"argument (.*): expected at least one argument", r"{0} attend au moins une valeur"),
    (r"argument (.*): expected one argument", r"{0} attend une valeur"),
    (r"argument (.*): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"{0} : « {1} » n'en est pas ; au choix : {2}"),
    (r"argument (.*): invalid int value: '(.*)'", r"{0} : « {1} » n'est pas un nombre entier"),
    (r"argument (.*): invalid \S+ value: '(.*)'", r"{0} : « {1} » ne peut pas être lu"),
    (r"one of the arguments (.*) is required", r"il faut l'un de {0}"),
    (r"ambiguous option: (.*) could match (.*)", r"« {0} » peut vouloir dire {1}"),
)


class FrenchParser(argparse.ArgumentParser):
    """argparse whose refusals and help are French; a refusal ends with exit code 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self.add_argument("-h", "--help", action="help", help="cette aide")
        self._positionals.title, self._optionals.title = "à dire", "au choix"

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and how to see its usage."""
        self.exit(2, f"Commande incomprise : {french(message)}.\nVoir : {self.prog} --help\n")

    def format_help(self) -> str:
        """The help, its first word included."""
        return super().format_help().replace("usage: ", "usage : ", 1)


def french(message: str) -> str:
    """What argparse said, in French; as it is when it says something else."""
    for pattern, words in _SAID:
        if found := re.fullmatch(pattern, message, flags=re.DOTALL):
            return words.format(*found.groups())
    return message
