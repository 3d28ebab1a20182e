"""The shape of an explanation: one line for each criterion, indented as they nest."""

from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from types import MappingProxyType

from poltech.errors import msg
from poltech.i18n import translate
from poltech.segments._explain._phrases import Speaker, phrase
from poltech.segments._model import (
    All,
    AnyOf,
    Everyone,
    Expression,
    Limited,
    Not,
    Sampled,
)

__all__ = ["explain"]

_NO_LABELS: Mapping[str, str] = MappingProxyType({})


def explain(
    where: Expression,
    locale: str,
    *,
    labels: Mapping[str, str] = _NO_LABELS,
    zone: tzinfo = UTC,
) -> str:
    """Say in words who answers to a question.

    Args:
        where: the question.
        locale: the language to say it in.
        labels: what people call saved segments, subjects of activities and custom
            fields, by their identifier or key.
        zone: the time zone to say dates in.

    >>> from poltech.segments import lives_in, tag
    >>> print(explain(tag("bénévole") - lives_in("62*"), "fr"))
    Les contacts pour qui tout ceci est vrai :
    - porte l'étiquette « bénévole »
    - ceci n'est pas vrai : le code postal commence par « 62 »
    """
    speaker = Speaker(locale=locale, labels=labels, zone=zone)
    if isinstance(where, Everyone):
        return translate(msg("All active contacts."), locale)
    heading, parts = _heading(where)
    lines = [translate(heading, locale)]
    for part in parts:
        lines += [
            f"- {line}" if at == 0 else f"  {line}" for at, line in _item(part, speaker)
        ]
    return "\n".join(lines)


def _heading(where: Expression) -> tuple[str, tuple[Expression, ...]]:
    match where:
        case All(of=parts):
            return msg("Contacts for whom all of this is true:"), parts
        case AnyOf(of=parts):
            return msg("Contacts for whom at least one of these is true:"), parts
        case _:
            return msg("Contacts for whom this is true:"), (where,)


def _item(where: Expression, speaker: Speaker) -> Iterator[tuple[int, str]]:
    """Give the lines of one item; those after the first are indented under it."""
    match where:
        case Not(of=part) if not part.parts:
            said = phrase(part, speaker)
            yield 0, speaker.say(msg("this is not true: {phrase}"), phrase=said)
        case _ if not where.parts:
            yield 0, phrase(where, speaker)
        case _:
            yield 0, _opening(where, speaker)
            for part in _listed(where):
                for at, line in _item(part, speaker):
                    yield 1, f"- {line}" if at == 0 else f"  {line}"


def _listed(where: Expression) -> tuple[Expression, ...]:
    """Give the items that follow an opening."""
    match where:
        case Not(of=AnyOf(of=parts)):
            return parts
        case _:
            return where.parts


def _opening(where: Expression, speaker: Speaker) -> str:
    """Say what holds of the items that follow."""
    match where:
        case Not(of=AnyOf()):
            return speaker.say(msg("none of these is true:"))
        case All():
            return speaker.say(msg("all of this is true:"))
        case AnyOf():
            return speaker.say(msg("at least one of these is true:"))
        case Limited(count=count):
            return speaker.say(
                msg("is among the first {count} for whom this is true:"), count=count
            )
        case Sampled(count=count, seed=seed):
            return speaker.say(
                msg(
                    "is among {count} drawn by lot (seed {seed}) for whom this is true:"
                ),
                count=count,
                seed=speaker.quote(seed),
            )
        case _:
            return speaker.say(msg("this is not true:"))
