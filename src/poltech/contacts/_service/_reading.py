"""Reading identities: by identifier, by what they are found by, by name, page by page."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import TypeVar

from poltech.contacts._model import Contact, ContactPoint, PointKind, StoredContact
from poltech.contacts._normalize import (
    fold,
    name_tokens,
    normalize_email,
    normalize_handle,
    normalize_phone,
    tidy,
)
from poltech.contacts._ports import AnyWork
from poltech.contacts._service._desk import Desk, Files
from poltech.contacts.errors import ContactNotFoundError
from poltech.errors import InvalidInputError
from poltech.ids import ContactId
from poltech.law import Subject

__all__ = ["find", "id_pages", "lineage", "pages", "place_of", "search"]

T = TypeVar("T")

_USABLE = frozenset((Subject.ACTIVE, Subject.RESTRICTED))
_CANDIDATES = 10
"""How many candidates are opened for each contact that is shown: digests tell that a
word is in a name, only the open name tells what else is."""


def place_of(files: Files[AnyWork], contact: ContactId) -> Contact:
    """Read a contact, or the one that took its place.

    Raises:
        ContactNotFoundError: there is none, or its key was destroyed.
    """
    row = files.work.contacts.get([contact]).get(contact)
    while row is not None and row.merged_into is not None:
        row = files.work.contacts.get([row.merged_into]).get(row.merged_into)
    found = files.unseal([row]) if row else {}
    if not found:
        raise ContactNotFoundError(reference=str(contact))
    return next(iter(found.values()))


def find(files: Files[AnyWork], text: str, region: str) -> list[Contact]:
    """Find who bears an identifier of any kind, the oldest first.

    A text is read as an e-mail address, a phone number, a contact's identifier, or,
    with a colon, as a network and an account or a system and an identifier in it.
    """
    points = list(_points_in(text, region))
    digests = [files.sealer.point(point) for point in points]
    before, colon, after = text.partition(":")
    outside = {tidy(before) or "": tidy(after) or ""} if colon else {}
    digests += [files.sealer.external(*pair) for pair in outside.items()]
    ids = {one for found in files.work.contacts.find(digests).values() for one in found}
    contacts = files.read(sorted(ids))
    found = [c for c in contacts.values() if _bears(c, points, outside)]
    return found + _named_by_id(files, text)


def _bears(
    contact: Contact, points: Sequence[ContactPoint], outside: Mapping[str, str]
) -> bool:
    """Tell whether a digest spoke the truth."""
    known = {(point.kind, point.network, point.value) for point in contact.points}
    return any((p.kind, p.network, p.value) in known for p in points) or any(
        contact.external_ids.get(scheme) == value for scheme, value in outside.items()
    )


def _points_in(text: str, region: str) -> Iterator[ContactPoint]:
    """Read a text as every kind of contact point that it may be."""
    network, colon, handle = text.partition(":")
    with suppress(InvalidInputError):
        yield ContactPoint(kind=PointKind.EMAIL, value=normalize_email(text))
    with suppress(InvalidInputError):
        number, mobile = normalize_phone(text, region)
        yield ContactPoint(kind=PointKind.PHONE, value=number, mobile=mobile)
    if colon:
        with suppress(InvalidInputError):
            account, net = normalize_handle(handle), network.strip().lower()
            yield ContactPoint(kind=PointKind.SOCIAL, value=account, network=net)


def _named_by_id(files: Files[AnyWork], text: str) -> list[Contact]:
    """Read a text as a contact's own identifier."""
    try:
        return [place_of(files, ContactId.parse(text.strip()))]
    except (InvalidInputError, ContactNotFoundError):
        return []


def search(files: Files[AnyWork], text: str, limit: int) -> list[Contact]:
    """Find contacts by words of their names, the best first.

    Whoever bears more of the words comes first, then whose name holds fewer others,
    then the alphabet. Of very many who bear the same words, those who were added
    first are looked at.
    """
    words = name_tokens(text)
    found = files.work.contacts.find(files.sealer.tokens(words))
    counted = Counter(one for bearers in found.values() for one in bearers)
    order = sorted(counted, key=lambda one: (-counted[one], one))
    shown: list[Contact] = []
    for _, tier in groupby(order, key=counted.__getitem__):
        if len(shown) < limit:
            opened = files.read(list(tier)[: limit * _CANDIDATES]).values()
            ranked = [(_rank(contact, words), contact) for contact in opened]
            ranked = [pair for pair in ranked if pair[0][0] < 0]
            shown += [
                contact for _, contact in sorted(ranked, key=lambda pair: pair[0])
            ]
    return shown[:limit]


def _rank(contact: Contact, words: frozenset[str]) -> tuple[int, int, str, ContactId]:
    """Measure how well a name fits words: the smaller, the better."""
    tokens = name_tokens(contact.name)
    hits = len(words & tokens)
    return -hits, len(tokens) - hits, fold(contact.name.full), contact.id


def pages(desk: Desk[AnyWork], size: int) -> Iterator[list[Contact]]:
    """Read all contacts in use, a page and a unit of work at a time."""
    return _turn(desk, size, lambda files, rows: list(files.unseal(rows).values()))


def id_pages(desk: Desk[AnyWork], size: int) -> Iterator[list[ContactId]]:
    """Name all contacts in use, a page and a unit of work at a time."""
    return _turn(desk, size, lambda _, rows: [row.id for row in rows])


def _turn(
    desk: Desk[AnyWork],
    size: int,
    look: Callable[[Files[AnyWork], list[StoredContact]], T],
) -> Iterator[T]:
    """Turn the pages; no unit of work is open while a page is used."""
    after: ContactId | None = None
    while True:
        with desk.begin(write=False) as work:
            rows = work.contacts.page(after, size)
            usable = [row for row in rows if row.subject in _USABLE]
            seen = look(Files(desk, work), usable)
        if not rows:
            return
        after = rows[-1].id
        yield seen


def lineage(files: Files[AnyWork], contact: ContactId) -> tuple[ContactId, ...]:
    """Name a contact and all whose place it took, directly or not."""
    found: dict[ContactId, None] = {contact: None}
    ahead = [contact]
    while ahead:
        for stored in files.work.merges.of(ahead.pop()):
            merge = stored.merge
            if merge.undone_at is None and merge.survivor in found:
                if merge.loser not in found:
                    ahead.append(merge.loser)
                found[merge.loser] = None
    return tuple(found)
