"""Passwords are kept as Argon2id and compared without telling anything else."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from dispatch.adapters.passwords import Argon2Passwords

PASSWORD = "a long walk by the canal"  # noqa: S105 (of nobody)


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


def test_the_right_password_matches_and_others_do_not(passwords: Argon2Passwords) -> None:
    hashed = passwords.hash(PASSWORD)
    assert passwords.matches(PASSWORD, hashed)
    for wrong in ("", PASSWORD + " ", PASSWORD.title(), hashed, "\0"):
        assert not passwords.matches(wrong, hashed)


def test_it_is_kept_with_a_salt_by_the_settings_of_rfc_9106(passwords: Argon2Passwords) -> None:
    first, second = passwords.hash(PASSWORD), passwords.hash(PASSWORD)
    assert first != second
    told = extract_parameters(first)
    assert (told.type, told.memory_cost, told.time_cost, told.parallelism) == (Type.ID, 65536, 3, 4)
    assert not passwords.outdated(first)


@pytest.mark.parametrize("damaged", ["", "nonsense", "$argon2id$", "$argon2id$v=19$m=65536,t=3,p=4$$", "\0", "ü"])
def test_nothing_matches_a_hash_that_is_none(passwords: Argon2Passwords, damaged: str) -> None:
    for password in ("", PASSWORD, "nobody's password, compared when there is none to compare with"):
        assert not passwords.matches(password, damaged)


def test_a_hash_of_weaker_settings_still_matches_and_is_known_as_outdated(passwords: Argon2Passwords) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert passwords.matches(PASSWORD, weak)
    assert passwords.outdated(weak)


@pytest.mark.parametrize("odd", ["ünïcødé 🐈", "\0", " ", "x" * 4000])
def test_any_text_can_be_a_password(passwords: Argon2Passwords, odd: str) -> None:
    assert passwords.matches(odd, passwords.hash(odd))
