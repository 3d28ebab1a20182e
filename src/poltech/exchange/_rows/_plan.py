"""A mapping made ready: where each thing stands in a row."""

from collections.abc import Mapping
from typing import NamedTuple, final

import attrs

from poltech.contacts import FieldDefinition
from poltech.exchange._mapping import (
    Column,
    ColumnMapping,
    DateOrder,
    Field,
    preset_by_code,
    require_identity,
)
from poltech.exchange._rows._cells import Slot
from poltech.exchange._rows._model import Setting

__all__ = ["ConsentSlots", "NameSlots", "PlaceSlots", "Plan", "SourceSlots", "plan_of"]


class NameSlots(NamedTuple):
    """Where the parts of a name stand."""

    given: Slot | None
    family: Slot | None
    display: Slot | None
    civility: Slot | None
    organisation: Slot | None


class PlaceSlots(NamedTuple):
    """Where the open parts of an address stand."""

    postcode: Slot | None
    commune: Slot | None
    insee: Slot | None
    country: Slot | None


class SourceSlots(NamedTuple):
    """Where a row says where it comes from."""

    label: Slot | None
    kind: Slot | None
    collected: Slot | None


class ConsentSlots(NamedTuple):
    """Where a row says what was agreed to, and what proves it."""

    consents: tuple[Slot, ...]
    refusals: tuple[Slot, ...]
    unsubscribed: tuple[Slot, ...]
    unsubscribed_at: Slot | None
    bounced: tuple[Slot, ...]
    explicit: tuple[Slot, ...]
    guardian: Slot | None
    said_at: Slot | None
    confirmed_at: Slot | None
    ip: Slot | None
    evidence: Slot | None

    @property
    def refused(self) -> bool:
        """Whether a column could tell of a refusal or a loss, and of nothing else."""
        return bool(
            self.refusals or self.unsubscribed or self.unsubscribed_at or self.bounced
        )


def _placed(plan: "Plan") -> bool:
    return bool(plan.streets) or any(plan.place)


def _described(plan: "Plan") -> bool:
    rare = (plan.divisions, plan.tags, plan.externals)
    return any(rare) or bool(plan.language or plan.name.organisation)


def _extended(plan: "Plan") -> bool:
    explicit = plan.consent.explicit or plan.consent.guardian
    return any((plan.notes, plan.specials, explicit, *plan.source))


def _single(plan: "Plan") -> int:
    lists = (plan.emails, plan.phones, plan.socials)
    return 1 if any(len(slots) > 1 for slots in lists) else sum(map(bool, lists))


def _asked(plan: "Plan") -> bool:
    return bool(plan.consent.consents or plan.consent.refused)


@final
@attrs.frozen(kw_only=True)
class Plan:
    """Where each thing stands in a row, and what it is read against.

    It holds plain values only, so it can be sent to a process that normalises.

    Attributes:
        setting: where the office is, and the day.
        zone: IANA name of the zone that the file's times are in.
        marked: whether cells may begin with an apostrophe that means nothing.
        placed: whether any column holds a part of an address.
        described: whether any column holds what few files do.
        extended: whether any column tells more than a contact and its consents.
        single: up to how many contact points of a row differ for sure.
        asked: whether any column tells of consent or refusal.
    """

    setting: Setting
    zone: str
    name: NameSlots
    emails: tuple[Slot, ...]
    phones: tuple[Slot, ...]
    socials: tuple[Slot, ...]
    born_on: Slot | None
    born_in: Slot | None
    streets: tuple[Slot, ...]
    place: PlaceSlots
    language: Slot | None
    divisions: tuple[Slot, ...]
    tags: tuple[Slot, ...]
    notes: tuple[Slot, ...]
    externals: tuple[Slot, ...]
    customs: tuple[tuple[Slot, FieldDefinition], ...]
    specials: tuple[tuple[Slot, FieldDefinition], ...]
    source: SourceSlots
    consent: ConsentSlots
    marked: bool = False
    placed: bool = attrs.field(
        init=False, default=attrs.Factory(_placed, takes_self=True)
    )
    described: bool = attrs.field(
        init=False, default=attrs.Factory(_described, takes_self=True)
    )
    extended: bool = attrs.field(
        init=False, default=attrs.Factory(_extended, takes_self=True)
    )
    single: int = attrs.field(
        init=False, default=attrs.Factory(_single, takes_self=True)
    )
    asked: bool = attrs.field(
        init=False, default=attrs.Factory(_asked, takes_self=True)
    )

    @property
    def definitions(self) -> Mapping[str, FieldDefinition]:
        """The custom fields that rows may fill, by key, the special ones too."""
        fields = (*self.customs, *self.specials)
        return {definition.key: definition for _, definition in fields}


def plan_of(mapping: ColumnMapping, setting: Setting) -> Plan:
    """Make a mapping ready to read rows by.

    Raises:
        UnusableMappingError: no column holds a name, an address or an identifier.
    """
    require_identity(mapping)
    preset = preset_by_code(mapping.preset)
    many = _Slots(mapping)
    return Plan(
        setting=setting,
        zone=(preset and preset.zone) or setting.zone,
        name=NameSlots(
            many.one(Field.GIVEN_NAME),
            many.one(Field.FAMILY_NAME),
            many.one(Field.DISPLAY_NAME),
            many.one(Field.CIVILITY),
            many.one(Field.ORGANISATION),
        ),
        emails=many.all(Field.EMAIL),
        phones=many.all(Field.PHONE),
        socials=many.all(Field.SOCIAL),
        born_on=many.one(Field.BIRTH_DATE),
        born_in=many.one(Field.BIRTH_YEAR),
        streets=many.all(Field.STREET),
        place=PlaceSlots(
            many.one(Field.POSTCODE),
            many.one(Field.COMMUNE),
            many.one(Field.INSEE),
            many.one(Field.COUNTRY),
        ),
        language=many.one(Field.LANGUAGE),
        divisions=many.all(Field.DIVISION),
        tags=many.all(Field.TAGS),
        notes=many.all(Field.NOTE),
        externals=many.all(Field.EXTERNAL),
        customs=many.fields(special=False),
        specials=many.fields(special=True),
        source=SourceSlots(
            many.one(Field.SOURCE),
            many.one(Field.SOURCE_KIND),
            many.one(Field.SOURCE_DATE),
        ),
        consent=_consent_slots(many),
        marked=mapping.marked,
    )


def _consent_slots(many: "_Slots") -> ConsentSlots:
    return ConsentSlots(
        consents=many.all(Field.CONSENT),
        refusals=many.all(Field.REFUSAL),
        unsubscribed=many.all(Field.UNSUBSCRIBED),
        unsubscribed_at=many.one(Field.UNSUBSCRIBED_AT),
        bounced=many.all(Field.BOUNCED),
        explicit=many.all(Field.EXPLICIT),
        guardian=many.one(Field.GUARDIAN),
        said_at=many.one(Field.CONSENT_DATE),
        confirmed_at=many.one(Field.CONFIRMED_AT),
        ip=many.one(Field.CONSENT_IP),
        evidence=many.one(Field.CONSENT_EVIDENCE),
    )


@final
class _Slots:
    """The columns of a mapping by field."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self._mapping = mapping

    def all(self, field: Field) -> tuple[Slot, ...]:
        """Give every column that holds a field."""
        return tuple(_slot(column) for column in self._mapping.of(field))

    def one(self, field: Field) -> Slot | None:
        """Give the first column that holds a field."""
        return next(iter(self.all(field)), None)

    def fields(self, *, special: bool) -> tuple[tuple[Slot, FieldDefinition], ...]:
        """Give the columns of custom fields, those of special categories or the rest."""
        return tuple(
            (_slot(column), column.definition)
            for column in self._mapping.of(Field.CUSTOM)
            if column.definition and (column.category is not None) is special
        )


def _slot(column: Column) -> Slot:
    first, second = (*column.target.arguments, None, None)[:2]
    return Slot(
        column.index,
        column.header,
        first,
        second,
        column.dates is DateOrder.MONTH_FIRST,
    )
