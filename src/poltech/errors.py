"""The families of things that can go wrong, one for each thing a caller can do.

```text
PoltechError
├─ InvalidInputError (ValueError)   change the value
├─ RefusedError                     the rules say no; carries the decision
├─ NotFoundError (LookupError)      nothing bears that name
├─ ConflictError                    someone was first; read again
├─ UnsupportedError                 this adapter or edition cannot
├─ AdapterError                     a vendor failed
│   ├─ TransientError               try again later
│   └─ PermanentError               trying again will not help
├─ UntrustedError                   signature, replay, origin or token
├─ QuotaExceededError               the tier is reached
└─ ConfigurationError               the installation is wrong; never swallowed
```

Errors are values: they hold fields, compare by them, and print one sentence made
from them. No sentence holds personal data. Every room adds its own leaves.

>>> from poltech.errors import NotFoundError
>>> error = NotFoundError(kind="contact", reference="0192")
>>> str(error)
'There is no contact 0192.'
>>> error == NotFoundError(kind="contact", reference="0192")
True
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

__all__ = [
    "AdapterError",
    "ConfigurationError",
    "ConflictError",
    "InvalidInputError",
    "NotFoundError",
    "PermanentError",
    "PoltechError",
    "QuotaExceededError",
    "RefusedError",
    "TransientError",
    "UnsupportedError",
    "UntrustedError",
    "msg",
]


def msg(text: str) -> str:
    """Mark a sentence for translation without translating it yet."""
    return text


_E = TypeVar("_E", bound="PoltechError")


def _restore(kind: type[_E], fields: Mapping[str, Any]) -> _E:
    return kind(**fields)


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,)
)
class PoltechError(Exception):
    """What every error of this library is: named fields and a sentence.

    A subclass declares its fields as annotations and is frozen and keyword-only
    without a decorator.
    """

    message: ClassVar[str] = msg("Something went wrong.")
    """The English sentence with `{field}` places; also its translation key."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        attrs.frozen(cls, kw_only=True, slots=False, eq=False, auto_exc=False)

    @property
    def fields(self) -> dict[str, Any]:
        """The error's own fields by name."""
        declared: tuple[attrs.Attribute[Any], ...]
        declared = getattr(type(self), "__attrs_attrs__", ())
        return {field.name: getattr(self, field.name) for field in declared}

    @property
    def values(self) -> Mapping[str, object]:
        """What fills the places of the sentence: the fields, unless overridden."""
        return self.fields

    def __str__(self) -> str:
        return self.message.format_map(self.values)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PoltechError) or type(self) is not type(other):
            return NotImplemented
        return self.fields == other.fields

    def __hash__(self) -> int:
        return hash((type(self), repr(self.fields)))

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[type, dict[str, Any]]]:
        return _restore, (type(self), self.fields)


class InvalidInputError(PoltechError, ValueError):
    """A value cannot be what it is said to be: change it."""

    message = msg("The value of {field} is not valid: {problem}.")
    field: str
    problem: str


class RefusedError(PoltechError):
    """The rules say no; `decision` says which, and why."""

    message = msg("Refused: {codes}.")
    decision: Any = attrs.field(repr=False)

    @property
    def values(self) -> Mapping[str, object]:
        """The codes of the decision's reasons."""
        return {"codes": ", ".join(reason.code for reason in self.decision.reasons)}


class NotFoundError(PoltechError, LookupError):
    """Nothing of that kind bears that reference."""

    message = msg("There is no {kind} {reference}.")
    kind: str
    reference: str


class ConflictError(PoltechError):
    """Someone else changed it first: read it again, then decide."""

    message = msg("The {kind} {reference} was changed by someone else: {problem}.")
    kind: str
    reference: str
    problem: str = msg("read it again")


class UnsupportedError(PoltechError):
    """This adapter or edition cannot do that, and says so instead of dropping it."""

    message = msg("{subject} cannot {capability}.")
    subject: str
    capability: str


class AdapterError(PoltechError):
    """A vendor failed. `outcome_known` tells if anything may have happened there."""

    message = msg("{adapter} failed: {problem}.")
    adapter: str
    problem: str
    outcome_known: bool
    retry_after: float | None = None


class TransientError(AdapterError):
    """The same call may succeed later, after `retry_after` seconds if given."""


class PermanentError(AdapterError):
    """The same call will fail again."""


class UntrustedError(PoltechError):
    """A signature, token, origin or time stamp does not hold."""

    message = msg("The {subject} cannot be trusted: {problem}.")
    subject: str
    problem: str


class QuotaExceededError(PoltechError):
    """The tier is used up; names the meter and the next tier, if there is one."""

    message = msg("The quota of {limit} {meter} is reached; next tier: {next_tier}.")
    meter: str
    limit: int
    next_tier: str | None


class ConfigurationError(PoltechError):
    """The installation is wrong; `remedy` says how to mend it."""

    message = msg("{subject} is not configured: {problem}. {remedy}")
    subject: str
    problem: str
    remedy: str
