"""Whether a draft and a contact are the same person."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from poltech.contacts._model import (
    Contact,
    ContactKind,
    ContactPoint,
    Draft,
    Match,
    MatchReason,
    Name,
    PointKind,
)
from poltech.contacts._normalize import name_tokens
from poltech.ids import ContactId

__all__ = ["find_same", "match", "names_differ"]

_REASONS = {
    PointKind.EMAIL: MatchReason.EMAIL,
    PointKind.PHONE: MatchReason.PHONE,
    PointKind.SOCIAL: MatchReason.SOCIAL,
}
_WEIGHT = list(MatchReason)


def match(draft: Draft, candidates: Iterable[Contact]) -> Match:
    """Find whom a draft is about among those who share something with it.

    The rules, in order:

    1. A person and an organisation are never the same.
    2. The same identifier in another system decides; two different identifiers in
       one system are two people.
    3. The same e-mail address, phone number or social account is the same person,
       unless their names differ, or their birth dates do: then they share it, as
       couples do.
    4. Of several who fit, the best reason wins, then the very same name, then the
       one who was added first.
    """
    same: list[tuple[MatchReason, Contact]] = []
    sharing: list[ContactId] = []
    for contact in sorted(candidates, key=lambda contact: contact.id):
        reason = find_same(draft, contact)
        if reason is None:
            sharing.append(contact.id)
        else:
            same.append((reason, contact))
    if not same:
        return Match(sharing=tuple(sharing))
    reason, found = same[0] if len(same) == 1 else min(same, key=_fit(draft))
    return Match(contact=found, reason=reason, sharing=tuple(sharing))


def _fit(draft: Draft) -> Callable[[tuple[MatchReason, Contact]], tuple[int, bool]]:
    """Measure how well a contact fits: the smaller, the better."""
    words = name_tokens(draft.name)

    def rank(fit: tuple[MatchReason, Contact]) -> tuple[int, bool]:
        reason, contact = fit
        return _WEIGHT.index(reason), name_tokens(contact.name) != words

    return rank


def find_same(draft: Draft, contact: Contact) -> MatchReason | None:
    """Say why a draft is about a contact; `None` if it is not."""
    if draft.kind is not contact.kind:
        return None
    same_id = _same_external_id(draft, contact)
    if same_id is not None:
        return MatchReason.EXTERNAL_ID if same_id else None
    shared = next(_shared(draft.points, contact.points), None)
    if shared is None or names_differ(draft.name, contact.name, draft.kind):
        return None
    if draft.birth_date and contact.birth_date not in {None, draft.birth_date}:
        return None
    return _REASONS[shared.kind]


def _same_external_id(draft: Draft, contact: Contact) -> bool | None:
    """Compare identifiers in the systems that know both; `None` if none does."""
    schemes = draft.external_ids.keys() & contact.external_ids.keys()
    if not schemes:
        return None
    return all(draft.external_ids[s] == contact.external_ids[s] for s in schemes)


def _shared(
    points: Sequence[ContactPoint], others: Sequence[ContactPoint]
) -> Iterator[ContactPoint]:
    """Give the points that both have, the weightiest kind first."""
    known = {(point.kind, point.network, point.value) for point in others}
    for kind in _REASONS:
        for point in points:
            if point.kind is kind and (kind, point.network, point.value) in known:
                yield point


def names_differ(one: Name, other: Name, kind: ContactKind) -> bool:
    """Tell whether two names cannot be one person's.

    Names of people differ when each has a word that the other lacks; an initial
    stands for every word that begins with it. Names of organisations differ unless
    they have the same words. A name that is not known differs from none.
    """
    if one == other:
        return False
    words, others = name_tokens(one), name_tokens(other)
    if not words or not others or words == others:
        return False
    if kind is ContactKind.ORGANISATION:
        return True
    return not (_within(words, others) or _within(others, words))


def _within(words: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether all words of one name are in another, or shortened there."""
    return all(word in others or _abbreviates(word, others) for word in words)


def _abbreviates(word: str, others: frozenset[str]) -> bool:
    """Tell whether a word is the initial of one of the others, or one is its own."""
    starts: Callable[[str], bool] = word.startswith
    if len(word) == 1:
        return any(other.startswith(word) for other in others)
    return any(len(other) == 1 and starts(other) for other in others)
