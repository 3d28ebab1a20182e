"""Criteria of the form `name(arguments)`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias, final

from poltech.errors import msg
from poltech.ids import SourceId
from poltech.law import Cause, Origin, Statement
from poltech.segments._model import (
    Added,
    Attribute,
    Comparison,
    Consents,
    Did,
    Expression,
    Has,
    HasField,
    InDivision,
    Reachable,
    Sourced,
    Suppressed,
)
from poltech.segments._text._comparisons import field_key, unknown_criterion
from poltech.segments._text._tokens import Argument, Value, Wording, wrong
from poltech.segments._text._words import (
    ACTS,
    ARGUMENTS,
    CAUSES,
    CRITERIA,
    ORIGINS,
    POINT_WORDS,
    STATEMENTS,
)

__all__ = ["call"]


def call(name: Value, arguments: Sequence[Argument], wording: Wording) -> Expression:
    """Read a criterion with arguments.

    Raises:
        SegmentSyntaxError: there is no such criterion, or its arguments are wrong.
    """
    stored = CRITERIA.find(name.text)
    if stored is None:
        raise unknown_criterion(name)
    given = _Given(name, wording)
    for argument in arguments:
        given.take(argument)
    read = _CALLS.get(stored)
    if read is None:
        raise wrong(
            name, msg("this criterion takes no brackets"), msg("a colon and a value")
        )
    where = read(given)
    given.close()
    return where


@final
class _Given:
    """The arguments of one criterion, each taken once."""

    def __init__(self, name: Value, wording: Wording) -> None:
        self.name = name
        self._wording = wording
        self._plain: list[Argument] = []
        self._labelled: dict[str, Argument] = {}

    def take(self, argument: Argument) -> None:
        """Sort an argument by its label.

        Raises:
            SegmentSyntaxError: the label is not known, or came before.
        """
        if not argument.label:
            self._plain.append(argument)
            return
        word = " ".join(part.text for part in argument.label)
        label = ARGUMENTS.find(word)
        if label is None or label in self._labelled:
            raise wrong(argument.place, msg("this word is not known"), ARGUMENTS.listed)
        self._labelled[label] = argument

    def next(self) -> Argument | None:
        """Give the next argument without a label."""
        return self._plain.pop(0) if self._plain else None

    def need(self, expected: str) -> Value:
        """Give the next argument without a label, which there must be.

        Raises:
            SegmentSyntaxError: there is none.
        """
        argument = self.next()
        if argument is None:
            raise wrong(self.name, msg("a value is missing"), expected)
        return argument.one()

    def named(self, label: str) -> Argument | None:
        """Give the argument of a label."""
        return self._labelled.pop(label, None)

    def text(self, label: str) -> str | None:
        """Give the text of a label."""
        argument = self.named(label)
        return None if argument is None else argument.one().plain()

    def whole(self, label: str) -> int | None:
        """Give the whole number of a label."""
        argument = self.named(label)
        return None if argument is None else argument.one().whole()

    def times(self) -> dict[str, Any]:
        """Give the stretch of time."""
        within = self.named("within")
        length: timedelta | None = None if within is None else within.length()
        return {
            "within": length,
            "since": self._instant("since"),
            "until": self._instant("until"),
        }

    def close(self) -> None:
        """See that nothing is left.

        Raises:
            SegmentSyntaxError: an argument was not asked for.
        """
        for argument in (*self._plain, *self._labelled.values()):
            raise wrong(
                argument.place, msg("one argument too many"), msg("a closing bracket")
            )

    def _instant(self, label: str) -> datetime | None:
        argument = self.named(label)
        if argument is None:
            return None
        return argument.one().instant(self._wording.zone)


def _presence(given: _Given) -> Expression:
    """Read whether something is known."""
    comparison = Comparison(CRITERIA.find(given.name.text) or "")
    value = given.need(msg("an attribute or a field"))
    key = field_key(value)
    if key is not None:
        return HasField(key=key, comparison=comparison)
    stored = CRITERIA.find(value.text)
    if stored not in set(Attribute):
        raise wrong(
            value, msg("this word is not known"), msg("an attribute or a field")
        )
    return Has(attribute=Attribute(stored), comparison=comparison)


def _division(given: _Given) -> Expression:
    scheme = given.need(msg("a scheme and a code"))
    code = given.need(msg("a scheme and a code"))
    return InDivision(scheme=scheme.plain(), code=code.plain())


def _consents(given: _Given) -> Expression:
    purpose = given.need(msg("a purpose and a medium"))
    medium = given.need(msg("a purpose and a medium"))
    statement = given.next()
    said = "given" if statement is None else statement.one().term(STATEMENTS)
    return Consents(
        purpose=purpose.plain(), medium=medium.plain(), statement=Statement(said)
    )


def _suppressed(given: _Given) -> Expression:
    cause = given.named("cause")
    return Suppressed(
        medium=given.text("medium"),
        cause=None if cause is None else Cause(cause.one().term(CAUSES)),
    )


def _reachable(given: _Given) -> Expression:
    return Reachable(point=given.need(POINT_WORDS.listed).term(POINT_WORDS))


def _sourced(given: _Given) -> Expression:
    source = given.text("id")
    origin = given.named("origin")
    return Sourced(
        source=None if source is None else SourceId.parse(source),
        kind=given.text("kind"),
        origin=None if origin is None else Origin(origin.one().term(ORIGINS)),
        label=given.text("label"),
    )


def _added(given: _Given) -> Expression:
    return Added(**given.times())


def _activity(given: _Given) -> Expression:
    return _did(given.need(msg("a kind of activity")).plain(), given)


def _did(kind: str, given: _Given) -> Expression:
    about = given.named("about") or given.next()
    total = given.named("total")
    at_least = given.whole("at least")
    return Did(
        kind=kind,
        subject=None if about is None else about.one().plain(),
        at_least=1 if at_least is None else at_least,
        at_most=given.whole("at most"),
        total=None if total is None else total.money(),
        **given.times(),
    )


def _act(kind: str) -> "_Reader":
    return lambda given: _did(kind, given)


_Reader: TypeAlias = Callable[[_Given], Expression]

_CALLS: Mapping[str, _Reader] = {
    "known": _presence,
    "unknown": _presence,
    "division": _division,
    "consents": _consents,
    "suppressed": _suppressed,
    "reachable": _reachable,
    "source": _sourced,
    "added": _added,
    "activity": _activity,
} | {kind: _act(kind) for kind in ACTS}
