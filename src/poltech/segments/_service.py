"""The order of effects: questions saved, checked, asked and explained."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TypeAlias, final

import attrs

from poltech.clock import Clock
from poltech.contacts import FieldDefinition
from poltech.ids import ContactId, IdSource, SegmentId
from poltech.profile import Actor, Profile
from poltech.segments import _text
from poltech.segments._explain import explain
from poltech.segments._model import (
    Expression,
    Preview,
    Segment,
    SegmentDeleted,
    SegmentSaved,
    Traits,
    disclosed_count,
)
from poltech.segments._ports import Begin, SegmentWork
from poltech.segments._rules import check_fields, expand, references, traits
from poltech.segments.errors import (
    SegmentInUseError,
    SegmentNotFoundError,
)

__all__ = ["Question", "Segments"]

Question: TypeAlias = Expression | Segment | SegmentId
"""What may be asked: a question, a saved segment, or the identifier of one."""


@final
class Segments:
    """The segments of one workspace, for one actor.

    Args:
        begin: opens a unit of work.
        clock: tells the moment of asking.
        ids: names new segments.
        actor: who asks and saves.
        profile: gives the locale and the time zone that texts are written in.
    """

    def __init__(
        self,
        *,
        begin: Begin,
        clock: Clock,
        ids: IdSource,
        actor: Actor,
        profile: Profile,
    ) -> None:
        self._begin = begin
        self._clock = clock
        self._ids = ids
        self._actor = actor
        self._locale = profile.locale
        self._zone: tzinfo = profile.zone

    def save(self, name: str, where: Expression) -> Segment:
        """Save a question under a name, over the one of that name if there is one.

        Raises:
            SegmentCycleError: it would ask for itself.
            SegmentNotFoundError: it asks for a segment that does not exist.
            SegmentTooLargeError: with those it asks for it is too large.
            UnknownFieldError: it asks for a field that is not defined.
            InvalidSegmentError: it compares a field with what it cannot hold.
        """
        now = self._clock.now()
        with self._begin() as work:
            old = work.segments.named(name)
            segment = (
                Segment(
                    id=self._ids.new(SegmentId),
                    name=name,
                    where=where,
                    created_at=now,
                    updated_at=now,
                )
                if old is None
                else attrs.evolve(
                    old, where=where, version=old.version + 1, updated_at=now
                )
            )
            self._write(work, segment)
        return segment

    def rename(self, segment: SegmentId, name: str) -> Segment:
        """Give a saved segment another name.

        Raises:
            SegmentNotFoundError: it does not exist.
            SegmentNameTakenError: another one bears that name.
        """
        now = self._clock.now()
        with self._begin() as work:
            old = _saved(work, segment)
            renamed = attrs.evolve(
                old, name=name, version=old.version + 1, updated_at=now
            )
            self._write(work, renamed)
        return renamed

    def get(self, segment: SegmentId) -> Segment:
        """Read a saved segment.

        Raises:
            SegmentNotFoundError: it does not exist.
        """
        with self._begin(write=False) as work:
            return _saved(work, segment)

    def named(self, name: str) -> Segment:
        """Read the saved segment of a name.

        Raises:
            SegmentNotFoundError: none bears it.
        """
        with self._begin(write=False) as work:
            return _of_name(work, name)

    def list(self) -> Sequence[Segment]:
        """Read every saved segment, by name."""
        with self._begin(write=False) as work:
            return work.segments.all()

    def delete(self, segment: SegmentId) -> None:
        """Forget a saved segment.

        Raises:
            SegmentNotFoundError: it does not exist.
            SegmentInUseError: another segment asks for it.
        """
        with self._begin() as work:
            _saved(work, segment)
            for other in work.segments.all():
                if segment in references(other.where):
                    raise SegmentInUseError(reference=str(segment))
            work.segments.delete(segment)
            deleted = SegmentDeleted(
                at=self._clock.now(), actor=self._actor, segment=segment
            )
            work.events.append([deleted])

    def parse(self, text: str) -> Expression:
        """Read a question from a text, which may name saved segments.

        Raises:
            SegmentSyntaxError: it cannot be read.
            SegmentNotFoundError: no segment bears a name.
            SegmentTooLargeError: it asks for too much.
        """
        with self._begin(write=False) as work:
            return _text.parse(
                text, zone=self._zone, segments=lambda name: _of_name(work, name).id
            )

    def format(self, question: Question, *, locale: str | None = None) -> str:
        """Write a question as a text, with saved segments by their names."""
        with self._begin(write=False) as work:
            names = _names(work)
            return _text.format(
                _where(work, question),
                locale=locale or self._locale,
                zone=self._zone,
                segments=lambda segment: names.get(str(segment)),
            )

    def explain(
        self,
        question: Question,
        *,
        locale: str | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> str:
        """Say in words who answers to a question.

        Args:
            question: the question.
            locale: the language, if not the workspace's.
            labels: what people call petitions and other subjects, by identifier.
        """
        with self._begin(write=False) as work:
            return self._said(work, _where(work, question), locale, labels or {})

    def count(self, question: Question, *, at: datetime | None = None) -> int:
        """Count exactly who answers; see `preview` for what people are shown.

        Raises:
            SegmentNotFoundError: it asks for a segment that does not exist.
            UnknownFieldError: it asks for a field that is not defined.
            InvalidSegmentError: it compares a field with what it cannot hold.
        """
        with self._begin(write=False) as work:
            where = _checked(work, question)
            return work.audiences.count(where, at or self._clock.now())

    def ids(
        self, question: Question, *, at: datetime | None = None, batch: int = 10_000
    ) -> Iterator[Sequence[ContactId]]:
        """Stream who answers, `batch` at a time, in ascending order.

        Raises:
            SegmentNotFoundError: it asks for a segment that does not exist.
            UnknownFieldError: it asks for a field that is not defined.
            InvalidSegmentError: it compares a field with what it cannot hold.
        """
        with self._begin(write=False) as work:
            where = _checked(work, question)
            yield from work.audiences.ids(where, at or self._clock.now(), batch)

    def contains(
        self,
        question: Question,
        contacts: Sequence[ContactId],
        *,
        at: datetime | None = None,
    ) -> frozenset[ContactId]:
        """Tell which of some contacts answer."""
        with self._begin(write=False) as work:
            where = _checked(work, question)
            return work.audiences.contains(where, contacts, at or self._clock.now())

    def traits(self, question: Question) -> Traits:
        """Tell what a question looks at, saved segments included."""
        with self._begin(write=False) as work:
            where = _expanded(work, _where(work, question))
            return traits(where, work.fields.all())

    def preview(
        self,
        question: Question,
        *,
        locale: str | None = None,
        labels: Mapping[str, str] | None = None,
        least: int = 10,
    ) -> Preview:
        """Show a person what a question asks, and about how many answer.

        Args:
            question: the question.
            locale: the language, if not the workspace's.
            labels: what people call petitions and other subjects, by identifier.
            least: the smallest count that is shown.
        """
        with self._begin(write=False) as work:
            where = _checked(work, question)
            count = work.audiences.count(where, self._clock.now())
            asked = _where(work, question)
            return Preview(
                count=disclosed_count(count, least),
                sentence=self._said(work, asked, locale, labels or {}),
                traits=traits(where, work.fields.all()),
            )

    def _write(self, work: SegmentWork, segment: Segment) -> None:
        """Check and write a segment, and say so."""

        def fetch(wanted: SegmentId) -> Expression:
            return _saved(work, wanted).where

        asked = expand(segment.where, fetch, inside=frozenset({segment.id}))
        check_fields(asked, work.fields.all())
        work.segments.save(segment)
        saved = SegmentSaved(
            at=segment.updated_at, actor=self._actor, segment=segment.id
        )
        work.events.append([saved])

    def _said(
        self,
        work: SegmentWork,
        where: Expression,
        locale: str | None,
        labels: Mapping[str, str],
    ) -> str:
        fields: Mapping[str, FieldDefinition] = work.fields.all()
        known = {key: field.label for key, field in fields.items()} | _names(work)
        return explain(
            where, locale or self._locale, labels={**known, **labels}, zone=self._zone
        )


def _saved(work: SegmentWork, segment: SegmentId) -> Segment:
    found = work.segments.get([segment])
    if segment not in found:
        raise SegmentNotFoundError(reference=str(segment))
    return found[segment]


def _of_name(work: SegmentWork, name: str) -> Segment:
    found = work.segments.named(name)
    if found is None:
        raise SegmentNotFoundError(reference=name)
    return found


def _names(work: SegmentWork) -> dict[str, str]:
    return {str(segment.id): segment.name for segment in work.segments.all()}


def _where(work: SegmentWork, question: Question) -> Expression:
    """Give what is asked; a saved segment as it reads now."""
    if isinstance(question, SegmentId):
        return _saved(work, question).where
    return question.where if isinstance(question, Segment) else question


def _expanded(work: SegmentWork, where: Expression) -> Expression:
    return expand(where, lambda segment: _saved(work, segment).where)


def _checked(work: SegmentWork, question: Question) -> Expression:
    """Give what is asked with saved segments in place, fit to be asked."""
    where = _expanded(work, _where(work, question))
    check_fields(where, work.fields.all())
    return where
