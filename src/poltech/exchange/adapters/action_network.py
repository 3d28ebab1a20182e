"""Action Network: the report export; its owner chooses the columns."""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

PRESET = Preset(
    code="action_network",
    name="Action Network",
    signatures=(
        frozenset({"can2_subscription_status"}),
        frozenset({"can2_user_tags"}),
        frozenset({"can2_user_address"}),
    ),
    columns={
        "uuid": "external:action_network",
        "first_name": "given_name",
        "last_name": "family_name",
        "email": "email",
        "zip_code": "postcode",
        "can2_user_address": "street",
        "can2_user_city": "commune",
        "can2_user_state": "division:state",
        "can2_phone": "phone",
        "can2_user_tags": "tags",
        "can2_subscription_status": "consent:newsletter:email",
        "can2_sms_status": "consent:campaign:sms",
    },
    month_first=True,
)
