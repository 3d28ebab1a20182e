"""poltech: the embeddable library that lawful political technology is made of.

One database per client holds contacts, consent, segments and mailings. The law is
built in: every contact has a source, every message has proof of consent, and a
withdrawal beats a queued message.

>>> import poltech
>>> from poltech import Controller, ControllerKind, Profile
>>> lens = Controller(
...     name="Lens en commun",
...     kind=ControllerKind.ASSOCIATION,
...     email="bonjour@example.org",
...     postal_address="1 place Jean-Jaurès, 62300 Lens",
... )
>>> with poltech.create("memory:", "lens", Profile(controller=lens)) as office:
...     stall = office.contacts.source("market_stall", "Marché de Lens")
...     draft = office.contacts.draft(email="jeanne@example.org", source=stall.id)
...     jeanne = office.contacts.add(draft).contact
...     decision = office.consent.may_contact(
...         jeanne, poltech.Purpose.CAMPAIGN, poltech.Medium.EMAIL
...     )
>>> decision.codes
('EPRIVACY_CONSENT_REQUIRED',)

Names are loaded on first use, so importing the library stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poltech.consent import ConsentRecord, Evidence, Notice, Permit
    from poltech.contacts import Activity, Contact, ContactPoint, Source, Standing
    from poltech.errors import PoltechError
    from poltech.ids import ContactId, WorkspaceId
    from poltech.law import (
        Decision,
        Medium,
        Purpose,
        Reason,
        SourceKind,
        Statement,
    )
    from poltech.money import Money
    from poltech.profile import (
        Actor,
        Controller,
        ControllerKind,
        Edition,
        Profile,
        Residency,
    )
    from poltech.segments import Segment
    from poltech.workspace import Office, Words, create, workspaces
    from poltech.workspace import open_office as open  # noqa: A004 - `poltech.open` is ours

_DOORS = {
    "Activity": "contacts",
    "Actor": "profile",
    "ConsentRecord": "consent",
    "Contact": "contacts",
    "ContactId": "ids",
    "ContactPoint": "contacts",
    "Controller": "profile",
    "ControllerKind": "profile",
    "Decision": "law",
    "Edition": "profile",
    "Evidence": "consent",
    "Medium": "law",
    "Money": "money",
    "Notice": "consent",
    "Office": "workspace",
    "Permit": "consent",
    "PoltechError": "errors",
    "Profile": "profile",
    "Purpose": "law",
    "Reason": "law",
    "Residency": "profile",
    "Segment": "segments",
    "Source": "contacts",
    "SourceKind": "law",
    "Standing": "contacts",
    "Statement": "law",
    "Words": "workspace",
    "WorkspaceId": "ids",
    "create": "workspace",
    "open": "workspace",
    "workspaces": "workspace",
}

__all__ = [
    "Activity",
    "Actor",
    "ConsentRecord",
    "Contact",
    "ContactId",
    "ContactPoint",
    "Controller",
    "ControllerKind",
    "Decision",
    "Edition",
    "Evidence",
    "Medium",
    "Money",
    "Notice",
    "Office",
    "Permit",
    "PoltechError",
    "Profile",
    "Purpose",
    "Reason",
    "Residency",
    "Segment",
    "Source",
    "SourceKind",
    "Standing",
    "Statement",
    "Words",
    "WorkspaceId",
    "create",
    "open",
    "workspaces",
]


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        complaint = f"module 'poltech' has no attribute {name!r}"
        raise AttributeError(complaint)
    door = import_module(f"poltech.{_DOORS[name]}")
    found: object = getattr(door, "open_office" if name == "open" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
