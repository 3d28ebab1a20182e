"""Invented people that a message is tried on before it meets real ones."""

from datetime import UTC, datetime

from poltech.ids import AttemptId
from poltech.mailings._fields import MergeFields, MergeValue
from poltech.mailings._message._model import Addressee, Imprint

__all__ = ["samples"]

_TOKEN = "sample" * 12
_NASTY = "=?utf-8?q?x=0D=0ABcc:_y=40z?= <b>\"'&lt;\u202e%s{{ x }}\r\n.\r\né"


def samples(imprint: Imprint, fields: MergeFields) -> tuple[Addressee, ...]:
    """Give somebody ordinary, somebody who lacks all they may, somebody hostile."""
    ordinary = dict(fields.examples())
    bare: dict[str, MergeValue] = {
        field.name: field.example if field.always else None for field in fields
    }
    hostile: dict[str, MergeValue] = {
        name: _NASTY if isinstance(example, str) else example
        for name, example in ordinary.items()
    }
    return tuple(
        Addressee(
            address=f"sample{number}@example.org",
            reference=AttemptId(int=number),
            at=datetime(2026, 11, 23, 11, tzinfo=UTC),
            unsubscribe=_TOKEN if imprint.campaign else None,
            values=values,
        )
        for number, values in enumerate((ordinary, bare, hostile), start=1)
    )
