"""Who may be known twice: suggestions with reasons, for a person to decide."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TypeAlias, final

from poltech.contacts._model import (
    Contact,
    DuplicateReason,
    PointKind,
    Suggestion,
)
from poltech.contacts._normalize import name_tokens
from poltech.ids import ContactId
from poltech.law import Subject

__all__ = ["Similarity", "duplicates", "load_similarity"]

Similarity: TypeAlias = Callable[[str, str], float]
"""How alike two folded names are, from 0 to 100."""

_ALIKE = 88.0
"""From here on two names in one postcode are worth a look; tried on French names."""

_CROWD = 50
"""More bearers of one thing than this is a switchboard or a default, not a person."""

_WINDOW = 40
"""How many neighbours a name is compared with, in a block sorted by name."""

_SHARED = {
    PointKind.EMAIL: DuplicateReason.SAME_EMAIL,
    PointKind.PHONE: DuplicateReason.SAME_PHONE,
}
_SAME_NAME = {
    DuplicateReason.SAME_NAME_AND_BIRTH_DATE,
    DuplicateReason.SAME_NAME_AND_POSTCODE,
}
_Pair: TypeAlias = tuple[ContactId, ContactId]


def load_similarity() -> Similarity | None:
    """Give rapidfuzz's measure where the extra `matching` is installed."""
    try:
        from rapidfuzz import fuzz  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return fuzz.ratio


def duplicates(
    contacts: Iterable[Contact], similarity: Similarity | None = None
) -> Iterator[Suggestion]:
    """Suggest pairs that may be one, those with the most reasons first.

    Two contacts of one kind are suggested when they share a phone number or an
    e-mail address, or have the same folded name and the same birth date or postcode.
    With `similarity`, names that are alike within a postcode are suggested too. A
    few hundred bytes are held for each contact, and no identity but folded names.
    """
    search = _Search(similarity)
    for contact in contacts:
        if contact.subject in {Subject.ACTIVE, Subject.RESTRICTED}:
            search.take(contact)
    return search.suggest()


@final
class _Search:
    """What is held of contacts while their doubles are looked for."""

    def __init__(self, similarity: Similarity | None) -> None:
        self._similarity = similarity
        self._bearers: dict[int, tuple[DuplicateReason, list[ContactId]]] = {}
        self._blocks: dict[int, list[tuple[str, ContactId]]] = defaultdict(list)

    def take(self, contact: Contact) -> None:
        """File a contact under all that its double would share."""
        for reason, thing in _things(contact):
            known = self._bearers.setdefault(hash((reason, thing)), (reason, []))
            known[1].append(contact.id)
        if self._similarity:
            name, postcode = _folded(contact), _postcode(contact)
            if name and postcode:
                block = hash((contact.kind, postcode))
                self._blocks[block].append((name, contact.id))

    def suggest(self) -> Iterator[Suggestion]:
        """Give the pairs."""
        reasons: dict[_Pair, set[DuplicateReason]] = defaultdict(set)
        for reason, bearers in self._bearers.values():
            if 1 < len(bearers) <= _CROWD:
                for pair in combinations(sorted(set(bearers)), 2):
                    reasons[pair].add(reason)
        scores = {pair: 100 for pair, found in reasons.items() if found & _SAME_NAME}
        for pair, score in self._alike():
            if pair not in scores:
                scores[pair] = score
                reasons[pair].add(DuplicateReason.SIMILAR_NAME_AND_POSTCODE)
        order = sorted(
            reasons, key=lambda pair: (-len(reasons[pair]), -scores.get(pair, 0), pair)
        )
        for pair in order:
            yield Suggestion(
                first=pair[0],
                second=pair[1],
                reasons=frozenset(reasons[pair]),
                score=scores.get(pair),
            )

    def _alike(self) -> Iterator[tuple[_Pair, int]]:
        """Compare the names of one postcode with their neighbours in the alphabet."""
        if self._similarity is None:
            return
        for block in self._blocks.values():
            block.sort()
            for at, (name, contact) in enumerate(block):
                for other, second in block[at + 1 : at + 1 + _WINDOW]:
                    score = self._similarity(name, other)
                    if score >= _ALIKE:
                        pair = (min(contact, second), max(contact, second))
                        yield pair, int(score)


def _things(contact: Contact) -> Iterator[tuple[DuplicateReason, tuple[object, ...]]]:
    """Give what makes two contacts suspect when they share it."""
    for point in contact.points:
        if point.kind in _SHARED:
            yield _SHARED[point.kind], (contact.kind, point.value)
    name = _folded(contact)
    if name and contact.birth_date:
        yield DuplicateReason.SAME_NAME_AND_BIRTH_DATE, (name, contact.birth_date)
    postcode = _postcode(contact)
    if name and postcode:
        thing = (contact.kind, name, postcode)
        yield DuplicateReason.SAME_NAME_AND_POSTCODE, thing


def _folded(contact: Contact) -> str:
    """Give the words of a name in one order."""
    return " ".join(sorted(name_tokens(contact.name)))


def _postcode(contact: Contact) -> str | None:
    """Give the postcode of the address that is used."""
    return contact.addresses[0].postcode if contact.addresses else None
