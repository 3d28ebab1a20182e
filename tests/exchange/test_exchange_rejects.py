"""Outcomes that add up, and rows that come back mended."""

import io
import pickle  # noqa: TID251 - what a child process is sent through
from pathlib import Path

import pytest

from poltech.errors import PoltechError
from poltech.exchange import (
    Field,
    FindingKind,
    Level,
    Overrides,
    RejectsWriter,
    RowOutcome,
    RowReport,
    Tally,
    found,
    guarded,
    guess_mapping,
    open_table,
    restored,
)
from poltech.i18n import translate


def rejected(content, locale="fr", told=None):
    """Write every row of a file as rejected, and give the bytes."""
    reader = open_table(content, told)
    stream = io.BytesIO()
    writer = RejectsWriter(
        stream, reader.layout, guess_mapping(reader.layout), locale=locale
    )
    for batch in reader.batches():
        for number, cells in batch.rows:
            report = RowReport(
                row=number,
                outcome=RowOutcome.REJECTED,
                findings=(
                    found("encoding", encoding="x"),
                    found("bad_email", row=number, column="Mél", problem="it is empty"),
                ),
            )
            writer.write(cells, report)
    return stream.getvalue()


def cells(content, told=None):
    """Give the rows of a file."""
    reader = open_table(content, told)
    return [list(row) for batch in reader.batches() for _, row in batch.rows]


TABLE = (
    "Prénom;Nom;Mél;Note\r\n"
    "Léa;Roy;=1+1;« à voir »\r\n"
    'Zoé;\'Amalou;+33199001234;"deux\r\nlignes; ici"\r\n'
    "Noël;-;@noel;\t\r\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac-roman"]
)
def test_a_rejects_file_reads_back_as_the_rows_it_holds(encoding):
    """Same encoding, same dialect, same cells, and columns that say why."""
    content = TABLE.encode(encoding)
    back = open_table(rejected(content))
    assert back.layout.encoding == open_table(content).layout.encoding
    assert back.layout.dialect.delimiter == ";"
    assert back.layout.header[-3:] == (
        "poltech_row",
        "poltech_outcome",
        "poltech_reasons",
    )
    read = [[restored(cell) for cell in row] for row in cells(rejected(content))]
    assert [row[:4] for row in read] == cells(content)
    assert read[0][4:6] == ["2", "rejetée"]
    assert "e-mail" in read[0][6]


def test_no_cell_of_a_rejects_file_begins_a_formula():
    """Invariant 18: also not those that a spreadsheet would run in the original."""
    text = rejected(TABLE.encode()).decode()
    row = text.splitlines()[1].split(";")
    assert row[2] == '"\'=1+1"'
    assert all(cell.strip('"')[:1] not in {"=", "+", "-", "@"} for cell in row)


def test_rejecting_what_was_rejected_changes_nothing_but_the_reasons():
    """A file that is mended in part can go round as often as it takes."""
    once = rejected(TABLE.encode())
    twice = rejected(once)
    assert [row[:4] for row in cells(twice)] == [row[:4] for row in cells(once)]
    assert open_table(twice).layout.header == open_table(once).layout.header


def test_the_mapping_of_a_rejects_file_is_that_of_the_original():
    """The reasons are left out."""
    content = TABLE.encode()
    first = guess_mapping(open_table(content).layout).targets
    again = guess_mapping(open_table(rejected(content)).layout).targets
    assert {name: again[name] for name in first} == first
    assert {again[name] for name in again.keys() - first.keys()} == {"ignore"}


def test_a_file_without_header_or_quotes_comes_back_too():
    """Columns that were numbered stay numbered."""
    told = Overrides(header_row=0, quote="", delimiter=",")
    back = open_table(rejected(b"Roy,a@x.fr\nLys,b@x.fr\n", told=told))
    assert back.layout.header[:2] == ("#1", "#2")


def test_outcomes_add_up_to_the_rows():
    """Five outcomes, and every row has one."""
    reports = [
        RowReport(row=at, outcome=outcome, findings=(found("bad_email", problem="x"),))
        for at, outcome in enumerate([*RowOutcome, RowOutcome.ADDED])
    ]
    tally = Tally.of(reports[:3]) + Tally.of(reports[3:])
    assert tally == Tally.of(reports)
    assert tally.counts() == {
        "rows": 6,
        "added": 2,
        "updated": 1,
        "unchanged": 1,
        "refused": 1,
        "rejected": 1,
    }
    assert tally.findings == {"bad_email": 6}


@pytest.mark.parametrize("kind", FindingKind.BUILT_IN.values(), ids=lambda k: k.code)
def test_every_finding_is_said_in_french(kind):
    """No sentence is left in English, and each keeps its places."""
    french = translate(kind.text, "fr")
    assert french != kind.text
    places = [part.partition("}")[0] for part in kind.text.split("{")[1:]]
    assert all(f"{{{place}}}" in french for place in places)


def test_a_finding_names_its_column():
    """The header stands before the sentence."""
    finding = found("bad_postcode", row=3, column="CP", cell="secret")
    assert finding.say("fr").startswith("Colonne «\xa0CP\xa0»")
    assert finding.level is Level.WARNING
    assert "secret" not in repr(finding)
    assert pickle.loads(pickle.dumps(finding)) == finding  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+33199001234", "'+33199001234"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),  # noqa: RUF001 - full width
        ("'x", "''x"),
        ("x=1", "x=1"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_marked(text, safe):
    """OWASP ASVS 5.0, V1.2.10; and they read back as they were."""
    assert guarded(text) == safe
    assert restored(safe) == text


def test_the_reference_names_every_field_and_every_finding():
    """What can be written and what can be found is written down."""
    text = (Path(__file__).parents[2] / "docs" / "reference" / "files.md").read_text()
    words = {*Field, *FindingKind.BUILT_IN}
    assert {word for word in words if f"`{word}" not in text} == set()


def test_errors_of_this_room_speak_french():
    """Every sentence of an error has its translation."""
    import poltech.exchange.errors as room  # noqa: PLC0415 - only here

    kinds = [getattr(room, name) for name in room.__all__]
    assert all(issubclass(kind, PoltechError) for kind in kinds)
    own = [kind.message for kind in kinds if "message" in vars(kind)]
    assert all(translate(message, "fr") != message for message in own)
