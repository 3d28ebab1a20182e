"""Mailings: one message to many people, each in their own words.

Message
:   templates of a subject, an HTML part and a text part, in a subset of Liquid.

Merge field
:   a declared, typed thing that a template may say of a person.

Imprint
:   who answers for a message, why it is sent, where it can be stopped.

Addressee
:   one person, as a message sees them.

Compiled message
:   a message in which everything that is alike for all was encoded once.

Finding
:   what lint says of a template: a rule, a place, a word.

Specifications: RFC 5322 and RFC 2045 to 2047 (messages), RFC 2369, RFC 2919 and RFC
8058 (leaving), RFC 3834 (automatic messages), GDPR articles 13, 14 and 21.
"""

from poltech.mailings._fields import MergeField, MergeFields, MergeValue
from poltech.mailings._message._check import Expected, check
from poltech.mailings._message._compiled import CompiledMessage, compile_message
from poltech.mailings._message._model import (
    Addressee,
    Imprint,
    Mailbox,
    Message,
    merge_values,
)
from poltech.mailings._message._prepare import lint
from poltech.mailings._salutation import gender_of, salutation_of
from poltech.mailings._template._findings import Finding
from poltech.mailings._template._tree import Part
from poltech.mailings.errors import (
    InvalidTokenError,
    MalformedMessageError,
    MessageError,
    MissingExtraError,
    TemplateError,
)
from poltech.mailings.tokens import Link, Tokens, Use

__all__ = [
    "Addressee",
    "CompiledMessage",
    "Expected",
    "Finding",
    "Imprint",
    "InvalidTokenError",
    "Link",
    "Mailbox",
    "MalformedMessageError",
    "MergeField",
    "MergeFields",
    "MergeValue",
    "Message",
    "MessageError",
    "MissingExtraError",
    "Part",
    "TemplateError",
    "Tokens",
    "Use",
    "check",
    "compile_message",
    "gender_of",
    "lint",
    "merge_values",
    "salutation_of",
]
