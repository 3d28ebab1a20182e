"""Segments as JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poltech.errors import InvalidInputError
from poltech.segments import (
    Expression,
    SegmentFormError,
    dumps,
    from_json,
    loads,
    signed,
    tag,
    to_json,
)
from poltech.segments.testing import questions


@pytest.mark.property
@given(where=questions())
def test_a_question_survives_json(where: Expression) -> None:
    """from_json(to_json(x)) == x, through the text too."""
    assert from_json(to_json(where)) == where
    assert loads(dumps(where)) == where
    assert loads(json.dumps(to_json(where))) == where


@pytest.mark.property
@given(where=questions())
def test_no_python_path_is_stored(where: Expression) -> None:
    """Stored words are stable names: no module or class name of ours is among them."""
    assert "poltech." not in dumps(where).replace("poltech-segment", "")
    assert not any(f'"{kind.__name__}"' in dumps(where) for kind in _classes())


def _classes() -> list[type]:
    return [kind for kind in Expression.kinds.values() if kind.__name__ != "Not"]


def test_the_form_is_readable() -> None:
    """A person can read what is stored."""
    assert to_json(tag("élu") - signed("p1")) == {
        "poltech-segment": 1,
        "where": {
            "is": "all",
            "of": [
                {"is": "tag", "tag": "élu"},
                {
                    "is": "not",
                    "of": {"is": "activity", "kind": "signed", "subject": "p1"},
                },
            ],
        },
    }


def _where(where: object) -> dict[str, object]:
    return {"poltech-segment": 1, "where": where}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], "$"),
        ({}, "$"),
        ({"poltech-segment": 2, "where": {"is": "everyone"}}, "$"),
        ({"poltech-segment": True, "where": {"is": "everyone"}}, "$"),
        ({**_where({"is": "everyone"}), "more": 1}, "$"),
        (_where({}), "$.where"),
        (_where({"is": "poltech.segments.Tagged", "tag": "x"}), "$.where"),
        (_where({"is": "tag"}), "$.where.tag"),
        (_where({"is": "tag", "tag": 3}), "$.where.tag"),
        (_where({"is": "tag", "tag": "x", "sql": "1=1"}), "$.where"),
        (_where({"is": "all", "of": "ab"}), "$.where.of"),
        (_where({"is": "all", "of": [{"is": "tag", "tag": "x"}]}), "$.where"),
        (_where({"is": "not", "of": {"is": "limit"}}), "$.where.of.of"),
        (
            _where({"is": "any", "of": [{"is": "everyone"}, {"is": "tag", "tag": ""}]}),
            "$.where.of[1]",
        ),
        (
            _where({"is": "attribute", "attribute": "secret"}),
            "$.where.attribute",
        ),
        (
            _where({"is": "attribute", "attribute": "postcode", "values": [1.5]}),
            "$.where.values[0]",
        ),
        (
            _where({"is": "field", "key": "x", "values": [{"float": "1"}]}),
            "$.where.values[0]",
        ),
        (_where({"is": "activity", "kind": "gave", "total": 3}), "$.where.total"),
        (_where({"is": "activity", "kind": "gave", "within": "P3M"}), "$.where.within"),
        (_where({"is": "added", "since": "yesterday"}), "$.where.since"),
        (_where({"is": "added", "since": "2026-01-01T00:00:00"}), "$.where"),
        (_where({"is": "segment", "segment": "x"}), "$.where.segment"),
    ],
)
def test_what_is_no_segment_is_refused_with_its_place(
    document: object, path: str
) -> None:
    """Unknown keys, words and versions are refused, and the error says where."""
    with pytest.raises(SegmentFormError) as raised:
        from_json(document)
    assert raised.value.path == path


def test_errors_do_not_repeat_what_stood_there() -> None:
    """The offending value may be personal, so no error holds it."""
    canary = "jeanne.dupont@example.fr"
    for document in (
        _where({"is": canary}),
        _where({"is": "tag", "tag": [canary]}),
        _where({"is": "tag", "tag": "x", canary: 1}),
        _where({"is": "segment", "segment": canary}),
        _where({"is": "added", "since": canary}),
    ):
        with pytest.raises(InvalidInputError) as raised:
            from_json(document)
        assert canary not in str(raised.value) + repr(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        b"\xff\xfe",
        "[" * 100_000,
        '{"poltech-segment": 1, "where": '
        + '{"is":"not","of":' * 5_000
        + "1"
        + "}" * 5_001,
        '{"poltech-segment": 1, "where": ' + "[" * 500 + "]" * 500 + "}",
        " " * 2_000_000,
        '{"poltech-segment": 1, "where": {"is": "tag", "tag": "\\ud800"}}',
    ],
    ids=range(8),
)
def test_hostile_texts_are_refused(text: str | bytes) -> None:
    """Depth, length and halves of characters end in our own errors, never others."""
    with pytest.raises(InvalidInputError):
        loads(text)


@pytest.mark.property
@given(
    document=st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.sampled_from(("tag", "all", "x", "is", "of", "signed"))
        | st.text(max_size=4),
        lambda part: (
            st.lists(part, max_size=3)
            | st.dictionaries(
                st.sampled_from(("is", "of", "tag", "kind", "values", "count")), part
            )
        ),
        max_leaves=8,
    )
)
def test_any_document_is_read_or_refused(document: Any) -> None:
    """Whatever JSON holds, it is a question or our error."""
    try:
        where = from_json(_where(document))
    except InvalidInputError:
        return
    assert from_json(to_json(where)) == where


def test_a_cycle_of_python_objects_is_refused() -> None:
    """A document that holds itself is nested too deeply."""
    loop: dict[str, object] = {"is": "not"}
    loop["of"] = loop
    with pytest.raises(SegmentFormError, match="nested"):
        from_json(_where(loop))
