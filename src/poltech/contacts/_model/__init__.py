"""The values of this room."""

from poltech.contacts._model._activity import (
    Act,
    Activity,
    ActivityKind,
)
from poltech.contacts._model._answers import (
    Access,
    Change,
    Choice,
    DuplicateReason,
    Intake,
    Match,
    MatchReason,
    MergeStrategy,
    Outcome,
    Policy,
    StandingTiers,
    Suggestion,
)
from poltech.contacts._model._contact import (
    Contact,
    Draft,
    Source,
    Standing,
)
from poltech.contacts._model._fields import (
    FieldDefinition,
    FieldType,
    FieldValue,
)
from poltech.contacts._model._identity import (
    Address,
    ContactKind,
    ContactPoint,
    Division,
    Name,
    NormalizedEmail,
    NormalizedPhone,
    PointKind,
    Reach,
)
from poltech.contacts._model._stored import (
    Merge,
    StoredActivity,
    StoredContact,
    StoredMerge,
)

__all__ = [
    "Access",
    "Act",
    "Activity",
    "ActivityKind",
    "Address",
    "Change",
    "Choice",
    "Contact",
    "ContactKind",
    "ContactPoint",
    "Division",
    "Draft",
    "DuplicateReason",
    "FieldDefinition",
    "FieldType",
    "FieldValue",
    "Intake",
    "Match",
    "MatchReason",
    "Merge",
    "MergeStrategy",
    "Name",
    "NormalizedEmail",
    "NormalizedPhone",
    "Outcome",
    "PointKind",
    "Policy",
    "Reach",
    "Source",
    "Standing",
    "StandingTiers",
    "StoredActivity",
    "StoredContact",
    "StoredMerge",
    "Suggestion",
]
