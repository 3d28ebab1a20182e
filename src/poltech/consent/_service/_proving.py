"""Proving to a person what is on file of their consent."""

from typing import final

import attrs

from poltech.consent._codec import disclose, open_entry
from poltech.consent._ports import ConsentWork
from poltech.consent._receipt import Proven, proof_of, receipt_of
from poltech.consent._service._desk import Desk
from poltech.consent._service._writing import entries_at
from poltech.consent.errors import PersonNotFoundError
from poltech.ids import ContactId
from poltech.ledger import Receipt
from poltech.typing import JsonObject

__all__ = ["Prover"]


@final
@attrs.frozen
class Prover:
    """Makes receipts."""

    _desk: Desk

    def receipt(self, work: ConsentWork, contact: ContactId) -> JsonObject:
        """Give a receipt of where a person stands, under one signed checkpoint.

        Raises:
            PersonNotFoundError: the contact is unknown or was erased.
        """
        ledger = self._desk.ledger
        key = self._desk.vault.keys(work.keys, [contact]).get(contact)
        if key is None:
            raise PersonNotFoundError(reference=str(contact))
        standing = [state.entry for state in work.consent.states([contact])]
        note = ledger.checkpoint(work.ledger)
        size = ledger.open(note).size
        proven: list[Proven] = []
        for index, entry in entries_at(ledger, work, standing).items():
            path = ledger.inclusion(work.ledger, index, size).path
            found = Receipt(index=index, path=path, checkpoint=note)
            proof = proof_of(entry, disclose(key, entry), found)
            proven.append(Proven(open_entry(key, entry), proof))
        wanted = [each.record.notice for each in proven if each.record.notice]
        return receipt_of(self._desk.profile, proven, work.notices.get(wanted))
