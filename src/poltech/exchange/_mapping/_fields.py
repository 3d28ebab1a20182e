"""What a column can be mapped to, in the words of `COLUMN=FIELD`."""

from enum import StrEnum
from typing import final

import attrs

from poltech.errors import msg
from poltech.exchange.errors import UnknownTargetError

__all__ = ["Field", "Target"]


class Field(StrEnum):
    """The fields of a row, by the word that users write."""

    EMAIL = "email"
    PHONE = "phone"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    DISPLAY_NAME = "display_name"
    CIVILITY = "civility"
    ORGANISATION = "organisation"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    STREET = "street"
    POSTCODE = "postcode"
    COMMUNE = "commune"
    INSEE = "insee"
    COUNTRY = "country"
    LANGUAGE = "language"
    TAGS = "tags"
    NOTE = "note"
    SOURCE = "source"
    SOURCE_KIND = "source_kind"
    SOURCE_DATE = "source_date"
    EXTERNAL = "external"
    SOCIAL = "social"
    DIVISION = "division"
    CUSTOM = "custom"
    CONSENT = "consent"
    CONSENT_DATE = "consent_date"
    CONSENT_IP = "consent_ip"
    CONSENT_EVIDENCE = "consent_evidence"
    CONFIRMED_AT = "confirmed_at"
    GUARDIAN = "guardian"
    EXPLICIT = "explicit"
    REFUSAL = "refusal"
    UNSUBSCRIBED = "unsubscribed"
    UNSUBSCRIBED_AT = "unsubscribed_at"
    BOUNCED = "bounced"
    IGNORE = "ignore"


_WORDS = {field.value: field for field in Field}

_ARGUMENTS = {
    Field.EMAIL: (0, 1),
    Field.PHONE: (0, 1),
    Field.EXTERNAL: (1, 1),
    Field.SOCIAL: (1, 1),
    Field.DIVISION: (1, 1),
    Field.CUSTOM: (1, 1),
    Field.CONSENT: (2, 2),
    Field.EXPLICIT: (1, 1),
    Field.REFUSAL: (0, 1),
}

_REPEATED = frozenset(
    {
        Field.EMAIL,
        Field.PHONE,
        Field.STREET,
        Field.TAGS,
        Field.NOTE,
        Field.SOCIAL,
        Field.UNSUBSCRIBED,
        Field.BOUNCED,
        Field.IGNORE,
    }
)


@final
@attrs.frozen
class Target:
    """A field with what completes it: a label, a scheme, a purpose and a medium.

    >>> str(Target.parse("consent:newsletter:email"))
    'consent:newsletter:email'

    Attributes:
        field: the field.
        arguments: the words after it, such as `work` in `phone:work`.
    """

    field: Field
    arguments: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read the words that users write.

        Raises:
            UnknownTargetError: there is no such field, or it needs other words.
        """
        word, *arguments = (part.strip().lower() for part in text.split(":"))
        field = _WORDS.get(word)
        if field is None:
            raise UnknownTargetError(target=text, problem=msg("no such field"))
        least, most = _ARGUMENTS.get(field, (0, 0))
        if not least <= len(arguments) <= most or not all(arguments):
            raise UnknownTargetError(target=text, problem=_needs(field))
        if field is Field.CUSTOM and not arguments[0].isidentifier():
            raise UnknownTargetError(
                target=text, problem=msg("its key must be a word with underscores")
            )
        return cls(field, tuple(arguments))

    @property
    def argument(self) -> str | None:
        """The first word after the field."""
        return self.arguments[0] if self.arguments else None

    @property
    def repeatable(self) -> bool:
        """Whether several columns may be mapped to it."""
        return self.field in _REPEATED

    def __str__(self) -> str:
        return ":".join((self.field, *self.arguments))


def _needs(field: Field) -> str:
    """Say which words a field needs after it."""
    return {
        Field.CONSENT: msg("write consent:PURPOSE:MEDIUM"),
        Field.EXTERNAL: msg("write external:SCHEME"),
        Field.SOCIAL: msg("write social:NETWORK"),
        Field.DIVISION: msg("write division:SCHEME"),
        Field.CUSTOM: msg("write custom:KEY"),
        Field.EXPLICIT: msg("write explicit:CATEGORY"),
    }.get(field, msg("it has too many words"))
