"""Who acts in tests."""

from data.actors import ADMINISTRATION, CONTRIBUTION, READING, Actor

KEEPER = Actor("Camille", CONTRIBUTION)
OTHER = Actor("Sacha", CONTRIBUTION)
CHIEF = Actor("Dominique", ADMINISTRATION)
READER = Actor("Lou", READING)
