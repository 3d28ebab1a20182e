"""Mailchimp: the audience export (subscribed, unsubscribed, cleaned).

It alone among mass-market tools says when and from where people agreed and
confirmed: that is proof, and it is read as such. Times are in UTC.
"""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

_UNREAD = (
    "MEMBER_RATING",
    "CONFIRM_IP",
    "LATITUDE",
    "LONGITUDE",
    "GMTOFF",
    "DSTOFF",
    "TIMEZONE",
    "REGION",
    "LAST_CHANGED",
    "EUID",
    "UNSUB_CAMPAIGN_TITLE",
    "UNSUB_CAMPAIGN_ID",
    "UNSUB_REASON",
    "UNSUB_REASON_OTHER",
)

PRESET = Preset(
    code="mailchimp",
    name="Mailchimp",
    signatures=(
        frozenset({"Email Address", "MEMBER_RATING"}),
        frozenset({"Email Address", "LEID", "EUID"}),
    ),
    columns={
        **dict.fromkeys(_UNREAD, "ignore"),
        "Email Address": "email",
        "First Name": "given_name",
        "Last Name": "family_name",
        "OPTIN_TIME": "consent:newsletter:email",
        "OPTIN_IP": "consent_ip",
        "CONFIRM_TIME": "confirmed_at",
        "CC": "country",
        "LEID": "external:mailchimp",
        "NOTES": "note",
        "TAGS": "tags",
        "UNSUB_TIME": "unsubscribed_at",
        "CLEAN_TIME": "bounced",
        "CLEAN_CAMPAIGN_TITLE": "ignore",
        "CLEAN_CAMPAIGN_ID": "ignore",
    },
    proof=True,
)
