"""Making one contact of two, and two of one again."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from poltech.contacts._model import Change, Choice, Contact, MergeStrategy
from poltech.contacts._normalize import words
from poltech.contacts._rules._data import (
    Data,
    differing,
    refold,
    source_of,
    unfold,
    word_of,
)
from poltech.contacts._rules._standing import closer
from poltech.contacts.errors import (
    InvalidContactError,
    MergeChoiceError,
    MergeConflictError,
)
from poltech.errors import msg
from poltech.ids import SourceId
from poltech.law import Subject

__all__ = ["DEFAULT_CHOICES", "merge", "part_loser", "part_survivor"]

DEFAULT_CHOICES: Mapping[str, Choice] = MappingProxyType(
    {
        "civility": Choice.KEEP_SURVIVOR,
        "language": Choice.KEEP_SURVIVOR,
        "household": Choice.KEEP_SURVIVOR,
        "division": Choice.KEEP_SURVIVOR,
        "email": Choice.UNION,
        "phone": Choice.UNION,
        "social": Choice.UNION,
        "address": Choice.UNION,
        "tag": Choice.UNION,
    }
)
"""What is kept when nothing was said. Of `given`, `family`, `display`, `birth_date`,
`external_id` and each `field:…`, two different values are an error."""

_SINGLE = frozenset(
    (
        "given",
        "family",
        "display",
        "civility",
        "birth_date",
        "language",
        "household",
        "external_id",
        "field",
    )
)
_SEVERAL = frozenset(("email", "phone", "social", "address", "tag", "division"))
_NAMES = frozenset(("given", "family", "display", "civility"))
_USABLE = frozenset((Subject.ACTIVE, Subject.RESTRICTED))


def merge(
    survivor: Contact, loser: Contact, strategy: MergeStrategy | None = None
) -> Change:
    """Make one contact of two; `survivor` keeps its identifier and its first source.

    Of two values the choice for their word decides; a blank never wins. Every entry
    keeps the source it came from. The standing is the closer of the two; if one of
    them is restricted, both are.

    Raises:
        MergeConflictError: they are not two contacts of one kind that are in use.
        MergeChoiceError: values differ, and nothing was said of which to keep.
        InvalidContactError: the strategy speaks of a field that there is not, or
            wants several values of what a contact has one of.
    """
    said = (strategy or MergeStrategy()).choices
    _require_sayable(said)
    _require_mergeable(survivor, loser)
    choices = {**DEFAULT_CHOICES, **said}
    loser_changed_last = loser.updated_at > survivor.updated_at
    mine, theirs = _slots(unfold(survivor)), _slots(unfold(loser))
    after: Data = {}
    open_words: set[str] = set()
    for slot in [*mine, *(slot for slot in theirs if slot not in mine)]:
        one, other = mine.get(slot, {}), theirs.get(slot, {})
        kept = _keep(slot, one, other, choices, loser_changed_last=loser_changed_last)
        after |= one if kept is None else kept
        open_words |= {word_of(slot)} if kept is None else set()
    if open_words:
        raise MergeChoiceError(
            reference=str(survivor.id), words=tuple(sorted(open_words))
        )
    return _merged(survivor, loser, after)


def _require_sayable(said: Mapping[str, Choice]) -> None:
    """Go on only if a strategy can be meant."""
    for word, choice in said.items():
        known = word.partition(":")[0] in _SINGLE | _SEVERAL
        if not known or (choice is Choice.UNION and word not in _SEVERAL):
            raise InvalidContactError(
                field=word, problem=msg("no such choice can be made for it")
            )


def _require_mergeable(survivor: Contact, loser: Contact) -> None:
    """Go on only if two contacts can be one."""
    if survivor.id == loser.id:
        raise _refused(survivor, msg("they are the same contact"))
    if survivor.kind is not loser.kind:
        raise _refused(survivor, msg("a person and an organisation are never one"))
    if not {survivor.subject, loser.subject} <= _USABLE:
        raise _refused(survivor, msg("one of them was merged or erased already"))


def _refused(contact: Contact, problem: str) -> MergeConflictError:
    """Make the error that names the survivor."""
    return MergeConflictError(reference=str(contact.id), problem=problem)


def _slots(data: Data) -> dict[str, Data]:
    """Group entries by what is chosen at once: all e-mails, one field, one scheme."""
    slots: dict[str, Data] = {}
    for key, value in data.items():
        slots.setdefault(_slot(key), {})[key] = value
    return slots


def _slot(key: str) -> str:
    """Name what an entry is chosen together with."""
    word = key.partition(":")[0]
    if word == "division":
        return ":".join(key.split(":")[:2])
    if word in _SEVERAL:
        return word
    return "birth_date" if word == "birth_year" else key


def _keep(
    slot: str,
    one: Data,
    other: Data,
    choices: Mapping[str, Choice],
    *,
    loser_changed_last: bool,
) -> Data | None:
    """Choose between what two contacts know; `None` if nothing was said."""
    if not one or not other or _same(slot, one, other):
        return other | one
    choice = choices.get(slot) or choices.get(slot.partition(":")[0])
    if choice is None:
        return None
    if choice is Choice.UNION:
        return one | {key: other[key] for key in other if key not in one}
    last = Choice.NEWEST if loser_changed_last else Choice.OLDEST
    return other if choice in {Choice.TAKE_LOSER, last} else one


def _same(slot: str, one: Data, other: Data) -> bool:
    """Tell whether two contacts know the same, however it is spelled."""
    if slot in _NAMES:
        return words(one[slot]) == words(other[slot])
    if slot == "birth_date":
        return all(one.get(key, value) == value for key, value in other.items())
    return one == other


def _merged(survivor: Contact, loser: Contact, after: Data) -> Change:
    """Put the survivor together, each entry with its source."""
    before, theirs = unfold(survivor), unfold(loser)
    if after.get("household") in {survivor.id, loser.id}:
        del after["household"]
    sources: dict[str, SourceId] = {}
    for key, value in after.items():
        mine = key in before and (before[key] == value or theirs.get(key) != value)
        sources[key] = source_of(survivor if mine else loser, key)
    contact = refold(survivor, after, sources)
    restricted = Subject.RESTRICTED in {survivor.subject, loser.subject}
    return Change(
        contact=attrs.evolve(
            contact,
            standing=closer(survivor.standing, loser.standing),
            subject=Subject.RESTRICTED if restricted else Subject.ACTIVE,
        ),
        changed=differing(before, after),
    )


def part_survivor(before: Contact, after: Contact, now: Contact) -> Contact:
    """Give the survivor back as it was before a merge.

    What was learnt since the merge stays with the survivor, as nobody can tell whom
    of the two it is about; what was taken away since goes from both.

    Args:
        before: as it was before the merge.
        after: as the merge made it.
        now: as it is today.
    """
    standing = before.standing if now.standing is after.standing else now.standing
    subject = before.subject if now.subject is after.subject else now.subject
    stated = attrs.evolve(before, standing=standing, subject=subject)
    was, became, stands = unfold(before), unfold(after), unfold(now)
    if became == stands and list(became) == list(stands):
        return stated
    news = {key: value for key, value in stands.items() if became.get(key) != value}
    gone = became.keys() - stands.keys()
    base = {key: news.pop(key, was[key]) for key in was if key not in gone}
    leading = {key: news.pop(key) for key in list(news) if _leads(key, stands)}
    data = leading | base | news
    sources = {
        key: source_of(now if became.get(key) != stands.get(key) else before, key)
        for key in data
    }
    return refold(stated, data, sources)


def _leads(key: str, data: Data) -> bool:
    """Tell whether an entry stands first of its word."""
    word = word_of(key)
    return key == next(known for known in data if word_of(known) == word)


def part_loser(before: Contact, after: Contact, now: Contact) -> Contact:
    """Give the loser back as it was before a merge.

    What was taken away since the merge goes from it too, and a restriction that was
    asked for since binds it too.
    """
    subject = before.subject if now.subject is after.subject else now.subject
    stated = attrs.evolve(before, subject=subject)
    gone = unfold(after).keys() - unfold(now).keys()
    if not gone:
        return stated
    data = {key: value for key, value in unfold(before).items() if key not in gone}
    return refold(stated, data, before.sources)
