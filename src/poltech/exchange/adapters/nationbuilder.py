"""NationBuilder: the people export.

Cells may begin with an apostrophe, for Excel's benefit. There is no date, wording or
address that would prove a consent: leaving by this file loses the proof.
"""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

_PHONES = {
    "phone_number": "phone",
    "work_phone_number": "phone:work",
    "mobile_number": "phone:mobile",
}

_IDS = {
    "nationbuilder_id": "external:nationbuilder",
    "civicrm_id": "external:civicrm",
    "external_id": "external:id",
    "salesforce_id": "external:salesforce",
    "van_id": "external:van",
    "ngp_id": "external:ngp",
    "twitter_id": "external:twitter",
    "meetup_id": "external:meetup",
    "twitter_login": "social:twitter",
    "facebook_username": "social:facebook",
}

_ADDRESS = {
    "primary_address1": "street",
    "primary_address2": "street",
    "primary_address3": "street",
    "primary_zip": "postcode",
    "primary_city": "commune",
    "primary_country_code": "country",
}

_UNREAD = (
    "full_name",
    "email",
    "primary_country",
    "primary_submitted_address",
    "primary_geocode_accuracy",
    "updated_at",
)

PRESET = Preset(
    code="nationbuilder",
    name="NationBuilder",
    signatures=(
        frozenset({"nationbuilder_id", "signup_type"}),
        frozenset({"nationbuilder_id", "support_level"}),
    ),
    columns={
        **_IDS,
        **_PHONES,
        **_ADDRESS,
        **dict.fromkeys(_UNREAD, "ignore"),
        **dict.fromkeys(("email1", "email2", "email3", "email4"), "email"),
        "prefix": "civility",
        "first_name": "given_name",
        "last_name": "family_name",
        "born_at": "birth_date",
        "language": "language",
        "note": "note",
        "tag_list": "tags",
        "created_at": "source_date",
        "email_opt_in": "consent:campaign:email",
        "mobile_opt_in": "consent:campaign:sms",
        "do_not_call": "refusal:phone",
        "federal_donotcall": "custom:federal_donotcall",
        "do_not_contact": "refusal",
        "unsubscribed_at": "unsubscribed_at",
        "email1_is_bad": "bounced",
    },
    month_first=True,
    marked=True,
)
