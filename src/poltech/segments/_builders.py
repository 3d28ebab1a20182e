"""The verbs by which programs ask: `tag("bénévole") & lives_in("62300")`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias, final
from uuid import UUID

import attrs

from poltech.contacts import ContactKind, FieldValue, Standing
from poltech.errors import msg
from poltech.ids import SegmentId, SourceId
from poltech.law import Cause, Medium, Origin, Purpose, Statement
from poltech.money import Money
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
    Segment,
    Sourced,
    Suppressed,
    Tagged,
    any_of,
    every,
)
from poltech.segments.errors import InvalidSegmentError

__all__ = [
    "FieldQuestion",
    "Identified",
    "Subject",
    "added",
    "attended",
    "born",
    "clicked",
    "consents_to",
    "did",
    "everyone",
    "field",
    "from_source",
    "gave",
    "in_division",
    "in_household",
    "in_segment",
    "is_organisation",
    "is_person",
    "lives_in",
    "opened",
    "reachable_by",
    "signed",
    "speaks",
    "standing",
    "suppressed",
    "tag",
]


class Identified(Protocol):
    """A thing that bears an identifier, such as a petition."""

    @property
    def id(self) -> UUID: ...


Subject: TypeAlias = str | UUID | Identified
"""What an activity is about: a thing, its identifier, or the text of it."""


def everyone() -> Expression:
    """Ask for every active contact."""
    return Everyone()


def tag(name: str) -> Expression:
    """Ask for those who bear a tag."""
    return Tagged(tag=name)


def lives_in(
    *postcodes: str,
    commune: str | None = None,
    insee: str | None = None,
    country: str | None = None,
) -> Expression:
    """Ask for those who live at one of the postcodes, and in the place given.

    Args:
        postcodes: whole postcodes, or the beginning of one before a `*`.
        commune: town, as it was typed.
        insee: the commune's INSEE code.
        country: ISO 3166-1 alpha-2 code.

    >>> lives_in("62*").comparison.value, lives_in("62*").values
    ('starts_with', ('62',))

    Raises:
        InvalidSegmentError: no place is given.
    """
    asked: list[Expression] = [_postcodes(postcodes)] if postcodes else []
    places = {
        Attribute.COMMUNE: commune,
        Attribute.INSEE: insee,
        Attribute.COUNTRY: country,
    }
    asked += [
        Has(attribute=attribute, values=(value,))
        for attribute, value in places.items()
        if value is not None
    ]
    if not asked:
        raise InvalidSegmentError(field="lives_in", problem=msg("say where"))
    return every(*asked)


def _postcodes(postcodes: Sequence[str]) -> Expression:
    whole = tuple(code for code in postcodes if not code.endswith("*"))
    asked: list[Expression] = [
        Has(
            attribute=Attribute.POSTCODE,
            comparison=Comparison.STARTS_WITH,
            values=(code.removesuffix("*"),),
        )
        for code in postcodes
        if code.endswith("*")
    ]
    if whole:
        asked.append(_one_of(Attribute.POSTCODE, whole))
    return any_of(*asked)


def _one_of(attribute: Attribute, values: Sequence[str]) -> Expression:
    comparison = Comparison.EQUAL if len(values) == 1 else Comparison.IN
    return Has(attribute=attribute, comparison=comparison, values=tuple(values))


def born(
    *, before: int | None = None, after: int | None = None, year: int | None = None
) -> Expression:
    """Ask for those born before or after a year, neither included, or in a year.

    Raises:
        InvalidSegmentError: no year is given.
    """
    asked = [
        Has(attribute=Attribute.BIRTH_YEAR, comparison=comparison, values=(value,))
        for comparison, value in (
            (Comparison.LESS, before),
            (Comparison.MORE, after),
            (Comparison.EQUAL, year),
        )
        if value is not None
    ]
    if not asked:
        raise InvalidSegmentError(field="born", problem=msg("say when"))
    return every(*asked)


def speaks(*languages: str) -> Expression:
    """Ask for those who are written to in one of the languages (ISO 639-1)."""
    return _one_of(Attribute.LANGUAGE, languages)


def is_person() -> Expression:
    """Ask for natural persons."""
    return _one_of(Attribute.KIND, (ContactKind.PERSON.value,))


def is_organisation() -> Expression:
    """Ask for organisations."""
    return _one_of(Attribute.KIND, (ContactKind.ORGANISATION.value,))


def standing(*standings: Standing) -> Expression:
    """Ask for those of one of the standings."""
    return _one_of(Attribute.STANDING, [standing.value for standing in standings])


def in_household() -> Expression:
    """Ask for those whose household is known."""
    return Has(attribute=Attribute.HOUSEHOLD, comparison=Comparison.KNOWN)


def in_division(scheme: str, code: str) -> Expression:
    """Ask for those who live in an electoral or administrative division."""
    return InDivision(scheme=scheme, code=code)


def added(
    *,
    within: timedelta | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Expression:
    """Ask for those who were added in a stretch of time."""
    return Added(within=within, since=since, until=until)


def from_source(
    source: UUID | None = None,
    *,
    kind: str | None = None,
    origin: Origin | None = None,
    label: str | None = None,
) -> Expression:
    """Ask for those some datum of whom came from a source of which all is true."""
    named = None if source is None else SourceId.of(source)
    return Sourced(source=named, kind=kind, origin=origin, label=label)


def consents_to(
    purpose: Purpose | str,
    medium: Medium | str,
    statement: Statement = Statement.GIVEN,
) -> Expression:
    """Ask for those whose last statement for a purpose on a medium is this one."""
    return Consents(purpose=_code(purpose), medium=_code(medium), statement=statement)


def suppressed(
    *, medium: Medium | str | None = None, cause: Cause | None = None
) -> Expression:
    """Ask for those one of whose contact points must not be written to."""
    return Suppressed(medium=None if medium is None else _code(medium), cause=cause)


def reachable_by(medium: Medium | str) -> Expression:
    """Ask for those who have what a medium needs; a text names a `Medium.point`."""
    return Reachable(point=medium if isinstance(medium, str) else medium.point)


def in_segment(segment: Segment | UUID) -> Expression:
    """Ask for those whom a saved segment asks for."""
    named = segment.id if isinstance(segment, Segment) else segment
    return InSegment(segment=SegmentId.of(named))


def did(
    kind: str,
    subject: Subject | None = None,
    *,
    at_least: int = 1,
    at_most: int | None = None,
    total: Money | None = None,
    within: timedelta | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Expression:
    """Ask for those who have so many activities of a kind; see `Did`."""
    return Did(
        kind=kind,
        subject=_subject(subject),
        at_least=at_least,
        at_most=at_most,
        total=total,
        within=within,
        since=since,
        until=until,
    )


def signed(
    petition: Subject | None = None,
    *,
    within: timedelta | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Expression:
    """Ask for those who signed a petition, or any."""
    return did("signed", petition, within=within, since=since, until=until)


def gave(
    *,
    total: Money | None = None,
    at_least: int = 1,
    within: timedelta | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Expression:
    """Ask for those who gave so many times, and so much in all."""
    return did(
        "gave",
        at_least=at_least,
        total=total,
        within=within,
        since=since,
        until=until,
    )


def attended(
    event: Subject | None = None, *, within: timedelta | None = None, at_least: int = 1
) -> Expression:
    """Ask for those who came to an event, or to any."""
    return did("attended", event, within=within, at_least=at_least)


def opened(
    mailing: Subject | None = None, *, within: timedelta | None = None
) -> Expression:
    """Ask for those who opened a mailing, or any."""
    return did("opened", mailing, within=within)


def clicked(
    mailing: Subject | None = None, *, within: timedelta | None = None
) -> Expression:
    """Ask for those who followed a link of a mailing, or of any."""
    return did("clicked", mailing, within=within)


@final
@attrs.frozen(eq=False)
class FieldQuestion:
    """A custom field that is about to be compared: `field("level") >= 3`."""

    key: str

    def equals(self, value: FieldValue) -> Expression:
        """Ask for those who have this value."""
        return self._asked(Comparison.EQUAL, value)

    def one_of(self, *values: FieldValue) -> Expression:
        """Ask for those who have one of these values."""
        return self._asked(Comparison.IN, *values)

    def starts_with(self, beginning: str) -> Expression:
        """Ask for those whose value begins so."""
        return self._asked(Comparison.STARTS_WITH, beginning)

    def known(self) -> Expression:
        """Ask for those who have a value."""
        return self._asked(Comparison.KNOWN)

    def unknown(self) -> Expression:
        """Ask for those who have none."""
        return self._asked(Comparison.UNKNOWN)

    def __lt__(self, value: FieldValue) -> Expression:
        return self._asked(Comparison.LESS, value)

    def __le__(self, value: FieldValue) -> Expression:
        return self._asked(Comparison.AT_MOST, value)

    def __gt__(self, value: FieldValue) -> Expression:
        return self._asked(Comparison.MORE, value)

    def __ge__(self, value: FieldValue) -> Expression:
        return self._asked(Comparison.AT_LEAST, value)

    def _asked(self, comparison: Comparison, *values: FieldValue) -> Expression:
        return HasField(key=self.key, comparison=comparison, values=values)


def field(key: str) -> FieldQuestion:
    """Take a custom field by its key, to compare it."""
    return FieldQuestion(key)


def _code(term: Purpose | Medium | str) -> str:
    return term if isinstance(term, str) else term.code


def _subject(subject: Subject | None) -> str | None:
    if subject is None or isinstance(subject, str):
        return subject
    return str(subject if isinstance(subject, UUID) else subject.id)
