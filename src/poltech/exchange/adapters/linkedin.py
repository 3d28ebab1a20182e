"""LinkedIn: one's own connections; most have no e-mail address, and none agreed."""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

PRESET = Preset(
    code="linkedin",
    name="LinkedIn",
    signatures=(frozenset({"First Name", "Last Name", "Connected On"}),),
    columns={
        "First Name": "given_name",
        "Last Name": "family_name",
        "URL": "social:linkedin",
        "Email Address": "email",
        "Company": "custom:company",
        "Position": "custom:position",
        "Connected On": "source_date",
    },
)
