"""Consent on a real PostgreSQL: the stores' contract, and who waits for whom."""

import threading
from collections.abc import Iterator
from itertools import count

import pytest

from poltech.consent.testing import consent_store_contract
from poltech.law import Medium, Purpose
from poltech.storage.sql import SqlStorage
from poltech.storage.testing import postgres_database

pytestmark = pytest.mark.postgres

NEWS, MAIL = Purpose.NEWSLETTER, Medium.EMAIL


@pytest.fixture(scope="module")
def database() -> Iterator[SqlStorage]:
    """Open a storage in PostgreSQL, under a plain role."""
    with postgres_database() as made:
        storage = SqlStorage(made.url)
        yield storage
        storage.close()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Count the offices of the storage."""
    return count(1)


@pytest.fixture
def postgres(database, numbers, town) -> object:
    """Open an office of its own in that storage."""
    return type(town)(database, next(numbers))


class TestConsentStoresOnPostgres(consent_store_contract(lambda: None)):
    """What the consent room relies on, in PostgreSQL."""

    @pytest.fixture(autouse=True)
    def over(self, postgres) -> None:
        """Put the contract over an office of its own."""
        type(self).town = staticmethod(lambda: postgres)


def start(verb) -> tuple[threading.Thread, threading.Event]:
    """Run a verb in a thread of its own; the event tells that it has ended."""
    ended = threading.Event()

    def run() -> None:
        verb()
        ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, ended


def test_a_withdrawal_waits_for_the_claim_and_no_longer(postgres) -> None:
    """8b: what is claimed before the withdrawal leaves, nothing after it does."""
    contact = postgres.person()
    postgres.give(contact)
    with postgres.begin() as claim:
        (verdict,) = postgres.consents.judge(claim, [contact], NEWS, MAIL)
        assert verdict.permit is not None
        thread, ended = start(lambda: postgres.consents.withdraw(contact, NEWS, MAIL))
        assert not ended.wait(0.3)
    thread.join(30)
    assert ended.is_set()
    with postgres.begin() as claim:
        (verdict,) = postgres.consents.judge(claim, [contact], NEWS, MAIL)
    assert verdict.permit is None
    assert verdict.decision.codes == ("CONSENT_WITHDRAWN",)


def test_a_claim_waits_for_the_withdrawal(postgres) -> None:
    """A withdrawal that has begun is seen by the claim that comes second."""
    contact = postgres.person()
    postgres.give(contact)
    found: list[tuple[str, ...]] = []

    def claim() -> None:
        with postgres.begin() as work:
            (verdict,) = postgres.consents.judge(work, [contact], NEWS, MAIL)
            found.append(verdict.decision.codes)

    with postgres.begin() as work:
        postgres.consents.withdraw(contact, NEWS, MAIL, work=work)
        thread, ended = start(claim)
        assert not ended.wait(0.3)
    thread.join(30)
    assert found == [("CONSENT_WITHDRAWN",)]


def test_claims_do_not_wait_for_each_other(postgres) -> None:
    """Twenty workers judge one person at once: the head is shared."""
    contact = postgres.person()
    postgres.give(contact)

    def claim() -> None:
        with postgres.begin() as work:
            assert list(postgres.consents.judge(work, [contact], NEWS, MAIL))

    with postgres.begin() as work:
        assert list(postgres.consents.judge(work, [contact], NEWS, MAIL))
        thread, ended = start(claim)
        assert ended.wait(30)
    thread.join(30)


def test_a_merge_and_its_undoing_hold_on_postgres(postgres) -> None:
    """Fold, part, import and replay agree with the ledger there too."""
    one, two = postgres.person(), postgres.person()
    postgres.give(one)
    postgres.later(hours=1)
    postgres.consents.withdraw(two, NEWS, MAIL)
    postgres.later(hours=1)
    postgres.merge(two, one)
    assert postgres.codes(one) == ("CONSENT_WITHDRAWN",)
    postgres.later(hours=1)
    postgres.unmerge(two)
    assert postgres.codes(one) == ()
    assert postgres.codes(two) == ("CONSENT_WITHDRAWN",)
    assert postgres.consents.audit().whole
