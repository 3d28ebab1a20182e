"""Laws of files that Hypothesis tries to break."""

import csv
import io
import pickle  # noqa: TID251 - what a child process is sent through
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from poltech.errors import PoltechError
from poltech.exchange import (
    Batch,
    Budget,
    Candidate,
    Overrides,
    RejectsWriter,
    RowOutcome,
    RowReport,
    Screener,
    Setting,
    Target,
    Terms,
    found,
    guarded,
    guess_mapping,
    normalize_batch,
    open_table,
    plan_of,
    restored,
)
from poltech.exchange.testing import (
    ENCODINGS,
    HEADERS,
    Written,
    french_text,
    tables,
    written_tables,
)
from poltech.law import jurisdiction

pytestmark = pytest.mark.property

TODAY = date(2026, 11, 23)
SMALL = Budget(bytes=1 << 20, expanded=1 << 22, cells=100_000)
TRIGGERS = "=+-@\t\r\n"
RUBBISH = (
    *(bytes((code,)) for code in b";,\"\n\r\0'\xe9\xc3\xa9=\\ \t|\xff\xfe\x1a"),
    *(b"nom", b"mail", b"oui", b"a@x.fr", b"0199001234", b"01/02/2024", b"sep="),
)
TAGS = (
    *("<row r='9'>", "<c r='A1'>", "<c t='s'>", "<v>", "1", "</v>", "</c>", "<si>"),
    *("<sheetData>", "</row>", "<t>x</t>", "</si>", "<sheet "),
)


def cells(reader):
    """Give every row of a file."""
    return [tuple(row) for batch in reader.batches() for _, row in batch.rows]


@given(written_tables())
@example(
    Written(
        header=HEADERS,
        rows=(("", "", "", "", "", "'"),) * 2,
        encoding="utf-8",
        delimiter=";",
        content=";".join(HEADERS).encode() + b"\n;;;;;'\n;;;;;'\n",
    )
)
def test_what_is_written_in_any_encoding_and_dialect_is_read_back(table):
    """Detection and reading give back the header and every row, and nothing else."""
    reader = open_table(table.content)
    assert reader.layout.header == table.header
    assert cells(reader) == [row for row in table.rows if any(row)]


@given(
    tables(),
    st.sampled_from(ENCODINGS[:5]),
    st.sampled_from(";,\t|#~"),
    st.sampled_from("\"'"),
)
def test_what_is_told_is_read_back_even_where_no_guess_could(
    rows, encoding, delimiter, quote
):
    """With overrides, any table in any dialect reads back."""
    every = (("a",) * 6, *rows)
    text = io.StringIO(newline="")
    csv.writer(
        text, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL
    ).writerows(every)
    told = Overrides(encoding=encoding, delimiter=delimiter, quote=quote, header_row=0)
    content = text.getvalue().encode(encoding)
    assert cells(open_table(content, told)) == list(every)


@given(st.binary(max_size=3_000))
@example(b"\xff\xfe\x00")
@example(b"a,b\n\x80")
@example(b'"' * 50)
@example(b"PK\x03\x04" + bytes(40))
@settings(max_examples=200)
def test_no_bytes_make_more_than_an_error_of_ours(content):
    """Fuzz: read or refused, never an unhandled exception (invariant 24)."""
    _try_everything(content)


@given(
    st.lists(
        st.sampled_from(RUBBISH),
        max_size=300,
    )
)
@settings(max_examples=200)
def test_no_table_of_rubbish_makes_more_than_an_error_of_ours(parts):
    """Fuzz nearer to what tables are made of."""
    _try_everything(b"nom;mail;opt-in\n" + b"".join(parts))


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "xl/workbook.xml",
                "xl/sharedStrings.xml",
                "xl/worksheets/sheet1.xml",
                "xl/_rels/workbook.xml.rels",
                "[Content_Types].xml",
                "x/y",
            ]
        ),
        st.binary(max_size=300)
        | st.lists(st.sampled_from(TAGS)).map(
            lambda parts: f"<x>{''.join(parts)}</x>".encode()
        ),
    ),
    st.integers(0, 60),
)
def test_no_workbook_makes_more_than_an_error_of_ours(parts, cut):
    """Fuzz of what a workbook is packed from."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            if name != "xl/workbook.xml":
                archive.writestr(name, content)
    content = stream.getvalue()
    _try_everything(content[: len(content) - cut])


def _try_everything(content):
    """Read, map, normalise and screen; only errors of ours may come out."""
    try:
        reader = open_table(content, budget=SMALL)
        mapping = guess_mapping(reader.layout)
        plan = plan_of(mapping, Setting(today=TODAY))
        screener = Screener(
            jurisdiction("FR"),
            Terms(source_kind="web_form", today=TODAY),
            plan.definitions,
        )
        for batch in reader.batches():
            rows = normalize_batch(plan, batch)
            assert [row.row for row in rows] == [number for number, _ in batch.rows]
            list(screener.screen(row for row in rows if isinstance(row, Candidate)))
    except PoltechError:
        return


EVERY_FIELD = [
    "email",
    "phone",
    "given_name",
    "family_name",
    "display_name",
    "civility",
    "organisation",
    "birth_date",
    "birth_year",
    "street",
    "postcode",
    "commune",
    "insee",
    "country",
    "language",
    "tags",
    "note",
    "source",
    "source_kind",
    "source_date",
    "external:x",
    "social:twitter",
    "division:departement",
    "custom:own",
    "consent:campaign:email",
    "consent_date",
    "consent_ip",
    "consent_evidence",
    "confirmed_at",
    "guardian",
    "explicit:health",
    "refusal",
    "refusal:phone",
    "unsubscribed",
    "unsubscribed_at",
    "bounced",
]


@given(
    st.lists(
        st.lists(
            french_text()
            | st.text(max_size=30)
            | st.sampled_from(
                ["oui", "01/02/2024", "a@x.fr", "0199001234", "'x", "62300"]
            ),
            min_size=len(EVERY_FIELD),
            max_size=len(EVERY_FIELD),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_row_is_answered_whatever_its_cells_hold(rows):
    """One answer a row, in order; nothing raises, and it can go to another process."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([f"c{at}" for at in range(len(EVERY_FIELD))])
    writer.writerows([cell.replace("\0", "") for cell in row] for row in rows)
    content = text.getvalue().encode("utf-8", "replace")
    reader = open_table(
        content,
        Overrides(encoding="utf-8", delimiter=",", quote='"', header_row=1),
    )
    told = {f"c{at}": target for at, target in enumerate(EVERY_FIELD)}
    plan = plan_of(guess_mapping(reader.layout, told), Setting(today=TODAY))
    for batch in reader.batches():
        answers = normalize_batch(plan, batch)
        assert [answer.row for answer in answers] == [row for row, _ in batch.rows]
        sent = pickle.loads(pickle.dumps((plan, batch)))  # noqa: S301 - our own bytes
        assert normalize_batch(*sent) == answers
        assert pickle.loads(pickle.dumps(answers)) == answers  # noqa: S301 - the same


@given(st.text())
def test_a_guarded_cell_begins_no_formula_and_reads_back(text):
    """Invariants 18 and 19: no trigger leads, and import(export(x)) == x."""
    safe = guarded(text)
    assert not safe.startswith(tuple(TRIGGERS))
    assert restored(safe) == text


@given(written_tables(), st.sampled_from(["fr", "en"]))
def test_a_rejects_file_imports_as_what_it_rejected(table, locale):
    """Whatever was rejected comes back cell by cell, from any encoding and dialect."""
    reader = open_table(table.content)
    stream = io.BytesIO()
    mapping = guess_mapping(reader.layout)
    writer = RejectsWriter(stream, reader.layout, mapping, locale)
    for batch in reader.batches():
        for number, row in batch.rows:
            finding = found(
                "bad_email", row=number, column="Mél", problem="it is empty"
            )
            report = RowReport(
                row=number, outcome=RowOutcome.REJECTED, findings=(finding,)
            )
            writer.write(row, report)
    back = open_table(stream.getvalue())
    assert back.layout.header[: len(table.header)] == table.header
    assert [
        tuple(restored(cell) for cell in row[: len(table.header)])
        for row in cells(back)
    ] == [tuple(map(restored, row)) for row in table.rows if any(row)]


@given(st.sampled_from(EVERY_FIELD))
def test_a_target_reads_back_as_it_is_written(text):
    """The words that users write are the words that are shown."""
    assert str(Target.parse(text)) == text


@given(written_tables(encodings=("utf-8", "cp1252")), st.integers(0, 20))
def test_reading_goes_on_where_it_was_cut_off(table, after):
    """Any row number is a place to go on from."""
    reader = open_table(table.content)
    whole = [row for batch in reader.batches() for row in batch.rows]
    rest = [row for batch in reader.batches(after=after) for row in batch.rows]
    assert rest == [row for row in whole if row[0] > after]


@given(french_text(signs=" .-_"))
def test_an_email_is_never_made_of_half_a_cell(before):
    """Of `jean dupont@…` the second half would be somebody else's address."""
    reader = open_table(b"Nom,Mail\nx,y\n", Overrides(delimiter=",", header_row=1))
    plan = plan_of(guess_mapping(reader.layout), Setting(today=TODAY))
    cell = f"{before} jean@example.org"
    (row,) = normalize_batch(plan, Batch(rows=[(2, ["Roy", cell])]))
    assert isinstance(row, Candidate)
    found = [point.value for point in row.draft.points]
    assert found == ([] if before.strip() else ["jean@example.org"])
