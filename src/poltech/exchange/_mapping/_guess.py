"""What all columns hold: told, known of the vendor, named, or seen in their values."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from poltech.contacts import FieldDefinition, FieldType
from poltech.errors import msg
from poltech.exchange._findings import Finding, found
from poltech.exchange._mapping._fields import Field, Target
from poltech.exchange._mapping._model import Column, ColumnMapping, DateOrder, Why
from poltech.exchange._mapping._names import fold, slug
from poltech.exchange._mapping._peek import Look, date_order, look
from poltech.exchange._mapping._presets import columns_of, recognise
from poltech.exchange._mapping._recognise import (
    OWN,
    Guess,
    by_name,
    by_values,
    category_of,
    checked,
)
from poltech.exchange._mapping._synonyms import CATEGORIES, OWN_PREFIX
from poltech.exchange._model import Layout
from poltech.exchange._preset import Preset
from poltech.exchange.errors import UnknownColumnError, UnusableMappingError
from poltech.law import Sensitivity

__all__ = ["guess_mapping", "parse_overrides", "require_identity"]

_TOLD, _PRESET, _FAINT = 1.0, 0.98, 0.3

_NAMING = (
    Field.EMAIL,
    Field.PHONE,
    Field.FAMILY_NAME,
    Field.DISPLAY_NAME,
    Field.ORGANISATION,
    Field.EXTERNAL,
    Field.SOCIAL,
)
"""Fields by which a row can name somebody."""


def parse_overrides(pairs: Sequence[str]) -> dict[str, str]:
    """Read `COLUMN=FIELD` pairs; the last `=` parts them.

    >>> parse_overrides(["Mél=email", "a=b=note"])
    {'Mél': 'email', 'a=b': 'note'}
    """
    parted = (pair.rpartition("=") for pair in pairs)
    return {column.strip(): target.strip() for column, _, target in parted}


def guess_mapping(
    layout: Layout,
    overrides: Mapping[str, str] | None = None,
    definitions: Mapping[str, FieldDefinition] | None = None,
) -> ColumnMapping:
    """Say what each column of a file holds; what the user told comes first.

    Columns of which nothing is known become custom fields, so that nothing is lost;
    those that tell of a special category are marked so, and refused later without
    explicit consent.

    Args:
        layout: the file's layout, with its sample.
        overrides: targets by column, as the user wrote them.
        definitions: the office's own fields by key; they are kept as they are.

    Raises:
        UnknownColumnError: an override names a column that does not exist.
        UnknownTargetError: an override names a field that does not exist.
    """
    told = _told(layout.header, overrides or {})
    preset = recognise(layout.header)
    looks = [look(_values(layout, at)) for at in range(len(layout.header))]
    guesses = [
        _known(name, told, preset)
        or checked(by_name(name), seen)
        or by_values(name, seen, layout.header)
        or Guess(OWN, _FAINT, Why.UNKNOWN)
        for name, seen in zip(layout.header, looks, strict=True)
    ]
    settled = _once_each(_beside_persons(guesses))
    columns = _columns(layout, settled, looks, preset, definitions or {})
    return ColumnMapping(
        columns=columns,
        preset=preset.code if preset else None,
        findings=(*_about(preset), *_warnings(columns)),
    )


def require_identity(mapping: ColumnMapping) -> None:
    """Refuse a mapping by which no row could name anybody.

    Raises:
        UnusableMappingError: no column holds a name, an address or an identifier.
    """
    if not mapping.of(*_NAMING):
        raise UnusableMappingError(
            problem=msg("no column names anybody; map one to email, phone or a name")
        )


def _told(header: Sequence[str], overrides: Mapping[str, str]) -> dict[str, str]:
    """Match what the user told to columns, by exact name, then by folded name."""
    names = {fold(name): name for name in reversed(header)}
    told: dict[str, str] = {}
    for column, target in overrides.items():
        name = column if column in header else names.get(fold(column))
        if name is None:
            raise UnknownColumnError(column=column, known=", ".join(header))
        told[name] = str(Target.parse(target))
    return told


def _values(layout: Layout, at: int) -> list[str]:
    return [row[at] for row in layout.sample if at < len(row)]


def _known(name: str, told: Mapping[str, str], preset: Preset | None) -> Guess | None:
    """Take what the user said, then what we wrote, then what the vendor means."""
    if name in told:
        return Guess(told[name], _TOLD, Why.TOLD)
    if name.lower().startswith(OWN_PREFIX):
        return Guess("ignore", _TOLD, Why.OURS)
    target = columns_of(preset.code).get(fold(name)) if preset else None
    return Guess(target, _PRESET, Why.PRESET) if target else None


def _beside_persons(guesses: Sequence[Guess]) -> list[Guess]:
    """Keep an organisation as a field of one's own where rows name persons."""
    named = {guess.target for guess in guesses} & {"given_name", "family_name"}
    return [
        Guess(OWN, guess.confidence, Why.BESIDE)
        if named and guess.target == Field.ORGANISATION and guess.why is not Why.TOLD
        else guess
        for guess in guesses
    ]


def _once_each(guesses: Sequence[Guess]) -> list[Guess]:
    """Give a field that can be held once to the surest column, the first of equals."""
    best: dict[str, Guess] = {}
    for guess in guesses:
        held = best.get(guess.target)
        if held is None or guess.confidence > held.confidence:
            best[guess.target] = guess
    return [
        guess if _may_hold(guess, best) else Guess(OWN, _FAINT, Why.TAKEN)
        for guess in guesses
    ]


def _may_hold(guess: Guess, best: Mapping[str, Guess]) -> bool:
    if guess.target == OWN or guess.why is Why.TOLD:
        return True
    return Target.parse(guess.target).repeatable or best[guess.target] is guess


def _columns(
    layout: Layout,
    guesses: Sequence[Guess],
    looks: Sequence[Look],
    preset: Preset | None,
    definitions: Mapping[str, FieldDefinition],
) -> tuple[Column, ...]:
    """Complete guesses with their places, their own fields and their dates."""
    keys = _keys(layout.header, guesses)
    usual = DateOrder.MONTH_FIRST if preset and preset.month_first else None
    return tuple(
        Column(
            index=at,
            header=name,
            target=Target.parse(target),
            confidence=guess.confidence,
            why=guess.why,
            definition=_definition(name, target, looks[at], definitions),
            dates=date_order(_values(layout, at), usual or DateOrder.DAY_FIRST),
        )
        for at, (name, guess) in enumerate(zip(layout.header, guesses, strict=True))
        for target in (next(keys) if guess.target == OWN else guess.target,)
    )


def _keys(header: Sequence[str], guesses: Sequence[Guess]) -> Iterator[str]:
    """Make a key for each column that needs one, no two alike."""
    taken = {guess.target for guess in guesses}
    for name, guess in zip(header, guesses, strict=True):
        if guess.target != OWN:
            continue
        first = f"{OWN}:{slug(name)}"
        tries = (first if at == 1 else f"{first}_{at}" for at in count(1))
        target = next(key for key in tries if key not in taken)
        taken.add(target)
        yield target


def _definition(
    name: str, target: str, seen: Look, definitions: Mapping[str, FieldDefinition]
) -> FieldDefinition | None:
    """Propose the field that would keep a column; the office's own stays as it is."""
    word, _, key = target.partition(":")
    if word != Field.CUSTOM:
        return None
    if key in definitions:
        return definitions[key]
    category = category_of(name) or category_of(key)
    return FieldDefinition(
        key=key,
        label=name,
        type=FieldType.TEXT if category else seen.type,
        sensitivity=_sensitivity(category, seen),
        category=category,
    )


def _sensitivity(category: str | None, seen: Look) -> Sensitivity:
    """Seal what could tell who somebody is; leave a few common answers open."""
    if category:
        return Sensitivity.SPECIAL
    return Sensitivity.ORDINARY if seen.choice else Sensitivity.PERSONAL


def _about(preset: Preset | None) -> Iterator[Finding]:
    if preset:
        yield found("preset", tool=preset.name)
        if not preset.proof:
            yield found("no_proof", tool=preset.name)


def _warnings(columns: Sequence[Column]) -> Iterator[Finding]:
    codes = {
        Why.FORBIDDEN: "forbidden_column",
        Why.VAGUE: "vague_consent",
        Why.DISAGREE: "values_disagree",
    }
    for column in columns:
        if column.category:
            called = CATEGORIES.get(column.category, column.category)
            yield found("special_column", column=column.header, category=called)
        elif column.why in codes:
            yield found(codes[column.why], column=column.header)
