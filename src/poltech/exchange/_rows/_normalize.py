"""From rows to candidates: pure, in batches, fit for a process of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypedDict

from poltech.contacts import (
    Address,
    ContactKind,
    ContactPoint,
    Division,
    Draft,
    FieldDefinition,
    FieldType,
    FieldValue,
    Name,
)
from poltech.errors import msg
from poltech.exchange._export import unmarked
from poltech.exchange._findings import Finding, Level, found
from poltech.exchange._model import Batch, Cells
from poltech.exchange._nothing import is_nothing
from poltech.exchange._rows import _identity
from poltech.exchange._rows._cells import Line, Slot, cleaned, instant_of, value_of
from poltech.exchange._rows._consents import categories, consents, guardian
from poltech.exchange._rows._model import (
    Candidate,
    Normalized,
    Rejection,
    RowSource,
)
from poltech.exchange._rows._plan import Plan
from poltech.exchange._rows._points import add_emails, add_phones, add_socials
from poltech.exchange._rows._words import source_kind_of

__all__ = ["normalize_batch"]


_TYPES = {
    FieldType.TEXT: msg("a text"),
    FieldType.INTEGER: msg("a whole number"),
    FieldType.DECIMAL: msg("a number"),
    FieldType.BOOLEAN: msg("yes or no"),
    FieldType.DATE: msg("a date"),
}


def normalize_batch(plan: Plan, batch: Batch) -> list[Normalized]:
    """Normalise the rows of a batch, one answer for each, in their order.

    A cell that cannot be read costs its own value, and the finding says so; a row is
    rejected only when nothing in it names or reaches anybody.
    """
    noted = _by_row(batch.findings)
    return [
        _normalized(plan, number, cells, noted.get(number, ()))
        for number, cells in batch.rows
    ]


def _by_row(findings: Iterable[Finding]) -> Mapping[int, list[Finding]]:
    noted: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.row is not None:
            noted[finding.row].append(finding)
    return noted


def _normalized(
    plan: Plan, number: int, cells: Cells, noted: Sequence[Finding]
) -> Normalized:
    if noted and any(finding.level is Level.ERROR for finding in noted):
        return Rejection(row=number, findings=tuple(noted))
    if plan.marked:
        cells = [unmarked(cell) for cell in cells]
    line = Line(number, cells, list(noted))
    draft = Draft(**_said(plan, line))
    if not _names_anybody(draft):
        nobody = found("no_identity", row=number)
        return Rejection(row=number, findings=(*line.findings, nobody))
    if not (draft.points or draft.addresses):
        line.findings.append(found("no_contact_point", row=number))
    return _candidate(plan, line, draft)


def _names_anybody(draft: Draft) -> bool:
    name = draft.name
    return bool(draft.points or name.family or name.display or draft.external_ids)


class _Said(TypedDict, total=False):
    """What a row says of a contact, by the attributes of a draft."""

    kind: ContactKind
    name: Name
    points: tuple[ContactPoint, ...]
    addresses: tuple[Address, ...]
    birth_date: date | None
    birth_year: int | None
    language: str | None
    divisions: frozenset[Division]
    tags: frozenset[str]
    fields: dict[str, FieldValue]
    external_ids: dict[str, str]


def _said(plan: Plan, line: Line) -> _Said:
    """Read what a draft holds; what no column holds is not asked for."""
    country = plan.setting.country
    said = _Said(kind=plan.setting.kind, name=_identity.name(line, plan.name))
    said["points"] = _points(plan, line, country)
    if plan.placed:
        said["addresses"] = _identity.addresses(line, plan.streets, plan.place, country)
    if plan.born_on or plan.born_in:
        said["birth_date"], said["birth_year"] = _identity.born(
            line, plan.born_on, plan.born_in, plan.setting.today
        )
    if plan.customs:
        said["fields"] = _fields(plan.customs, line, plan.zone)
    if plan.described:
        _describe(said, plan, line)
    return said


def _describe(said: _Said, plan: Plan, line: Line) -> None:
    """Read what fewer files hold."""
    if plan.name.organisation and not is_nothing(line.cells[plan.name.organisation.at]):
        said["kind"] = ContactKind.ORGANISATION
    said["language"] = _identity.language(line, plan.language)
    said["divisions"] = _identity.divisions(line, plan.divisions)
    said["tags"] = _identity.tags(line, plan.tags)
    said["external_ids"] = _identity.external_ids(line, plan.externals)


def _candidate(plan: Plan, line: Line, draft: Draft) -> Candidate:
    statements, suppressions = consents(line, plan) if plan.asked else ((), ())
    rest = _rest(plan, line) if plan.extended else _Rest()
    return Candidate(
        row=line.number,
        draft=draft,
        statements=statements,
        suppressions=suppressions,
        findings=tuple(line.findings),
        **rest,
    )


class _Rest(TypedDict, total=False):
    """What few rows say, by the attributes of a candidate."""

    note: str | None
    special: dict[str, FieldValue]
    categories: frozenset[str]
    guardian: bool
    source: RowSource | None


def _rest(plan: Plan, line: Line) -> _Rest:
    """Read what few files hold beside the contact."""
    return _Rest(
        note=_note(plan, line),
        special=_fields(plan.specials, line, plan.zone),
        categories=categories(line, plan),
        guardian=guardian(line, plan),
        source=_source(plan, line),
    )


def _points(plan: Plan, line: Line, country: str) -> tuple[ContactPoint, ...]:
    """Give the contact points of a row, each once."""
    points: list[ContactPoint] = []
    add_emails(points, line, plan.emails)
    add_phones(points, line, plan.phones, country)
    if plan.socials:
        add_socials(points, line, plan.socials)
    if len(points) > plan.single:
        points = list({(point.kind, point.value): point for point in points}.values())
    return tuple(points)


def _fields(
    slots: Sequence[tuple[Slot, FieldDefinition]], line: Line, zone: str
) -> dict[str, FieldValue]:
    """Read custom fields; a value of another type is left out and noted."""
    fields: dict[str, FieldValue] = {}
    for slot, definition in slots:
        text = cleaned(line.cells[slot.at])
        if not text:
            continue
        value = value_of(text, definition.type, zone)
        if value is not None:
            fields[definition.key] = value
        elif not is_nothing(text):
            line.note("bad_field", slot, type=_TYPES[definition.type])
    return fields


def _note(plan: Plan, line: Line) -> str | None:
    texts = (cleaned(line.cells[slot.at]) for slot in plan.notes)
    return "\n".join(filter(None, texts)) or None


def _source(plan: Plan, line: Line) -> RowSource | None:
    """Read where a row comes from; its kind only where the words name one."""
    if not any(plan.source):
        return None
    label, kind, collected = (_told(line, slot) for slot in plan.source)
    if not (label or kind or collected):
        return None
    slot = plan.source.collected
    at = (
        instant_of(collected, plan.zone, month_first=slot.month_first) if slot else None
    )
    if slot and collected and at is None:
        line.note("bad_date", slot)
    return RowSource(
        kind=source_kind_of(kind or label) if kind or label else None,
        label=label or kind or None,
        collected=at.date() if at else None,
    )


def _told(line: Line, slot: Slot | None) -> str:
    text = cleaned(line.cells[slot.at]) if slot else ""
    return "" if is_nothing(text) else text
