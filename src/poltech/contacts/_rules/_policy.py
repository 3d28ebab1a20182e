"""What becomes of a contact when a draft says something of it."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import attrs

from poltech.contacts._model import (
    Address,
    Change,
    Contact,
    ContactPoint,
    Draft,
    Name,
    Policy,
)
from poltech.contacts._normalize import name_tokens, words
from poltech.contacts._rules._data import (
    Data,
    address_key,
    differing,
    refold,
    source_of,
    unfold,
    word_of,
)
from poltech.contacts.errors import InvalidContactError, SourceRequiredError
from poltech.errors import msg
from poltech.ids import ContactId, SourceId
from poltech.law import Citation, Decision, Reason

__all__ = [
    "RESTRICTED",
    "apply",
    "begin",
    "correct",
    "require_sourced",
    "restate",
]

RESTRICTED = Decision(
    reasons=(
        Reason(
            code="CONTACT_RESTRICTED",
            citation=Citation("GDPR article 18(1) and (2)", "M"),
            text=msg("This person asked that their data be kept, and not used."),
            remedy=msg("Lift the restriction once what they contested is settled."),
        ),
    )
)
"""Why nothing is changed about somebody whose data is restricted."""

_NAMELESS, _NOWHERE = Name(), Address()
_NAMES = {"given", "family", "display", "civility"}
_POINTS = {"email", "phone", "social"}
_BIRTH = {"birth_date", "birth_year"}
_TELLING = {"given", "family", "display", "address", "external_id"} | _POINTS
_FIELD = re.compile(
    "given|family|display|civility|birth_date|birth_year|language|email|phone|social"
    "|address|division|tag|external_id|household|field:[a-z0-9_]+"
).fullmatch


def require_sourced(draft: Draft) -> SourceId:
    """Give the source of a draft that can be stored.

    Raises:
        SourceRequiredError: nobody said where it comes from.
        InvalidContactError: it says nothing of anybody.
    """
    if draft.source is None:
        raise SourceRequiredError
    known = draft.points or draft.external_ids or draft.name.full
    if not (known or any(address != _NOWHERE for address in draft.addresses)):
        raise InvalidContactError(
            field="contact", problem=msg("it says nothing of anybody")
        )
    return draft.source


def begin(draft: Draft, contact: ContactId, at: datetime) -> Contact:
    """Make a contact of a draft about somebody new.

    Raises:
        SourceRequiredError: nobody said where it comes from.
        InvalidContactError: it says nothing of anybody.
    """
    return Contact(
        id=contact,
        kind=draft.kind,
        name=draft.name,
        points=draft.points,
        addresses=_distinct(draft.addresses),
        birth_date=draft.birth_date,
        birth_year=draft.birth_year,
        language=draft.language,
        divisions=draft.divisions,
        tags=draft.tags,
        fields=draft.fields,
        external_ids=draft.external_ids,
        source=require_sourced(draft),
        created_at=at,
        updated_at=at,
    )


def restate(contact: Contact) -> Draft:
    """Say again, as a draft, all that is known of a contact from its first source."""
    return Draft(
        kind=contact.kind,
        name=contact.name,
        points=contact.points,
        addresses=contact.addresses,
        birth_date=contact.birth_date,
        birth_year=contact.birth_year,
        language=contact.language,
        divisions=contact.divisions,
        tags=contact.tags,
        fields=contact.fields,
        external_ids=contact.external_ids,
        source=contact.source,
    )


def apply(contact: Contact, draft: Draft, policy: Policy) -> Change:
    """Work a draft into a contact.

    Under `ADD` blanks are filled, and what a contact may have several of grows at
    its end; a stored value stands against another, and its word is among `kept`.
    Under `PUSH` what is given takes the place of what was stored; of what a contact
    may have several of, the given comes first and the rest stays. Neither touches
    consent, standing or household. Each entry that changed has the draft's source.

    Raises:
        SourceRequiredError: nobody said where the draft comes from.
        InvalidContactError: it says nothing of anybody.
    """
    source = require_sourced(draft)
    if policy is Policy.ADD and _is_known(contact, draft):
        return Change(contact=contact)
    before, given = unfold(contact), _given(draft)
    kept: set[str] = set()
    work_in = _fill if policy is Policy.ADD else _overwrite
    return _changed(contact, before, work_in(before, given, kept), source, kept)


def _is_known(contact: Contact, draft: Draft) -> bool:
    """Tell at a glance whether a draft says only what is known to the letter."""
    name, known = draft.name, contact.name
    return (
        name in {known, _NAMELESS}
        and draft.birth_year in {None, contact.birth_year}
        and draft.birth_date in {None, contact.birth_date}
        and draft.language in {None, contact.language}
        and all(point in contact.points for point in draft.points)
        and all(address in contact.addresses for address in draft.addresses)
        and draft.tags <= contact.tags
        and draft.divisions <= contact.divisions
        and draft.fields.items() <= contact.fields.items()
        and draft.external_ids.items() <= contact.external_ids.items()
    )


def correct(
    contact: Contact, draft: Draft, source: SourceId, clear: Iterable[str] = ()
) -> Change:
    """Put right what is known of a contact (GDPR article 16).

    All that a draft gives of a field takes the place of all that was known of it:
    the e-mail addresses given are the only ones from then on. Fields named in
    `clear` become blank. What a draft leaves out stays.

    Raises:
        InvalidContactError: a word in `clear` names no field, or nothing would be
            left that tells whom the contact is.
    """
    before, given = unfold(contact), _given(draft)
    cleared = {*clear}
    for word in cleared:
        if not _FIELD(word):
            raise InvalidContactError(field=word, problem=msg("there is no such field"))
    said = {word_of(key) for key in given} | cleared
    if said & _BIRTH:
        said |= _BIRTH
    stays = {key: value for key, value in before.items() if word_of(key) not in said}
    after = {**given, **stays}
    if not any(key.partition(":")[0] in _TELLING for key in after):
        raise InvalidContactError(
            field="contact", problem=msg("it says nothing of anybody")
        )
    return _changed(contact, before, after, source, set())


def _given(draft: Draft) -> Data:
    """Take a draft apart, its addresses made distinct."""
    addresses = _distinct(draft.addresses)
    if addresses != draft.addresses:
        draft = attrs.evolve(draft, addresses=addresses)
    return unfold(draft)


def _distinct(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    """Make one of addresses that do not contradict each other; leave out blank ones."""
    found: list[Address] = []
    for address in addresses:
        for at, other in enumerate(found):
            joined = _join(other, address)
            if joined:
                found[at] = joined
                break
        else:
            found.append(address)
    return tuple(address for address in found if address != _NOWHERE)


def _changed(
    contact: Contact, before: Data, after: Data, source: SourceId, kept: set[str]
) -> Change:
    """Give what became of a contact; every new entry has the source given."""
    changed = differing(before, after)
    if not changed:
        return Change(contact=contact, kept=tuple(sorted(kept)))
    sources = {key: source_of(contact, key) for key in before}
    for key, value in after.items():
        if before.get(key) != value:
            sources[key] = source
    return Change(
        contact=refold(contact, after, sources),
        changed=changed,
        kept=tuple(sorted(kept)),
    )


def _fill(before: Data, given: Data, kept: set[str]) -> Data:
    """Fill blanks, and note what is kept against another value."""
    after = dict(before)
    for key, value in given.items():
        if key in before:
            if not _agrees(key, before[key], value):
                kept.add(word_of(key))
            elif isinstance(value, ContactPoint):
                after[key] = _labelled(before[key], value.label)
        elif isinstance(value, Address):
            _place(after, value)
        elif _contradicts(before, key, value):
            kept.add(word_of(key))
        elif key != "display" or not _said_already(before, value):
            after[key] = value
    return after


def _agrees(key: str, stored: Any, given: Any) -> bool:  # noqa: ANN401 - any entry
    """Tell whether a stored value and a given one say the same."""
    if key in _NAMES:
        return words(stored) == words(given)
    return isinstance(stored, Address | ContactPoint) or bool(stored == given)


def _contradicts(before: Data, key: str, value: Any) -> bool:  # noqa: ANN401 - any entry
    """Tell whether filling a blank would contradict what is known."""
    if key == "birth_date":
        return before.get("birth_year") not in {None, value.year}
    if key == "display":
        parts = _parts(before)
        return bool(parts) and not name_tokens(value) <= parts
    return key.startswith("division:") and _scheme(key) in _schemes(before)


def _said_already(before: Data, display: str) -> bool:
    """Tell whether a whole name only repeats the parts that are known."""
    return name_tokens(display) <= _parts(before)


def _parts(data: Data) -> frozenset[str]:
    """Give the words of the parts of a name."""
    return name_tokens(Name(given=data.get("given"), family=data.get("family")))


def _scheme(key: str) -> str:
    """Name the scheme of a division's key."""
    return key.split(":")[1]


def _schemes(data: Data) -> set[str]:
    """Name the schemes that divisions are known of."""
    return {value.scheme for key, value in data.items() if key.startswith("division:")}


def _overwrite(before: Data, given: Data, kept: set[str]) -> Data:
    """Put what is given in the place of what was stored, and before what stays."""
    given = dict(given)
    born = before.get("birth_date")
    if born and "birth_date" not in given:
        year = given.pop("birth_year", born.year)
        kept.update({"birth_year"} - ({"birth_year"} if year == born.year else set()))
    replaced = _schemes(given)
    after: Data = {}
    for key, value in given.items():
        if isinstance(value, ContactPoint) and key in before:
            after[key] = _labelled(value, before[key].label)
        elif not isinstance(value, Address):
            after[key] = value
    stays = {
        key: value
        for key, value in before.items()
        if not (key.startswith("division:") and value.scheme in replaced)
    }
    addresses = [value for value in given.values() if isinstance(value, Address)]
    return after | _moved_in(
        addresses, {k: v for k, v in stays.items() if k not in after}
    )


def _moved_in(addresses: list[Address], stays: Data) -> Data:
    """Put given addresses first; each takes over what a former one knew besides."""
    after: Data = {}
    for given in addresses:
        address = given
        for key, old in list(stays.items()):
            joined = _join(address, old) if isinstance(old, Address) else None
            if joined:
                address = joined
                del stays[key]
        after[address_key(address)] = address
    return after | stays


def _place(after: Data, given: Address) -> None:
    """Fill the blanks of an address that a given one does not contradict, or add it."""
    for key, old in after.items():
        joined = _join(old, given) if isinstance(old, Address) else None
        if joined == old:
            return
        if joined:
            _rekey(after, key, joined)
            return
    after[address_key(given)] = given


def _rekey(after: Data, key: str, address: Address) -> None:
    """Put an address in another's place, in the same order."""
    entries = list(after.items())
    after.clear()
    for known, value in entries:
        if known == key:
            after[address_key(address)] = address
        else:
            after[known] = value


def _join(first: Address, second: Address) -> Address | None:
    """Give what two addresses say together; nothing if they contradict each other."""
    parts: dict[str, Any] = {}
    for field in attrs.fields(Address):
        one, other = getattr(first, field.name), getattr(second, field.name)
        if one and other and _folded(one) != _folded(other):
            return None
        parts[field.name] = one or other
    return Address(**parts)


def _folded(part: str | tuple[str, ...]) -> list[str]:
    """Give the words of a part of an address."""
    return words(part if isinstance(part, str) else " ".join(part))


def _labelled(point: ContactPoint, label: str | None) -> ContactPoint:
    """Fill the label of a point."""
    return point if point.label or not label else attrs.evolve(point, label=label)
