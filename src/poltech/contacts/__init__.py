"""People and organisations that a workspace knows.

Contact
:   a natural person or an organisation; identity is sealed, attributes are not.

ContactPoint
:   a normalised e-mail address, phone number or social account.

Draft
:   what is said of somebody, before it is known whether they are known.

Source
:   where a datum came from: kind, label, date, evidence; kept per field. A contact
    without one is refused.

Policy
:   `add` fills blanks and never overwrites, `push` overwrites what is given; consent
    is in neither.

Match
:   the explicit rules by which a draft is about somebody who is known, and why.

Merge
:   one contact takes the place of another; it can be undone.

Activity
:   a dated act by or with a contact: signed, gave, opened, clicked, a note.

Standing
:   CNIL tier derived from activities: member, regular contact, occasional contact.

Household
:   the contact that stands for people who live together; a link and nothing more.

Desk
:   what the verbs of `Contacts` need, bound to one workspace and one actor.

Access
:   the ledger's entry that identities were read: who, what, why.

Sources: GDPR articles 5, 9, 14, 16 and 18; CNIL, délibération 2012-020; RFC 5321 and
RFC 5890 for e-mail addresses; ITU-T E.164 and Arcep's plan for phone numbers.
"""

from poltech.contacts._entries import (
    access_entry,
    act_subject,
    open_act,
    read_access,
)
from poltech.contacts._events import (
    ActivityRecorded,
    ContactAdded,
    ContactsMerged,
    ContactsUnmerged,
    ContactTagged,
    ContactUpdated,
    FieldDefined,
    HouseholdLinked,
    SourceRegistered,
    StandingChanged,
)
from poltech.contacts._model import (
    Access,
    Act,
    Activity,
    ActivityKind,
    Address,
    Change,
    Choice,
    Contact,
    ContactKind,
    ContactPoint,
    Division,
    Draft,
    DuplicateReason,
    FieldDefinition,
    FieldType,
    FieldValue,
    Intake,
    Match,
    MatchReason,
    Merge,
    MergeStrategy,
    Name,
    NormalizedEmail,
    NormalizedPhone,
    Outcome,
    PointKind,
    Policy,
    Reach,
    Source,
    Standing,
    StandingTiers,
    StoredActivity,
    StoredContact,
    StoredMerge,
    Suggestion,
)
from poltech.contacts._normalize import (
    Code,
    Said,
    fold,
    name_tokens,
    normalize_birth_date,
    normalize_birth_year,
    normalize_country,
    normalize_email,
    normalize_emails,
    normalize_handle,
    normalize_insee,
    normalize_language,
    normalize_name,
    normalize_phone,
    normalize_phones,
    normalize_postcode,
    normalize_tag,
    read_draft,
    tidy,
    words,
)
from poltech.contacts._ports import (
    ActivityStore,
    Begin,
    CategoryConsents,
    ConsentFolder,
    ContactStore,
    ContactWork,
    FieldStore,
    Judge,
    MergeStore,
    RequestStore,
    SourceStore,
)
from poltech.contacts._rules import (
    check_fields,
    derive_standing,
    duplicates,
    match,
    names_differ,
)
from poltech.contacts._sealing import (
    ContactSealer,
    Prepared,
    Preparer,
)
from poltech.contacts._service import (
    Contacts,
    Desk,
)
from poltech.contacts.errors import (
    ContactNotFoundError,
    InvalidContactError,
    InvalidEmailError,
    InvalidPhoneError,
    MergeChoiceError,
    MergeConflictError,
    MergeNotFoundError,
    SourceNotFoundError,
    SourceRequiredError,
    UnknownFieldError,
)

__all__ = [
    "Access",
    "Act",
    "Activity",
    "ActivityKind",
    "ActivityRecorded",
    "ActivityStore",
    "Address",
    "Begin",
    "CategoryConsents",
    "Change",
    "Choice",
    "Code",
    "ConsentFolder",
    "Contact",
    "ContactAdded",
    "ContactKind",
    "ContactNotFoundError",
    "ContactPoint",
    "ContactSealer",
    "ContactStore",
    "ContactTagged",
    "ContactUpdated",
    "ContactWork",
    "Contacts",
    "ContactsMerged",
    "ContactsUnmerged",
    "Desk",
    "Division",
    "Draft",
    "DuplicateReason",
    "FieldDefined",
    "FieldDefinition",
    "FieldStore",
    "FieldType",
    "FieldValue",
    "HouseholdLinked",
    "Intake",
    "InvalidContactError",
    "InvalidEmailError",
    "InvalidPhoneError",
    "Judge",
    "Match",
    "MatchReason",
    "Merge",
    "MergeChoiceError",
    "MergeConflictError",
    "MergeNotFoundError",
    "MergeStore",
    "MergeStrategy",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "Outcome",
    "PointKind",
    "Policy",
    "Prepared",
    "Preparer",
    "Reach",
    "RequestStore",
    "Said",
    "Source",
    "SourceNotFoundError",
    "SourceRegistered",
    "SourceRequiredError",
    "SourceStore",
    "Standing",
    "StandingChanged",
    "StandingTiers",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
    "Suggestion",
    "UnknownFieldError",
    "access_entry",
    "act_subject",
    "check_fields",
    "derive_standing",
    "duplicates",
    "fold",
    "match",
    "name_tokens",
    "names_differ",
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
    "open_act",
    "read_access",
    "read_draft",
    "tidy",
    "words",
]
