"""How questions are put together: few people looked at one by one, many merged.

A query that finds few is the start: whoever it finds is looked up in the other tables.
Where every criterion finds many, that costs a search for each; then each is read in the
order of its index, and the streams are merged as sets.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Any, Final, final

import attrs
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from poltech.segments import (
    All,
    AnyOf,
    Comparison,
    Everyone,
    Expression,
    HasField,
    Limited,
    Not,
    Sampled,
    simplify,
)
from poltech.storage.sql.segments._criteria import criterion, told_by_row
from poltech.storage.sql.segments._parts import (
    FIRST,
    Bounds,
    Found,
    Part,
    Query,
    Row,
    join,
    meet,
    subtract,
)
from poltech.storage.sql.segments._scope import Scope

__all__ = ["LOT", "Planner"]

LOT: Final = "poltech_lot"
"""The function that draws lots on SQLite; PostgreSQL has its own."""

_FEW: Final = (1_000, 10_000, 100_000)
"""How far criteria are counted, to find the rarest."""


@final
@attrs.frozen
class Planner:
    """Puts the parts of one question together."""

    _scope: Scope

    def audience(self, where: Expression) -> Query:
        """Give the query that finds who answers, each once, active contacts only.

        It has one column, `id`; on SQLite compounds come in ascending order.
        """
        return self._whole(self.part(simplify(where)))

    def part(self, where: Expression) -> Part:
        """Make a part of a question."""
        match where:
            case All(of=parts):
                return self._all([self.part(part) for part in parts])
            case AnyOf(of=parts):
                return self._any([self.part(part) for part in parts])
            case Not(of=part):
                return self._not(part)
            case HasField(comparison=Comparison.UNKNOWN):
                return self._not(attrs.evolve(where, comparison=Comparison.KNOWN))
            case Limited() | Sampled():
                return self._taken(where)
            case _:
                return criterion(where, self._scope)

    def _not(self, where: Expression) -> Part:
        scope, part = self._scope, self.part(where)
        if isinstance(where, Everyone):
            return told_by_row(scope, lambda _: false())
        row = part.row
        if row is not None:
            return told_by_row(scope, lambda rows: row(rows).is_not(true()))
        return Part(
            find=lambda: Found(
                query=self._subtract([scope.everyone(), part.find()]),
                once=True,
                active=True,
            ),
            holds=lambda contact: not_(part.holds(contact)),
            without=part,
        )

    def _any(self, parts: Sequence[Part]) -> Part:
        """Join parts of which one must hold; rows are looked at together."""
        plain = [part for part in parts if part.row and part.bounds is None]
        others = [part for part in parts if not (part.row and part.bounds is None)]
        row = _either(plain)
        if row is not None:
            others = [*others, told_by_row(self._scope, row)]

        def find() -> Found:
            found = [part.find() for part in others]
            return Found(
                query=self._join([each.query for each in found]),
                once=len(found) > 1 or found[0].once,
                active=all(each.active for each in found),
            )

        return Part(
            find=find,
            holds=lambda contact: or_(*[part.holds(contact) for part in others]),
            row=_either(parts) if all(part.row for part in parts) else None,
            bounds=_all_bounds(others),
        )

    def _all(self, parts: Sequence[Part]) -> Part:
        """Join parts that must all hold."""
        return Part(
            find=lambda: self._find_all(parts),
            holds=lambda contact: and_(*self._conditions(parts, contact)),
            row=_each(parts) if all(part.row for part in parts) else None,
            bounds=next((part.bounds for part in parts if part.bounds), None),
        )

    def _find_all(self, parts: Sequence[Part]) -> Found:
        few = self._few(parts)
        if not few:
            return self._merged(parts)
        start, *others = few
        others += [part for part in parts if part not in few]
        return self._filtered(start, others)

    def _few(self, parts: Sequence[Part]) -> list[Part]:
        """Give the parts that find few, the rarest first."""
        bounded = [(part, part.bounds()) for part in parts if part.bounds]
        for most in _FEW if bounded else ():
            counts = self._scope.count_few([bounds for _, bounds in bounded], most)
            pairs = zip(bounded, counts, strict=True)
            known = [(part, count) for (part, _), count in pairs if count is not None]
            if known:
                return [part for part, _ in sorted(known, key=lambda each: each[1])]
        return []

    def _filtered(self, start: Part, others: Sequence[Part]) -> Found:
        """Look up whoever the rarest part finds."""
        found = start.find()
        query = found.query
        if isinstance(query, Select) and not found.once:
            query = query.distinct()
        few = query.subquery()
        own: ColumnElement[Any] = few.c.id
        conditions = self._conditions(others, own)
        if not found.active and not any(part.row for part in others):
            conditions.append(not_(self._scope.is_other(own)))
        return Found(query=select(own).where(*conditions), once=True, active=True)

    def _conditions(
        self, parts: Sequence[Part], contact: ColumnElement[Any]
    ) -> list[ColumnElement[bool]]:
        """Say that all parts hold of a contact; its row is looked at once, in turn."""
        row = _each([part for part in parts if part.row])
        conditions: list[ColumnElement[bool]] = []
        for part in parts:
            if part.row is None:
                conditions.append(part.holds(contact))
            elif row is not None:
                conditions.append(self._scope.is_active(contact, row=row))
                row = None
        return conditions

    def _merged(self, parts: Sequence[Part]) -> Found:
        """Merge all that the parts find."""
        row = _each([part for part in parts if part.row])
        found = [p.find() for p in parts if p.row is None and p.without is None]
        if row is not None or not found:
            found.append(self._scope.everyone(row=row))
        found.sort(key=lambda each: not isinstance(each.query, CompoundSelect))
        query = meet([each.query for each in found], embedded=self._scope.embedded)
        without = [part.without.find() for part in parts if part.without]
        once = len(found) > 1 or bool(without) or found[0].once
        active = any(each.active for each in found)
        first = Found(query=query, once=once, active=active)
        return attrs.evolve(first, query=self._subtract([first, *without]))

    def _taken(self, where: Limited | Sampled) -> Part:
        """Take the first of a question, or those who draw the lowest lots."""

        def find() -> Found:
            whole = self._whole(self.part(where.of)).subquery()
            own: ColumnElement[Any] = whole.c.id
            order = [own]
            if isinstance(where, Sampled):
                order = [self._lot(where.seed, own), own]
            cut = select(own).order_by(*order).limit(where.count).subquery()
            return Found(query=select(cut.c.id), once=True, active=True)

        return Part(
            find=find,
            holds=lambda contact: contact.in_(find().query),
            bounds=lambda: Bounds(further=where.count),
        )

    def _lot(self, seed: str, contact: ColumnElement[Any]) -> ColumnElement[Any]:
        """Draw the lot of a contact: an MD5 digest, the same on every engine."""
        if self._scope.embedded:
            drawn: ColumnElement[Any] = getattr(func, LOT)(seed, contact)
            return drawn
        letters = func.convert_to(seed, "UTF8")
        return func.md5(letters.op("||")(func.uuid_send(contact))).collate("C")

    def _whole(self, part: Part) -> Query:
        """Give the query of a part, each contact once, active contacts only."""
        found = part.find()
        query = found.query
        if not found.active:
            others = Found(query=self._scope.others())
            query = self._subtract([found, others])
        elif isinstance(query, Select) and not found.once:
            query = query.distinct()
        if self._scope.embedded and isinstance(query, CompoundSelect):
            return query.order_by(FIRST)
        return query

    def _join(self, queries: Sequence[Query]) -> Query:
        ordered = sorted(queries, key=lambda each: not isinstance(each, CompoundSelect))
        return join(ordered, embedded=self._scope.embedded)

    def _subtract(self, found: Sequence[Found]) -> Query:
        queries = [each.query for each in found]
        return subtract(queries, embedded=self._scope.embedded)


def _each(parts: Sequence[Part]) -> Row | None:
    rows = [part.row for part in parts if part.row]
    if not rows:
        return None
    return lambda named: and_(*[row(named) for row in rows])


def _either(parts: Sequence[Part]) -> Row | None:
    rows = [part.row for part in parts if part.row]
    if not rows:
        return None
    return lambda named: or_(*[row(named) for row in rows])


def _all_bounds(parts: Sequence[Part]) -> Callable[[], Bounds] | None:
    """Bound those of whom any part holds, if each part is bounded."""
    bounds = [part.bounds for part in parts if part.bounds]
    if len(bounds) < len(parts):
        return None
    return lambda: reduce(add, [bound() for bound in bounds])
