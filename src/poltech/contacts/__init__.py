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
    Activity,
    ActivityKind,
    Address,
    Contact,
    ContactKind,
    ContactPoint,
    Division,
    FieldDefinition,
    FieldType,
    FieldValue,
    Merge,
    Name,
    NormalizedEmail,
    NormalizedPhone,
    PointKind,
    Reach,
    Source,
    Standing,
    StoredActivity,
    StoredContact,
    StoredMerge,
)
from poltech.contacts._ports import (
    ActivityStore,
    ConsentFolder,
    ContactStore,
    ContactWork,
    FieldStore,
    MergeStore,
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
    "Activity",
    "ActivityKind",
    "ActivityStore",
    "Address",
    "ConsentFolder",
    "Contact",
    "ContactKind",
    "ContactNotFoundError",
    "ContactPoint",
    "ContactStore",
    "ContactWork",
    "Division",
    "FieldDefinition",
    "FieldStore",
    "FieldType",
    "FieldValue",
    "InvalidContactError",
    "InvalidEmailError",
    "InvalidPhoneError",
    "Merge",
    "MergeConflictError",
    "MergeStore",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "PointKind",
    "Reach",
    "Source",
    "SourceRequiredError",
    "SourceStore",
    "Standing",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
    "UnknownFieldError",
]
