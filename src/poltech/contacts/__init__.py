"""People and organisations that a workspace knows.

Contact
:   a natural person or an organisation; identity is sealed, attributes are not.

ContactPoint
:   a normalised e-mail address, phone number or social account.

Source
:   where a datum came from: kind, label, date, evidence; kept per field.

Activity
:   a dated act by or with a contact: signed, gave, opened, clicked, a note.

Standing
:   CNIL tier derived from activities: member, regular contact, occasional contact.
"""

from poltech.contacts._model import (
    Access,
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
from poltech.contacts.errors import (
    ContactNotFoundError,
    InvalidContactError,
    InvalidEmailError,
    InvalidPhoneError,
    MergeConflictError,
    SourceRequiredError,
    UnknownFieldError,
)

__all__ = [
    "Access",
    "Activity",
    "ActivityKind",
    "ActivityStore",
    "Address",
    "Begin",
    "CategoryConsents",
    "Change",
    "Choice",
    "ConsentFolder",
    "Contact",
    "ContactKind",
    "ContactNotFoundError",
    "ContactPoint",
    "ContactStore",
    "ContactWork",
    "Division",
    "Draft",
    "DuplicateReason",
    "FieldDefinition",
    "FieldStore",
    "FieldType",
    "FieldValue",
    "Intake",
    "InvalidContactError",
    "InvalidEmailError",
    "InvalidPhoneError",
    "Judge",
    "Match",
    "MatchReason",
    "Merge",
    "MergeConflictError",
    "MergeStore",
    "MergeStrategy",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "Outcome",
    "PointKind",
    "Policy",
    "Reach",
    "RequestStore",
    "Source",
    "SourceRequiredError",
    "SourceStore",
    "Standing",
    "StandingTiers",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
    "Suggestion",
    "UnknownFieldError",
]
