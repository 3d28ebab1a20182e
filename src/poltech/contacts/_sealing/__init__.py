"""From contacts to what a storage keeps of them, and back."""

from poltech.contacts._sealing._activities import (
    owner_of,
    seal_activity,
    unseal_activity,
)
from poltech.contacts._sealing._prepare import Prepared, Preparer
from poltech.contacts._sealing._sealer import ContactSealer
from poltech.contacts._sealing._whole import Undo, dump_undo, load_undo

__all__ = [
    "ContactSealer",
    "Prepared",
    "Preparer",
    "Undo",
    "dump_undo",
    "load_undo",
    "owner_of",
    "seal_activity",
    "unseal_activity",
]
