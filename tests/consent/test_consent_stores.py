"""The consent stores of memory and SQLite pass the contract that ships."""

from collections.abc import Callable

import pytest

from poltech.consent.testing import consent_store_contract


class TestConsentStores(consent_store_contract(lambda: None)):
    """What the consent room relies on, over each storage in turn."""

    @pytest.fixture(autouse=True)
    def over(self, anywhere) -> Callable[[], object]:
        """Put the contract over a storage."""
        type(self).town = staticmethod(lambda: anywhere)
        return type(self).town
