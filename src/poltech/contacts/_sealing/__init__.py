"""From contacts to what a storage keeps of them, and back."""

from poltech.contacts._sealing._activities import (
    owner_of,
    seal_activity,
    unseal_activity,
)
from poltech.contacts._sealing._prepare import Prepared, Preparer
from poltech.contacts._sealing._sealer import ContactSealer

__all__ = [
    "ContactSealer",
    "Prepared",
    "Preparer",
    "owner_of",
    "seal_activity",
    "unseal_activity",
]
