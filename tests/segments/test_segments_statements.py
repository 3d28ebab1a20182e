"""What is sent to a database when a question is asked (invariants 24 and 49)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from poltech.ids import SystemIds, WorkspaceId
from poltech.profile import Controller, ControllerKind, Profile
from poltech.segments import (
    Attribute,
    Comparison,
    Expression,
    Has,
    HasField,
    Tagged,
    any_of,
    consents_to,
    did,
    every,
    everyone,
    field,
    from_source,
    in_division,
    lives_in,
    members,
    signed,
    suppressed,
    tag,
    walk,
)
from poltech.segments.testing import NASTY, NOON, populations, questions, words
from poltech.storage import WorkspaceRow
from poltech.storage.sql import SqlStorage, migrate

PROFILE = Profile(
    controller=Controller(
        name="Mairie de Lens",
        kind=ControllerKind.PUBLIC_BODY,
        email="droits@lens.example",
        postal_address="17 bis place Jean-Jaurès, 62300 Lens",
    )
)
IDS = SystemIds()


@attrs.define
class Watched:
    """A database, and every statement that is sent to it."""

    storage: SqlStorage
    statements: list[str] = attrs.field(factory=list[str])

    def office(self) -> WorkspaceId:
        """Register a new workspace."""
        workspace = IDS.new(WorkspaceId)
        row = WorkspaceRow(id=workspace, name=str(workspace), created_at=NOON)
        self.storage.create(row, PROFILE)
        return workspace

    def asked(self, workspace: WorkspaceId, where: Expression) -> list[str]:
        """Ask a question by every verb, and give the statements that it took."""
        with self.storage.begin(workspace, write=False) as work:
            work.audiences.count(everyone(), NOON)
            self.statements.clear()
            work.audiences.count(where, NOON)
            list(work.audiences.ids(where, NOON))
            work.audiences.contains(where, [], NOON)
        return [*self.statements]


@pytest.fixture(
    scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def watched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watched]:
    """Open each database in turn, and listen."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("statements")
        opened = SqlStorage(f"sqlite:///{folder / 'office.db'}")
        migrate(opened)
    else:
        opened = SqlStorage(request.getfixturevalue("postgres_url"))
    with closing(opened):
        found = Watched(opened)

        def hear(*heard: Any) -> None:
            found.statements.append(heard[2])

        event.listen(opened.engine, "before_cursor_execute", hear)
        yield found


@pytest.mark.property
def test_no_value_is_ever_part_of_a_statement(watched: Watched) -> None:
    """The text of a statement is ours; what people typed travels as parameters."""
    workspace = watched.office()

    @settings(max_examples=settings().max_examples * 2 // 5)
    @given(where=questions())
    def holds(where: Expression) -> None:
        text = "\n".join(watched.asked(workspace, where))
        for nasty in NASTY[:4]:
            assert nasty not in text
        for part in walk(where):
            if isinstance(part, Tagged) and len(part.tag) > 4:
                assert part.tag not in text

    holds()


def _canary(text: str) -> Expression:
    """Put a text into every place of a question that takes one."""
    return any_of(
        tag(text),
        lives_in(text.replace("*", "x"), commune=text),
        Has(
            attribute=Attribute.POSTCODE,
            comparison=Comparison.STARTS_WITH,
            values=(text,),
        ),
        Has(attribute=Attribute.LANGUAGE, values=(text,)),
        did(text, text, at_least=2),
        signed(text),
        consents_to(text, text),
        suppressed(medium=text),
        in_division(text, text),
        from_source(kind=text, label=text),
        field("town").equals(text),
        field("town").starts_with(text),
        field("town").one_of(text, text),
        tag(text).sample(3, text),
        every(tag(text), ~tag(text + "x")),
    )


@pytest.mark.property
def test_the_shape_of_a_question_makes_its_statements(watched: Watched) -> None:
    """Two questions that differ in words alone are asked by the same statements."""
    workspace = watched.office()
    expected = watched.asked(workspace, _canary("plain"))

    @settings(max_examples=settings().max_examples * 2 // 5)
    @given(text=words())
    def holds(text: str) -> None:
        found = watched.asked(workspace, _canary(text))
        assert len(found) == len(expected)
        for ours, theirs in zip(found, expected, strict=True):
            assert ours == theirs

    holds()


def test_lists_make_few_statements(watched: Watched) -> None:
    """The length of a list is rounded up to a power of two (ten shapes for 500)."""
    workspace = watched.office()
    texts = set()
    for length in range(2, 60):
        codes = tuple(str(number) for number in range(length))
        where = Has(attribute=Attribute.INSEE, comparison=Comparison.IN, values=codes)
        texts.add(tuple(watched.asked(workspace, where)))
    assert len(texts) == 6


def test_asking_changes_nothing(watched: Watched) -> None:
    """A question is asked by SELECT alone, so that a reader may ask it."""
    workspace = watched.office()
    for statement in watched.asked(workspace, _canary("x")):
        assert statement.lstrip("(").startswith("SELECT")


@pytest.mark.property
def test_words_that_break_sql_find_whom_they_name(watched: Watched) -> None:
    """C1: any text in any slot finds who bears it, and nobody else; nothing breaks."""

    @settings(max_examples=settings().max_examples * 2 // 5)
    @given(
        people=populations(most=6),
        asked=st.lists(words(12).map(_canary), min_size=1, max_size=3),
    )
    def holds(people: Any, asked: list[Expression]) -> None:
        workspace = watched.office()
        with watched.storage.begin(workspace) as work:
            people.write(work)
        with watched.storage.begin(workspace, write=False) as work:
            for where in asked:
                expected = members(where, people.views, NOON)
                assert work.audiences.count(where, NOON) == len(expected)
            known = {contact.id for contact in people.contacts}
            assert set(work.contacts.get(sorted(known))) == known

    holds()


@pytest.mark.parametrize("text", NASTY)
def test_a_tag_of_any_letters_is_a_tag(watched: Watched, text: str) -> None:
    """Whoever bears it is found, by it alone."""
    workspace = watched.office()
    with watched.storage.begin(workspace, write=False) as work:
        assert work.audiences.count(tag(text), NOON) == 0
        assert work.audiences.count(HasField(key="x", values=(text,)), NOON) == 0
