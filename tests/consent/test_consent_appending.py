"""Imports add withdrawals and evidenced consents; they never revive who left."""

from datetime import timedelta

import attrs
import pytest

from poltech.consent import (
    ConsentRecord,
    Evidence,
    InvalidConsentError,
    PersonNotFoundError,
    Speaker,
    Suppression,
    seal_records,
)
from poltech.ids import NoticeId, RecordId
from poltech.law import Cause, Medium, Purpose, Statement
from poltech.profile import Actor

NEWS, MAIL = Purpose.NEWSLETTER, Medium.EMAIL
TICKED = Evidence(mechanism="unticked_box", document="lens.csv line 7")
UNDATED = attrs.evolve(TICKED, dated=False)
DAY = timedelta(days=1)


def record(town, contact, statement=Statement.GIVEN, **changes) -> ConsentRecord:
    """Make a record as a file gives it, of a month ago."""
    usual = {
        "id": town.ids.new(RecordId),
        "contact": contact,
        "statement": statement,
        "purpose": NEWS.code,
        "medium": MAIL.code,
        "controller": "Lens Demain",
        "notice": town.leaflet.id if statement is Statement.GIVEN else None,
        "evidence": TICKED,
        "at": town.clock.now() - 30 * DAY,
        "recorded_at": town.clock.now(),
        "actor": Actor.system("import"),
    }
    return ConsentRecord(**(usual | changes))


def append(town, *records, **more):
    """Append records as the import room does."""
    contacts = list({each.contact for each in records})
    with town.begin() as work:
        keys = town.vault.keys(work.keys, contacts)
        return town.consents.append(work, records, keys, **more)


def codes_of(appended) -> list[str]:
    """Give the code of each refusal."""
    return [decision.codes[0] for _, decision in appended.refused]


def test_evidenced_consent_is_taken_over(anywhere) -> None:
    """A batch is sealed, appended to the ledger in one call, and stands."""
    people = [anywhere.person() for _ in range(3)]
    done = append(anywhere, *(record(anywhere, contact) for contact in people))
    assert (len(done.entries), done.known, done.refused) == (3, 0, ())
    assert {anywhere.codes(contact) for contact in people} == {()}
    (kept,) = anywhere.consents.history(people[0])
    assert kept.evidence == TICKED
    assert kept.wording == anywhere.leaflet.digest.hex()
    assert anywhere.consents.audit().whole


@pytest.mark.parametrize("left", [Statement.WITHDRAWN, Statement.REFUSED])
def test_nobody_is_brought_back(anywhere, left) -> None:
    """Also where the file says that they agreed after they left here."""
    contact = anywhere.person()
    anywhere.consents.record(contact, left, NEWS, MAIL, evidence=TICKED)
    anywhere.later(days=2)
    done = append(anywhere, record(anywhere, contact, at=anywhere.clock.now() - DAY))
    assert codes_of(done) == ["CONSENT_REVIVED_BY_IMPORT"]
    assert len(done.entries) == 0
    assert anywhere.codes(contact) != ()


def test_at_one_instant_the_withdrawal_counts(town) -> None:
    """A yes of the very moment somebody left does not bring them back."""
    contact = town.person()
    town.consents.withdraw(contact, NEWS, MAIL)
    left_at = town.clock.now()
    town.later(days=1)
    assert codes_of(append(town, record(town, contact, at=left_at))) == [
        "CONSENT_REVIVED_BY_IMPORT"
    ]


def test_a_merge_that_was_undone_opens_no_back_door(town) -> None:
    """What is said again after parting stands later than it was said: no matter."""
    contact, other = town.person(), town.person()
    town.consents.withdraw(contact, NEWS, MAIL)
    left_at = town.clock.now()
    town.later(days=5)
    town.consents.withdraw(other, NEWS, MAIL)
    town.merge(other, contact)
    town.later(days=1)
    town.unmerge(other)
    done = append(town, record(town, contact, at=left_at + timedelta(days=1)))
    assert codes_of(done) == ["CONSENT_REVIVED_BY_IMPORT"]
    town.merge(town.person(), contact)
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_an_older_consent_of_who_left_is_kept_as_history(town) -> None:
    """It proves that former messages were lawful, and revives nothing."""
    contact = town.person()
    town.consents.withdraw(contact, NEWS, MAIL)
    town.later(days=1)
    done = append(town, record(town, contact))
    assert len(done.entries) == 1
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_withdrawals_move_in(anywhere) -> None:
    """A file's unsubscriptions count as if they were made here."""
    contact = anywhere.person()
    anywhere.give(contact, at=anywhere.clock.now() - 90 * DAY)
    append(anywhere, record(anywhere, contact, Statement.WITHDRAWN))
    assert anywhere.codes(contact) == ("CONSENT_WITHDRAWN",)


@pytest.mark.parametrize("order", [1, -1], ids=["given first", "withdrawn first"])
def test_one_row_with_both_dates_ends_withdrawn(town, order: int) -> None:
    """Opted in, then out: whatever the order of the columns."""
    contact = town.person()
    said = [
        record(town, contact),
        record(town, contact, Statement.WITHDRAWN, at=town.clock.now() - 10 * DAY),
    ]
    append(town, *said[::order])
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_the_same_file_again_changes_nothing(anywhere) -> None:
    """What stands already is known, not written again."""
    contact, other = anywhere.person(), anywhere.person()
    said = [
        record(anywhere, contact),
        record(anywhere, other, Statement.WITHDRAWN, evidence=UNDATED),
    ]
    append(anywhere, *said)
    anywhere.later(days=1)
    again = [attrs.evolve(each, id=anywhere.ids.new(RecordId)) for each in said]
    done = append(anywhere, *again)
    assert (len(done.entries), done.known) == (0, 2)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"notice": None}, "CONSENT_NOT_PROVEN"),
        ({"notice": NoticeId(int=1)}, "CONSENT_NOTICE_UNKNOWN"),
        ({"evidence": Evidence(mechanism="bundled_terms")}, "CONSENT_NOT_AFFIRMATIVE"),
        ({"evidence": Evidence(mechanism="in the file")}, "CONSENT_NOT_AFFIRMATIVE"),
        ({"evidence": attrs.evolve(TICKED, together=3)}, "CONSENT_BUNDLED"),
        ({"purpose": "tracking"}, "CONSENT_NOT_INFORMED"),
    ],
)
def test_a_flawed_row_is_refused_and_the_others_are_kept(town, changes, code) -> None:
    """Each refusal comes back with its record and the reason."""
    town.leaflet = town.publish("asked", purposes=[NEWS], media=[MAIL])
    good, bad = town.person(), town.person()
    flawed = record(town, bad, **changes)
    done = append(town, record(town, good), flawed)
    assert codes_of(done) == [code]
    assert done.refused[0][0] == flawed
    assert len(done.entries) == 1
    assert town.codes(good) == ()


def test_a_row_dated_ahead_is_refused(town) -> None:
    """K04: no consent was given later than now."""
    done = append(
        town, record(town, town.person(), at=town.clock.now() + timedelta(seconds=1))
    )
    assert codes_of(done) == ["LOG_TIME_ORDER"]


def test_minors_in_a_file_need_a_parent(town) -> None:
    """The age on the day of the consent counts, in the person's country."""
    child, teen, german = (town.person() for _ in range(3))
    speakers = {
        child: Speaker(birth_year=2015),
        teen: Speaker(birth_year=2010),
        german: Speaker(birth_year=2010, country="DE"),
    }
    said = [record(town, contact) for contact in speakers]
    done = append(town, *said, speakers=speakers)
    assert [refused.contact for refused, _ in done.refused] == [child, german]
    assert codes_of(done) == ["MINOR_PARENTAL_CONSENT_REQUIRED"] * 2


def test_an_undated_yes_gives_way_to_who_left(town) -> None:
    """Its date is assumed before the withdrawal that stands."""
    contact = town.person()
    town.consents.withdraw(contact, NEWS, MAIL)
    town.later(days=1)
    done = append(town, record(town, contact, evidence=UNDATED, at=town.clock.now()))
    assert len(done.entries) == 1
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_an_undated_withdrawal_counts(town) -> None:
    """Its date is assumed after the yes that stands."""
    contact = town.person()
    town.give(contact)
    town.later(days=1)
    append(town, record(town, contact, Statement.WITHDRAWN, evidence=UNDATED))
    assert town.codes(contact) == ("CONSENT_WITHDRAWN",)


def test_batches_sealed_elsewhere_are_taken_as_they_are(town) -> None:
    """Another process sealed; only what had to change is sealed again here."""
    people = [town.person() for _ in range(3)]
    town.give(people[2])
    town.later(days=1)
    said = [
        record(town, people[0], wording=town.leaflet.digest.hex()),
        record(town, people[1], notice=None),
        record(town, people[2], Statement.WITHDRAWN, evidence=UNDATED),
    ]
    with town.begin(write=False) as work:
        keys = town.vault.keys(work.keys, people)
    sealed = seal_records(said, keys, town.consents.veil)
    done = append(town, *said, entries=sealed)
    assert len(done.entries) == 2
    with town.begin(write=False) as work:
        first, third = town.desk.ledger.entries(work.ledger, done.entries.start)
    assert first == sealed[0]
    assert third != sealed[2]
    assert town.codes(people[2]) == ("CONSENT_WITHDRAWN",)
    assert town.consents.audit().whole


def test_suppressions_come_with_the_file(town) -> None:
    """A consent does not pass a point that the same file suppresses."""
    contact = town.person("a@lens.example")
    row = Suppression(
        digest=town.point("a@lens.example"),
        cause=Cause.HARD_BOUNCE,
        at=town.clock.now(),
    )
    append(town, record(town, contact), suppressions=[row])
    assert town.codes(contact) == ("HARD_BOUNCE",)


def test_an_import_lifts_no_suppression(town) -> None:
    """Demand 5: who unsubscribed stays unsubscribed through every import."""
    contact = town.person("a@lens.example")
    point = town.point("a@lens.example")
    town.consents.suppress(point, Cause.WITHDRAWAL, at=town.clock.now() - 60 * DAY)
    append(town, record(town, contact))
    assert town.codes(contact) == ("UNSUBSCRIBED",)


def test_who_leaves_is_announced_each_and_consents_together(town) -> None:
    """Hosts that mirror opt-outs elsewhere miss none of them."""
    people = [town.person() for _ in range(3)]
    before = len(town.events())
    append(
        town,
        record(town, people[0]),
        record(town, people[1]),
        record(town, people[2], Statement.WITHDRAWN),
    )
    assert town.events()[before:] == ["consent.withdrawn", "consent.imported"]


def test_the_room_s_own_words_and_the_unknown_are_errors(town) -> None:
    """Neither a forged merge nor a record of nobody gets in."""
    contact = town.person()
    forged = record(town, contact, evidence=Evidence(mechanism="parted"))
    with pytest.raises(InvalidConsentError):
        append(town, forged)
    with town.begin() as work, pytest.raises(PersonNotFoundError):
        town.consents.append(work, [record(town, contact)], {})


def test_an_empty_batch_is_no_error(town) -> None:
    """The last chunk of a file may hold nothing to say."""
    assert len(append(town).entries) == 0
