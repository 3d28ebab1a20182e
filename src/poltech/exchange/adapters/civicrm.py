"""CiviCRM: the contact export, headed by the titles of its fields."""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

_UNREAD = (
    "Contact Hash",
    "Sort Name",
    "Image Url",
    "Email Greeting ID",
    "Postal Greeting ID",
    "Addressee ID",
    "Communication Style",
    "Contact is in Trash",
    "Modified Date",
    "Preferred Communication Method",
    "Contact Subtype",
    "Current Employer ID",
    "Gender ID",
)

PRESET = Preset(
    code="civicrm",
    name="CiviCRM",
    signatures=(
        frozenset({"Contact ID", "Contact Type", "Do Not Email"}),
        frozenset({"Contact ID", "Sort Name"}),
    ),
    columns={
        **dict.fromkeys(_UNREAD, "ignore"),
        "Contact ID": "external:civicrm",
        "External Identifier": "external:id",
        "Display Name": "ignore",
        "Organization Name": "organisation",
        "First Name": "given_name",
        "Last Name": "family_name",
        "Individual Prefix": "civility",
        "Birth Date": "birth_date",
        "Preferred Language": "language",
        "Contact Source": "source",
        "Created Date": "source_date",
        "Do Not Email": "refusal:email",
        "Do Not Phone": "refusal:phone",
        "Do Not Mail": "refusal:post",
        "Do Not Sms": "refusal:sms",
        "No Bulk Emails (User Opt Out)": "refusal:email",
        "Street Address": "street",
        "City": "commune",
        "Postal Code": "postcode",
        "Country": "country",
        "Email": "email",
        "Phone": "phone",
    },
)
