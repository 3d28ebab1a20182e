"""One form for one thing: what was typed is normalised here, or refused."""

from poltech.contacts._normalize._dates import (
    normalize_birth_date,
    normalize_birth_year,
)
from poltech.contacts._normalize._draft import Said, normalize_tag, read_draft
from poltech.contacts._normalize._email import normalize_email, normalize_emails
from poltech.contacts._normalize._languages import normalize_language
from poltech.contacts._normalize._names import (
    name_tokens,
    normalize_handle,
    normalize_name,
)
from poltech.contacts._normalize._phone import normalize_phone, normalize_phones
from poltech.contacts._normalize._places import (
    Code,
    normalize_country,
    normalize_insee,
    normalize_postcode,
)
from poltech.contacts._normalize._text import fold, tidy, words

__all__ = [
    "Code",
    "Said",
    "fold",
    "name_tokens",
    "normalize_birth_date",
    "normalize_birth_year",
    "normalize_country",
    "normalize_email",
    "normalize_emails",
    "normalize_handle",
    "normalize_insee",
    "normalize_language",
    "normalize_name",
    "normalize_phone",
    "normalize_phones",
    "normalize_postcode",
    "normalize_tag",
    "read_draft",
    "tidy",
    "words",
]
