"""Who may do what, and who stands where nobody says who they are."""

import pytest

from data import actors
from data.actors import ADMINISTRATION, CONTRIBUTION, READING, Actor
from data.batch import RefusedError


@pytest.mark.parametrize(
    ("role", "contributes", "administers", "unmasked"),
    [(READING, False, False, False), (CONTRIBUTION, True, False, False), (ADMINISTRATION, True, True, True)],
)
def test_each_role_may_what_those_before_it_may(
    role: str, contributes: bool, administers: bool, unmasked: bool
) -> None:
    actor = Actor("Lou", role)
    assert (actor.contributes, actor.administers, actor.unmasked) == (contributes, administers, unmasked)


def test_a_refusal_says_who_what_and_which_role_it_takes() -> None:
    with pytest.raises(RefusedError) as told:
        Actor("Lou", READING).require_contribution("charger des fichiers")
    said = str(told.value)
    assert "« Lou » a le rôle « lecture », qui ne permet pas de charger des fichiers" in said
    assert "il y faut le rôle « contribution »" in said


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("127.0.0.1", CONTRIBUTION),
        ("127.8.9.1", CONTRIBUTION),
        ("localhost", CONTRIBUTION),
        ("::1", CONTRIBUTION),
        ("[::1]", CONTRIBUTION),
        ("0.0.0.0", READING),
        ("::", READING),
        ("192.168.1.20", READING),
        ("localhost.exemple.fr", READING),
        ("", READING),
        (None, READING),
    ],
)
def test_only_where_nobody_else_can_come_does_the_person_there_contribute(
    monkeypatch: pytest.MonkeyPatch, address: str | None, role: str
) -> None:
    monkeypatch.delenv("OBSERVATOIRE_ROLE", raising=False)
    assert actors.at_address(address).role == role
    monkeypatch.setenv("OBSERVATOIRE_ROLE", " ")
    assert actors.at_address(address).role == role


def test_the_setting_decides_on_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "lecture")
    assert actors.at_address("127.0.0.1").role == actors.at_keyboard().role == READING
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "administration")
    assert actors.at_address(None).role == ADMINISTRATION
    monkeypatch.setenv("OBSERVATOIRE_ROLE", "chef")
    with pytest.raises(RefusedError, match="rôle inconnu"):
        actors.at_keyboard()


def test_whoever_is_at_a_keyboard_contributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OBSERVATOIRE_ROLE", raising=False)
    assert actors.at_keyboard().role == CONTRIBUTION
