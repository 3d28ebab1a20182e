"""Registering where data comes from, and what is kept beyond what everybody keeps."""

from datetime import date

from poltech.contacts._events import FieldDefined, SourceRegistered
from poltech.contacts._model import FieldDefinition, Source
from poltech.contacts._normalize import tidy
from poltech.contacts._ports import AnyWork
from poltech.contacts._rules import redefine
from poltech.contacts._service._desk import Files
from poltech.contacts.errors import InvalidContactError
from poltech.errors import msg
from poltech.ids import SourceId

__all__ = ["define_field", "register_source"]


def register_source(
    files: Files[AnyWork],
    kind: str,
    label: str,
    collected: date | None,
    evidence: str | None,
) -> Source:
    """Write down where data comes from.

    Raises:
        UnknownTermError: the kind was not registered.
        InvalidContactError: it has no label, or was collected after today.
    """
    desk = files.desk
    known = desk.source_kinds.parse(kind)
    said = tidy(label)
    if said is None:
        raise InvalidContactError(field="label", problem=msg("it is empty"))
    if collected is not None and collected > desk.judge.day_of(files.now):
        raise InvalidContactError(
            field="collected", problem=msg("that day has not come yet")
        )
    source = Source(
        id=desk.ids.new(SourceId),
        kind=kind,
        origin=known.origin,
        label=said,
        collected=collected,
        evidence=tidy(evidence),
    )
    files.work.sources.add(source)
    event = SourceRegistered(
        at=files.now, actor=desk.actor, source=source.id, kind=kind
    )
    files.tell([event])
    return source


def define_field(files: Files[AnyWork], definition: FieldDefinition) -> FieldDefinition:
    """Define a custom field, or give one another label.

    Raises:
        InvalidContactError: what it holds, or how closely it is kept, would change.
    """
    defined = redefine(files.definitions.get(definition.key), definition)
    files.work.fields.define(defined)
    event = FieldDefined(at=files.now, actor=files.desk.actor, key=definition.key)
    files.tell([event])
    return defined
