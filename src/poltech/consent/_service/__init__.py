"""The order of effects: judge, write to the ledger, fold, announce."""

from poltech.consent._service._consents import Consents
from poltech.consent._service._desk import Desk
from poltech.consent._service._folding import Folder

__all__ = ["Consents", "Desk", "Folder"]
