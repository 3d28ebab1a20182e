"""What the verbs of consent work with, bound to one workspace and one actor."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from typing import final

import attrs

from poltech.clock import Clock
from poltech.consent._codec import VEIL
from poltech.consent._ports import Begin, ConsentWork
from poltech.ids import IdSource
from poltech.law import Jurisdiction, Mechanism, Medium, Purpose, Vocabulary
from poltech.ledger import Ledger
from poltech.profile import Actor, Profile
from poltech.vault import Vault

__all__ = ["Desk"]


def _purposes() -> Vocabulary[Purpose]:
    return Vocabulary("purpose", Purpose.BUILT_IN)


def _media() -> Vocabulary[Medium]:
    return Vocabulary("medium", Medium.BUILT_IN)


def _mechanisms() -> Vocabulary[Mechanism]:
    return Vocabulary("mechanism", Mechanism.BUILT_IN)


@final
@attrs.frozen(kw_only=True)
class Desk:
    """What the verbs of consent need.

    Attributes:
        begin: opens units of work.
        vault: seals what people said.
        ledger: keeps it.
        law: judges it.
        profile: what the workspace is.
        clock: tells the time.
        ids: makes identifiers.
        actor: who acts.
        purposes: purposes, the host's own included.
        media: media, the host's own included.
        mechanisms: how statements are made, the host's own included.
        veil: secret that hides in the ledger whose an entry is.
    """

    begin: Begin
    vault: Vault
    ledger: Ledger
    law: Jurisdiction
    profile: Profile
    clock: Clock
    ids: IdSource
    actor: Actor = attrs.field(factory=Actor.system)
    purposes: Vocabulary[Purpose] = attrs.field(factory=_purposes)
    media: Vocabulary[Medium] = attrs.field(factory=_media)
    mechanisms: Vocabulary[Mechanism] = attrs.field(factory=_mechanisms)
    veil: bytes = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "veil", self.vault.derive(VEIL))

    @contextmanager
    def within(self, work: ConsentWork | None) -> Generator[ConsentWork, None, None]:
        """Go on in a unit of work that stands, or open one of its own."""
        if work is not None:
            yield work
            return
        with self.begin() as own:
            yield own

    @contextmanager
    def reading(self) -> Generator[ConsentWork, None, None]:
        """Open a unit of work that only reads."""
        with self.begin(write=False) as work:
            yield work

    def now(self) -> datetime:
        """Tell the instant."""
        return self.clock.now()

    @property
    def country(self) -> str:
        """The country where the controller sits: the one to assume of a person."""
        return self.profile.controller.country
