"""What each criterion says of one contact."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import singledispatch
from typing import final

import attrs
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from poltech.contacts import FieldValue
from poltech.errors import msg
from poltech.i18n import language_of, translate
from poltech.law import Cause, Medium, Origin, Purpose, SourceKind, Statement
from poltech.segments._model import (
    Added,
    Attribute,
    Comparison,
    Consents,
    Did,
    Everyone,
    Expression,
    Has,
    HasField,
    InDivision,
    InSegment,
    Reachable,
    Sourced,
    Suppressed,
    Tagged,
)

__all__ = ["Speaker", "phrase"]

_LABELS = (
    {purpose.code: purpose.label for purpose in Purpose.BUILT_IN}
    | {medium.code: medium.label for medium in Medium.BUILT_IN}
    | {kind.code: kind.label for kind in SourceKind.BUILT_IN}
)
_UNITS = (
    (timedelta(days=1), "duration-day"),
    (timedelta(hours=1), "duration-hour"),
    (timedelta(minutes=1), "duration-minute"),
    (timedelta(seconds=1), "duration-second"),
)


@final
@attrs.frozen(kw_only=True)
class Speaker:
    """Says words, numbers and dates in one locale.

    Attributes:
        locale: the language.
        labels: what people call things, by identifier or key.
        zone: the time zone to say dates in.
    """

    locale: str
    labels: Mapping[str, str]
    zone: tzinfo

    def say(self, message: str, **values: object) -> str:
        """Say a marked sentence."""
        return translate(message, self.locale, **values)

    def quote(self, text: str) -> str:
        """Put a text between the quotation marks of the language."""
        return self.say(msg("“{text}”"), text=text)

    def called(self, reference: str) -> str:
        """Give what people call a thing, between quotation marks."""
        return self.quote(self.labels.get(reference, reference))

    def term(self, code: str) -> str:
        """Say a word of a vocabulary; a host's own as its code."""
        return self.say(_LABELS[code]) if code in _LABELS else code

    def either(self, words: list[str]) -> str:
        """List words of which one holds."""
        return format_list(words, style="or", locale=self._babel)

    def value(self, value: FieldValue) -> str:
        """Say a value of a custom field."""
        match value:
            case bool():
                return self.say(msg("yes") if value else msg("no"))
            case int() | Decimal():
                return format_decimal(
                    value,
                    locale=self._babel,
                    decimal_quantization=False,
                    group_separator=False,
                )
            case date():
                return format_date(value, "long", locale=self._babel)
            case _:
                return self.quote(value)

    def instant(self, instant: datetime) -> str:
        """Say an instant: its date alone if it is a midnight."""
        local = instant.astimezone(self.zone)
        if local.timetz().replace(tzinfo=None) == time():
            return format_date(local.date(), "long", locale=self._babel)
        return format_datetime(local, "long", tzinfo=self.zone, locale=self._babel)

    def length(self, length: timedelta) -> str:
        """Say a length of time in the largest unit that fits it."""
        unit, name = next(each for each in _UNITS if not length % each[0])
        return format_unit(length // unit, name, locale=self._babel)

    @property
    def _babel(self) -> Locale:
        """The locale for numbers and dates, of the language that sentences are in."""
        return Locale.parse(language_of(self.locale))


@singledispatch
def phrase(where: Expression, speaker: Speaker) -> str:
    """Say what one criterion says of a contact."""
    return speaker.term(where.word)


@phrase.register
def _(where: Everyone, speaker: Speaker) -> str:
    del where
    return speaker.say(msg("is an active contact"))


_ATTRIBUTES = {
    Attribute.KIND: msg("the kind"),
    Attribute.LANGUAGE: msg("the language"),
    Attribute.POSTCODE: msg("the postcode"),
    Attribute.COMMUNE: msg("the town"),
    Attribute.INSEE: msg("the INSEE code"),
    Attribute.COUNTRY: msg("the country"),
    Attribute.BIRTH_YEAR: msg("the year of birth"),
    Attribute.STANDING: msg("the standing"),
    Attribute.HOUSEHOLD: msg("the household"),
}

_WORDS = {
    "person": msg("a person"),
    "organisation": msg("an organisation"),
    "member": msg("member"),
    "former_member": msg("former member"),
    "regular_contact": msg("regular contact"),
    "occasional_contact": msg("occasional contact"),
    "none": msg("no standing"),
}

_COMPARED = {
    Comparison.EQUAL: msg("{what} is {value}"),
    Comparison.IN: msg("{what} is {value}"),
    Comparison.STARTS_WITH: msg("{what} begins with {value}"),
    Comparison.LESS: msg("{what} is less than {value}"),
    Comparison.AT_MOST: msg("{what} is at most {value}"),
    Comparison.MORE: msg("{what} is more than {value}"),
    Comparison.AT_LEAST: msg("{what} is at least {value}"),
    Comparison.KNOWN: msg("{what} is on file"),
    Comparison.UNKNOWN: msg("{what} is not on file"),
}

_DATED = _COMPARED | {
    Comparison.LESS: msg("{what} is before {value}"),
    Comparison.AT_MOST: msg("{what} is {value} or earlier"),
    Comparison.MORE: msg("{what} is after {value}"),
    Comparison.AT_LEAST: msg("{what} is {value} or later"),
}


@phrase.register
def _(where: Has, speaker: Speaker) -> str:
    what = speaker.say(_ATTRIBUTES[where.attribute])
    values = [_said(where.attribute, value, speaker) for value in where.values]
    return speaker.say(
        _DATED[where.comparison], what=what, value=speaker.either(values)
    )


def _said(attribute: Attribute, value: str | int, speaker: Speaker) -> str:
    """Say a value of an attribute, by its name where it has one."""
    babel = Locale.parse(language_of(speaker.locale))
    names: dict[Attribute, Mapping[str, str]] = {
        Attribute.LANGUAGE: babel.languages,
        Attribute.COUNTRY: babel.territories,
    }
    if attribute in {Attribute.KIND, Attribute.STANDING}:
        return speaker.say(_WORDS[str(value)])
    if isinstance(value, int):
        return str(value)
    return names.get(attribute, {}).get(value) or speaker.quote(value)


@phrase.register
def _(where: HasField, speaker: Speaker) -> str:
    what = speaker.say(msg("the field {name}"), name=speaker.called(where.key))
    values = [speaker.value(value) for value in where.values]
    dated = any(isinstance(value, date) for value in where.values)
    compared = (_DATED if dated else _COMPARED)[where.comparison]
    return speaker.say(compared, what=what, value=speaker.either(values))


@phrase.register
def _(where: Tagged, speaker: Speaker) -> str:
    return speaker.say(msg("has the tag {tag}"), tag=speaker.quote(where.tag))


@phrase.register
def _(where: InDivision, speaker: Speaker) -> str:
    return speaker.say(
        msg("lives in the division {code} ({scheme})"),
        code=speaker.quote(where.code),
        scheme=where.scheme,
    )


_POINTS = {
    "email": msg("has an e-mail address"),
    "phone": msg("has a phone number"),
    "mobile": msg("has a mobile number"),
    "address": msg("has a postal address"),
    "social": msg("has an account on a social network"),
}


@phrase.register
def _(where: Reachable, speaker: Speaker) -> str:
    return speaker.say(_POINTS[where.point])


_ORIGINS = {
    Origin.PERSON: msg("the person"),
    Origin.THIRD_PARTY: msg("somebody who knows the person"),
    Origin.PUBLIC_DIRECTORY: msg("a public directory"),
    Origin.ELECTORAL_ROLL: msg("the electoral roll"),
    Origin.TRADED: msg("a bought or rented list"),
    Origin.PUBLIC_SERVICE: msg("a file of a public service"),
    Origin.SOCIAL_NETWORK: msg("a social network"),
}


@phrase.register
def _(where: Sourced, speaker: Speaker) -> str:
    traits: list[str] = []
    if where.source is not None:
        traits.append(speaker.called(str(where.source)))
    if where.label is not None:
        traits.append(speaker.quote(where.label))
    if where.kind is not None:
        traits.append(speaker.term(where.kind))
    if where.origin is not None:
        traits.append(
            speaker.say(
                msg("collected from {origin}"),
                origin=speaker.say(_ORIGINS[where.origin]),
            )
        )
    return speaker.say(
        msg("has data from this source: {traits}"), traits=", ".join(traits)
    )


@phrase.register
def _(where: Added, speaker: Speaker) -> str:
    return ", ".join((speaker.say(msg("was added")), *_when(where, speaker)))


_ACTS = {
    "joined": msg("has joined"),
    "left": msg("has left"),
    "signed": msg("has signed"),
    "gave": msg("has given"),
    "attended": msg("has come to an event"),
    "replied": msg("has replied"),
    "clicked": msg("has followed a link"),
    "opened": msg("has opened a message"),
    "was_called": msg("has been called"),
    "was_sent": msg("has been sent a message"),
    "note": msg("has a note"),
}


@phrase.register
def _(where: Did, speaker: Speaker) -> str:
    said = [_act(where, speaker)]
    if where.at_least > 1:
        said.append(speaker.say(msg("at least {count} times"), count=where.at_least))
    if where.at_most is not None:
        said.append(speaker.say(msg("at most {count} times"), count=where.at_most))
    if where.total is not None:
        total = where.total.format(language_of(speaker.locale))
        said.append(speaker.say(msg("{total} or more in all"), total=total))
    return ", ".join((*said, *_when(where, speaker)))


def _act(where: Did, speaker: Speaker) -> str:
    if where.kind in _ACTS:
        act = speaker.say(_ACTS[where.kind])
    else:
        act = speaker.say(
            msg("has the activity {kind}"), kind=speaker.quote(where.kind)
        )
    return act if where.subject is None else f"{act} {speaker.called(where.subject)}"


def _when(where: Added | Did, speaker: Speaker) -> Iterator[str]:
    if where.within is not None:
        length = speaker.length(where.within)
        yield speaker.say(msg("within the last {length}"), length=length)
    if where.since is not None:
        yield speaker.say(msg("since {date}"), date=speaker.instant(where.since))
    if where.until is not None:
        yield speaker.say(msg("before {date}"), date=speaker.instant(where.until))


_STATEMENTS = {
    Statement.GIVEN: msg("agreed to {purpose} by {medium}"),
    Statement.REFUSED: msg("refused {purpose} by {medium}"),
    Statement.WITHDRAWN: msg("withdrew the agreement to {purpose} by {medium}"),
    Statement.EXPIRED: msg("agreed too long ago to {purpose} by {medium}"),
}


@phrase.register
def _(where: Consents, speaker: Speaker) -> str:
    return speaker.say(
        _STATEMENTS[where.statement],
        purpose=speaker.term(where.purpose),
        medium=speaker.term(where.medium),
    )


_CAUSES = {
    Cause.WITHDRAWAL: msg("withdrawal"),
    Cause.OBJECTION: msg("objection"),
    Cause.COMPLAINT: msg("complaint"),
    Cause.HARD_BOUNCE: msg("dead address"),
    Cause.ERASURE: msg("erasure"),
}


@phrase.register
def _(where: Suppressed, speaker: Speaker) -> str:
    traits = [] if where.medium is None else [speaker.term(where.medium)]
    if where.cause is not None:
        traits.append(speaker.say(_CAUSES[where.cause]))
    said = speaker.say(msg("must not be written to"))
    return f"{said} ({', '.join(traits)})" if traits else said


@phrase.register
def _(where: InSegment, speaker: Speaker) -> str:
    return speaker.say(
        msg("is in the segment {name}"), name=speaker.called(str(where.segment))
    )
