"""A workspace is described fully or not at all."""

import attrs
import pytest

from poltech.profile import (
    Actor,
    Controller,
    ControllerKind,
    InvalidProfileError,
    Profile,
)

CONTROLLER = Controller(
    name="Lens en commun",
    kind=ControllerKind.ASSOCIATION,
    email="bonjour@example.org",
    postal_address="1 place Jean-Jaurès, 62300 Lens",
)


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"email": ""},
        {"postal_address": ""},
        {"country": "France"},
        {"country": "fr"},
    ],
)
def test_a_controller_can_always_be_named(change: dict[str, str]) -> None:
    """GDPR article 13(1)(a): every message says who answers for the data."""
    with pytest.raises(InvalidProfileError):
        attrs.evolve(CONTROLLER, **change)


@pytest.mark.parametrize(
    "change", [{"time_zone": "Europe/Lens"}, {"links": "http://example.org"}]
)
def test_a_profile_is_checked(change: dict[str, str]) -> None:
    """Zones must exist, and public links are served over TLS."""
    with pytest.raises(InvalidProfileError):
        Profile(controller=CONTROLLER, **change)


def test_a_profile_knows_its_zone() -> None:
    """The zone is ready for use."""
    assert Profile(controller=CONTROLLER).zone.key == "Europe/Paris"


@pytest.mark.parametrize(
    "actor", [Actor.user("a:b"), Actor.person(), Actor.system("worker-1")]
)
def test_actors_read_back(actor: Actor) -> None:
    """What the ledger writes of an actor names the same actor."""
    assert Actor.parse(str(actor)) == actor
