"""An office to try the verbs of contacts in, the same at every run."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, final

import attrs

from poltech.clock import FrozenClock
from poltech.contacts._ports import AnyWork, Begin, ContactWork
from poltech.contacts._service import Contacts, Desk
from poltech.contacts.testing._strategies import NOW, WORKSPACE
from poltech.ids import ContactId, FrozenIds
from poltech.law.fr import FR
from poltech.ledger import Ledger, Signer
from poltech.profile import Actor, ControllerKind
from poltech.vault import Vault
from poltech.vault.testing import MATERIAL

__all__ = ["Folds", "GivenCategories", "contacts_on"]


@final
@attrs.define
class Folds:
    """Stands for consent: remembers what it was told to fold and to unfold."""

    told: list[tuple[str, ContactId, ContactId]] = attrs.field(
        factory=list[tuple[str, ContactId, ContactId]]
    )

    def fold(self, work: ContactWork, survivor: ContactId, loser: ContactId) -> None:
        """Remember a merge."""
        del work
        self.told.append(("fold", survivor, loser))

    def unfold(
        self,
        work: ContactWork,
        survivor: ContactId,
        loser: ContactId,
        since: datetime,
    ) -> None:
        """Remember that a merge was undone."""
        del work, since
        self.told.append(("unfold", survivor, loser))


@final
@attrs.define
class GivenCategories:
    """Stands for consent: says who agreed to what, as it was told."""

    given: dict[ContactId, frozenset[str]] = attrs.field(
        factory=dict[ContactId, frozenset[str]]
    )

    def categories(
        self, work: ContactWork, contacts: Sequence[ContactId]
    ) -> Mapping[ContactId, frozenset[str]]:
        """Give the special categories that each agreed to."""
        del work
        return {one: self.given[one] for one in contacts if one in self.given}


def contacts_on(begin: Begin[AnyWork], **over: Any) -> Contacts[AnyWork]:  # noqa: ANN401 - fields of a desk
    """Open an office of a candidate in France, on any storage.

    Args:
        begin: opens units of work of the workspace `WORKSPACE`.
        over: fields of the desk that are to be others.
    """
    parts: dict[str, Any] = {
        "begin": begin,
        "vault": Vault(MATERIAL, WORKSPACE),
        "ledger": Ledger(Signer("office.example", bytes(range(32)))),
        "clock": FrozenClock(NOW),
        "ids": FrozenIds(),
        "actor": Actor.user("42"),
        "judge": FR,
        "consents": GivenCategories(),
        "folder": Folds(),
        "controller": ControllerKind.CANDIDATE,
    }
    return Contacts(Desk(**parts | over))
