from __future__ import annotations

import pytest

from viper_core.errors import InputError
from viper_core.preferences import NAME_LENGTH
from viper_core.profile import Profile, renamed, unused_name


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Calm", [], "Calm"),
        ("Calm", ["wild"], "Calm"),
        ("Calm", ["calm"], "Calm 2"),
        ("Calm", ["Calm", "CALM 2"], "Calm 3"),
        ("Calm 2", ["Calm 2"], "Calm 3"),
        ("1999", ["1999"], "1999 2"),
        ("Winter 1999", ["Winter 1999"], "Winter 1999 2"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(name: str, taken: list[str], free: str) -> None:
    assert unused_name(name, taken) == free


def test_a_long_name_with_a_number_is_no_longer_than_names_may_be() -> None:
    name = "a" * NAME_LENGTH
    other = unused_name(name, [name])
    assert other == "a" * (NAME_LENGTH - 2) + " 2"


def test_a_profile_takes_a_name_and_keeps_all_else() -> None:
    profile = Profile(removed=frozenset({"fog"}))
    assert renamed(profile, "  Rainy   days ").preferences.name == "Rainy days"
    assert renamed(profile, "a").removed == {"fog"}
    with pytest.raises(InputError):
        renamed(profile, "a" * (NAME_LENGTH + 1))
