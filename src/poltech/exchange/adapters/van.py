"""NGP VAN and EveryAction: bulk files and voter lists.

One person may take many rows, one for each address, e-mail or code; their identity
is repeated, so that matching makes them one again.
"""

from poltech.exchange._preset import Preset

__all__ = ["PRESET"]

PRESET = Preset(
    code="van",
    name="NGP VAN / EveryAction",
    signatures=(
        frozenset({"Voter File VANID"}),
        frozenset({"VANID"}),
        frozenset({"Email Subscription Status", "SMS Opt-In Status"}),
        frozenset({"Source ID", "Activist Code"}),
    ),
    columns={
        "Source ID": "external:van_source",
        "Voter File VANID": "external:van",
        "VANID": "external:van",
        "Prefix": "civility",
        "First Name": "given_name",
        "FirstName": "given_name",
        "Last Name": "family_name",
        "LastName": "family_name",
        "Address Line 1": "street",
        "Address Line 2": "street",
        "Address Line 3": "street",
        "vAddress": "street",
        "City": "commune",
        "State": "division:state",
        "Zip": "postcode",
        "Zip5": "postcode",
        "Country": "country",
        "Activist Code": "tags",
        "Facebook URL": "social:facebook",
        "Twitter Handle": "social:twitter",
        "NationBuilder ID": "external:nationbuilder",
        "Email Address": "email",
        "Email Type": "ignore",
        "Email Subscription Status": "consent:newsletter:email",
        "Notes": "note",
        "Origin Source Code": "source",
        "Phone": "phone",
        "Pref Phone": "phone",
        "Cell Phone": "phone:mobile",
        "Phone Type": "ignore",
        "SMS Opt-In Status": "consent:campaign:sms",
    },
    month_first=True,
)
