"""Brevo (Sendinblue): the contact export, in its English and French headings.

Its help pages name `EMAIL`, `SMS`, `EXT_ID`, `ADDED_TIME` and `MODIFIED_TIME`; the
columns on blacklists are from memory, so none of them is needed.
"""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

PRESET = Preset(
    code="brevo",
    name="Brevo",
    signatures=(
        frozenset({"EMAIL", "ADDED_TIME", "MODIFIED_TIME"}),
        frozenset({"EMAIL", "EMAIL_BLACKLIST"}),
    ),
    columns={
        "CONTACT ID": "external:brevo",
        "EMAIL": "email",
        "NOM": "family_name",
        "PRENOM": "given_name",
        "LASTNAME": "family_name",
        "FIRSTNAME": "given_name",
        "SMS": "phone:mobile",
        "WHATSAPP": "phone:mobile",
        "LANDLINE_NUMBER": "phone:home",
        "EXT_ID": "external:id",
        "EMAIL_BLACKLIST": "unsubscribed",
        "SMS_BLACKLIST": "refusal:sms",
        "WHATSAPP_BLACKLIST": "ignore",
        "OPT_IN": "consent:newsletter:email",
        "DOUBLE_OPT-IN": "consent:newsletter:email",
        "ADDED_TIME": "source_date",
        "MODIFIED_TIME": "ignore",
    },
)
