"""Who asks, and what they may do: a value that travels with each question and each write.

It is made once, where somebody comes in (a command, a page), and handed on: no other code asks the process who it is.
"""

import getpass
import ipaddress
from dataclasses import dataclass

from data import settings
from data.batch import RefusedError

READING, CONTRIBUTION, ADMINISTRATION = "lecture", "contribution", "administration"
ROLES = (READING, CONTRIBUTION, ADMINISTRATION)


@dataclass(frozen=True)
class Actor:
    """``name`` as the journal keeps it; ``role``: one of ``ROLES``, each of which may do what those before it may."""

    name: str
    role: str

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"unknown role {self.role!r}")

    @property
    def contributes(self) -> bool:
        """Whether they may load, fill in, correct, and take back what they did."""
        return self.role in (CONTRIBUTION, ADMINISTRATION)

    @property
    def administers(self) -> bool:
        """Whether they may take back what others did, and set thresholds and targets."""
        return self.role == ADMINISTRATION

    @property
    def unmasked(self) -> bool:
        """Whether nothing is withheld from the counts of people that they are shown."""
        return self.role == ADMINISTRATION

    def require_contribution(self, what: str) -> None:
        """RefusedError (French) unless they may ``what`` (« charger des fichiers »)."""
        if not self.contributes:
            raise self._refusal(what, CONTRIBUTION)

    def require_administration(self, what: str) -> None:
        """RefusedError (French) unless they may ``what`` (« annuler le chargement d'un autre »)."""
        if not self.administers:
            raise self._refusal(what, ADMINISTRATION)

    def _refusal(self, what: str, needed: str) -> RefusedError:
        of = "d'" if what[0] in "aeiouyéè" else "de "
        return RefusedError(
            f"« {self.name} » a le rôle « {self.role} », qui ne permet pas {of}{what} : il y faut le rôle "
            f"« {needed} ». Demandez-le à qui administre l'observatoire : c'est un réglage de ce poste."
        )


# What the product does by itself, and who reads when nobody says who they are.
PRODUCT = Actor("observatoire", ADMINISTRATION)
ANYONE = Actor("lecteur", READING)


def at_keyboard() -> Actor:
    """The person who runs a command on this machine; RefusedError for an unknown role in the settings."""
    return Actor(getpass.getuser(), role(CONTRIBUTION))


def at_address(address: str | None) -> Actor:
    """Who is in front of pages served on ``address`` (None: all of this machine's) when there are no accounts.

    Where only this machine can connect, the person there contributes unless the settings say otherwise; elsewhere
    anyone may come, and reads. What a browser says of itself changes nothing. RefusedError for an unknown role.
    """
    return Actor(getpass.getuser(), role(CONTRIBUTION if is_loopback(address) else READING))


def is_loopback(address: str | None) -> bool:
    """Whether a server bound to ``address`` can be reached from its own machine alone."""
    if address is None:
        return False
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def role(default: str) -> str:
    """``OBSERVATOIRE_ROLE``, or ``default`` when it is not set or empty; RefusedError for an unknown one."""
    asked = settings.given("OBSERVATOIRE_ROLE", default)
    if asked not in ROLES:
        raise RefusedError(f"OBSERVATOIRE_ROLE = « {asked} » : rôle inconnu. Rôles : {', '.join(ROLES)}.")
    return asked
