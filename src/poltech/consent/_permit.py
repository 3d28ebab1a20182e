"""Proof by type: a permit is issued by the consent room and by nothing else."""

from datetime import datetime
from typing import NoReturn, final

from poltech.consent.errors import InvalidConsentError
from poltech.errors import msg
from poltech.ids import ContactId
from poltech.law import Medium, Purpose

__all__ = ["Permit"]


@final
class _Seal:
    """What only this room can show."""


_SEAL = _Seal()


def _forged() -> InvalidConsentError:
    """Say that somebody tried to make a permit."""
    return InvalidConsentError(
        field="Permit", problem=msg("only the consent room issues permits")
    )


@final
class Permit:
    """Proof that one contact may be addressed, for a purpose on a medium, now.

    Nobody else can construct, change, copy, subclass or unpickle one: the consent
    room issues it after the rules allowed it, and a channel sends nothing without.

    It shows no attribute that it was not issued with: a shell made past the
    constructor is worth nothing.
    """

    __slots__ = ("_at", "_contact", "_entry", "_medium", "_purpose")

    _contact: ContactId
    _purpose: Purpose
    _medium: Medium
    _at: datetime
    _entry: int | None

    def __init__(
        self,
        seal: _Seal,
        *,
        contact: ContactId,
        purpose: Purpose,
        medium: Medium,
        at: datetime,
        entry: int | None,
    ) -> None:
        """For the consent room alone: it has the seal."""
        if seal is not _SEAL:
            raise _forged()
        for name, value in (
            ("_contact", contact),
            ("_purpose", purpose),
            ("_medium", medium),
            ("_at", at),
            ("_entry", entry),
        ):
            object.__setattr__(self, name, value)

    @property
    def contact(self) -> ContactId:
        """Who may be addressed."""
        return self._contact

    @property
    def purpose(self) -> Purpose:
        """Why."""
        return self._purpose

    @property
    def medium(self) -> Medium:
        """How."""
        return self._medium

    @property
    def at(self) -> datetime:
        """The instant it was issued."""
        return self._at

    @property
    def entry(self) -> int | None:
        """Index of the ledger's entry that justifies it, where one must."""
        return self._entry

    def __init_subclass__(cls) -> NoReturn:
        raise _forged()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise _forged()

    def __delattr__(self, name: str) -> NoReturn:
        raise _forged()

    def __copy__(self) -> NoReturn:
        raise _forged()

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise _forged()

    def __reduce__(self) -> NoReturn:
        raise _forged()

    def __repr__(self) -> str:
        return f"<Permit: {self.purpose.code} by {self.medium.code}>"


def issue(
    *,
    contact: ContactId,
    purpose: Purpose,
    medium: Medium,
    at: datetime,
    entry: int | None,
) -> Permit:
    """Issue a permit; only this room's service may import this verb."""
    return Permit(
        _SEAL, contact=contact, purpose=purpose, medium=medium, at=at, entry=entry
    )
