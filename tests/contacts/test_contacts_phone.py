"""One form for one line, and phonenumbers' verdict on every input."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poltech.contacts import InvalidPhoneError, normalize_phone, normalize_phones
from poltech.contacts._normalize import _phone
from poltech.contacts.testing import nasty_phones, typed_french_phones


@pytest.mark.parametrize(
    ("typed", "number", "mobile"),
    [
        ("06.12.34.56.78", "+33612345678", True),
        ("06 12 34 56 78", "+33612345678", True),
        ("06-12-34-56-78", "+33612345678", True),
        ("06/12/34/56/78", "+33612345678", True),
        ("06\xa012\xa034\xa056\xa078", "+33612345678", True),
        ("06\u202f12\u202f34\u202f56\u202f78", "+33612345678", True),
        ("0612345678", "+33612345678", True),
        ("+33 (0)6 12 34 56 78", "+33612345678", True),
        ("+33(0)612345678", "+33612345678", True),
        ("+33612345678", "+33612345678", True),
        ("+33 06 12 34 56 78", "+33612345678", True),
        ("0033612345678", "+33612345678", True),
        ("00336 12 34 56 78", "+33612345678", True),
        ("33612345678", "+33612345678", True),
        ("612345678", "+33612345678", True),
        ("612345678.0", "+33612345678", True),
        ("Tél. : 06 12 34 56 78", "+33612345678", True),
        ("\u202a+33 6 12 34 56 78\u202c", "+33612345678", True),
        ("03 21 12 34 56", "+33321123456", False),
        ("321123456", "+33321123456", False),
        ("09 72 12 34 56", "+33972123456", False),
        ("0590 20 12 34", "+590590201234", False),
        ("0690 30 12 34", "+590690301234", True),
        ("0594 30 12 34", "+594594301234", False),
        ("0694 20 12 34", "+594694201234", True),
        ("0596 30 12 34", "+596596301234", False),
        ("0696 20 12 34", "+596696201234", True),
        ("0262 12 34 56", "+262262123456", False),
        ("0692 12 34 56", "+262692123456", True),
        ("0269 61 12 34", "+262269611234", False),
        ("0639 69 12 34", "+262639691234", True),
        ("+262 692 12 34 56", "+262692123456", True),
        ("+689 87 12 34 56", "+68987123456", True),
        ("+32 475 12 34 56", "+32475123456", True),
        ("+41 22 345 67 89", "+41223456789", False),
    ],
)
def test_french_people_write_one_number_in_many_ways(
    typed: str,
    number: str,
    mobile: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """ITU-T E.164 is the one form, overseas departments have their own prefixes."""
    assert normalize_phone(typed) == (number, mobile)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "it is empty"),
        (" \u202f ", "it is empty"),
        ("inconnu", "it has no digits"),
        ("06 12 34 56", "no such number exists in its country's plan"),
        ("06 12 34 56 78 90", "no such number exists in its country's plan"),
        ("00 00 00 00 00", "no such number exists in its country's plan"),
        ("3615", "no such number exists in its country's plan"),
        ("+33 692 12 34 56", "no such number exists in its country's plan"),
        ("6.1234568E+8", "a spreadsheet cut its last digits"),
        ("3,36123E+10", "a spreadsheet cut its last digits"),
    ],
)
def test_what_is_no_number_says_why(typed: str, problem: str) -> None:
    """A refused number names its fault, and never repeats itself."""
    with pytest.raises(InvalidPhoneError) as caught:
        normalize_phone(typed)
    assert caught.value == InvalidPhoneError(problem=problem)


@pytest.mark.parametrize(
    ("typed", "region", "number"),
    [
        ("0475 12 34 56", "BE", "+32475123456"),
        ("0692 12 34 56", "RE", "+262692123456"),
        ("06 12 34 56 78", "RE", "+33612345678"),
        ("0262 12 34 56", "MQ", "+262262123456"),
        ("07911 123456", "GB", "+447911123456"),
    ],
)
def test_numbers_without_prefix_are_read_where_the_office_is(
    typed: str, region: str, number: str
) -> None:
    """The workspace's region decides; French territories share one national plan."""
    assert normalize_phone(typed, region)[0] == number


def test_many_are_normalised_in_their_order() -> None:
    """A batch gives a number or its error in each place."""
    good, bad = normalize_phones(["0612345678", "x"])
    assert good == ("+33612345678", True)
    assert bad == InvalidPhoneError(problem="it has no digits")


@pytest.mark.property
@given(nasty_phones(), st.sampled_from(("FR", "RE", "BE")))
@example("33 12 34 56 7", "FR")
@example("331234567", "FR")
@example("262123456", "FR")
@example("590123456", "FR")
def test_the_fast_path_gives_the_verdict_of_the_library(
    typed: str, region: str
) -> None:
    """Phonenumbers decides on every input, in each territory of the French plan."""
    assert _phone._verdict(typed, region) == _phone._by_library(
        _phone._clean(typed), region
    )


@pytest.mark.property
@given(typed_french_phones())
def test_spellings_of_one_number_agree(typed: str) -> None:
    """However it is written, a number of the French plan gets the library's verdict."""
    assert _phone._verdict(typed, "FR") == _phone._by_library(
        _phone._clean(typed), "FR"
    )


def test_every_block_of_the_plan_gets_the_verdict_of_the_library() -> None:
    """One number of each thousand blocks, in each usual form: no block differs."""
    forms = ("{}", "0{}", "+33{}", "0033{}")
    for block, form in product(range(1000, 10_000, 7), forms):
        typed = form.format(f"{block}{(block * 7919) % 100_000:05d}")
        assert _phone._verdict(typed, "FR") == _phone._by_library(typed, "FR"), typed


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed: str) -> None:
    """Any text is a number or an error of ours, never another exception."""
    (found,) = normalize_phones([typed])
    assert isinstance(found, tuple | InvalidPhoneError)


def test_no_overseas_block_is_left_out() -> None:
    """Of the numbers that are not asked overseas, no overseas territory has any."""
    for block in range(1000, 8000):
        number = f"{block}{(block * 7919) % 100_000:05d}"
        if not number.startswith(_phone._AWAY):
            judges = (_phone._plan(region)[1] for region in _phone._OVERSEAS)
            assert all(judge(number) is None for judge in judges), number
