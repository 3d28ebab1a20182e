"""The verbs of contacts, and what they work with."""

from poltech.contacts._service._contacts import Contacts
from poltech.contacts._service._desk import Desk

__all__ = ["Contacts", "Desk"]
