"""What readers do with files that are broken in the middle."""

import csv
import io

import pytest

from poltech.exchange import Budget, Overrides, open_table
from poltech.exchange.testing import reader_contract

HEADER = "Prénom;Nom;Mél\n"


def delimited(rows):
    """Write rows as a semicolon file and read it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return open_table(text.getvalue().encode("cp1252"))


TestDelimited = reader_contract(delimited)


def read(reader):
    """Give rows and findings of a whole file."""
    batches = list(reader.batches())
    rows = [(number, list(row)) for batch in batches for number, row in batch.rows]
    return rows, [finding for batch in batches for finding in batch.findings]


def by_row(findings):
    """Give codes with the rows they stand for."""
    return [(finding.row, finding.code) for finding in findings]


def test_a_wrong_byte_costs_its_own_row_nothing_and_the_others_less():
    """Rows of another program, pasted into a UTF-8 file, are read as cp1252."""
    good = "Zoé;Noël;zoe@example.org\n".encode()
    odd = "André;Lefèvre;andre@example.org\n".encode("cp1252")
    rows, findings = read(open_table(HEADER.encode() + good * 5_000 + odd + good * 3))
    assert len(rows) == 5_004
    assert rows[5_000] == (5_002, ["André", "Lefèvre", "andre@example.org"])
    assert by_row(findings) == [(5_002, "mixed_encoding")]


def test_bytes_that_mean_nothing_are_marked_and_reported():
    """What neither UTF-8 nor cp1252 knows becomes a replacement sign, with its row."""
    text = "Né;é;é;\n" * 40
    rows, findings = read(open_table(HEADER.encode() + text.encode() + b"A;\x81;x\n"))
    assert rows[-1][1] == ["A", "�", "x"]
    assert by_row(findings)[-1][1] == "undecodable"


def test_half_a_character_of_utf_16_stops_nothing():
    """A cut pair of bytes is reported with its row."""
    text = HEADER + "Zoé;Noël;zoe@example.org\n" * 20
    content = text.encode("utf-16-le") + b"\x00\xd8" + "A;B;C\n".encode("utf-16-le")
    rows, findings = read(open_table(content))
    assert len(rows) == 21
    assert by_row(findings) == [(22, "undecodable")]


def test_nul_characters_are_left_out_and_reported_once():
    """Old exports pad cells with NUL."""
    rows, findings = read(open_table(b"Nom;Mail\nRoy\0\0;roy@example.org\0\n" * 2))
    assert rows[0][1] == ["Roy", "roy@example.org"]
    assert by_row(findings) == [(None, "nul_bytes")]


def test_a_quotation_mark_that_never_closes_costs_one_row():
    """The rows below it are read as they are."""
    text = (
        HEADER + 'Jo;"Le Grand;jo@example.org\n' + "Léa;Roy;lea@example.org\n" * 3_000
    )
    rows, findings = read(open_table(text.encode()))
    assert rows[0][1] == ["Jo", '"Le Grand', "jo@example.org"]
    assert len(rows) == 3_001
    assert rows[-1][1] == ["Léa", "Roy", "lea@example.org"]
    assert by_row(findings) == [(2, "stray_quote")]


def test_two_stray_marks_do_not_swallow_the_rows_between_them():
    """A record of several lines and a wrong width is read line by line."""
    text = HEADER + 'Jo;"Le Grand;a@x.fr\nB;C;b@x.fr\nD;E" F;d@x.fr\nG;H;g@x.fr\n'
    rows, findings = read(open_table(text.encode()))
    assert [row[1][2] for row in rows] == ["a@x.fr", "b@x.fr", "d@x.fr", "g@x.fr"]
    assert ("stray_quote") in {finding.code for finding in findings}


def test_line_breaks_in_quoted_cells_are_kept_across_windows():
    """A record may span the place where the reader stops to breathe."""
    note = "un\ndeux\r\ntrois"
    rows = [("A", str(at), note if at % 3 == 0 else "x") for at in range(4_000)]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([("Prénom", "Nom", "Note"), *rows])
    found, findings = read(open_table(text.getvalue().encode()))
    assert [tuple(row) for _, row in found] == rows
    assert findings == []


def test_a_row_with_a_cell_too_many_is_in_error():
    """Its cells may stand in the wrong columns; empty ones at the end do no harm."""
    text = HEADER + "A;B;a@x.fr;de trop\nC;D;c@x.fr;;\nE;F\n"
    rows, findings = read(open_table(text.encode()))
    assert rows[1][1] == ["C", "D", "c@x.fr"]
    assert rows[2][1] == ["E", "F", ""]
    assert by_row(findings) == [(2, "long_row"), (4, "short_row")]
    assert findings[0].level == "error"


@pytest.mark.parametrize("quoted", [True, False])
def test_a_huge_cell_is_in_error_and_stops_nothing(quoted):
    """Ten megabytes in one cell cost one row (invariant 24)."""
    huge = "x" * 10_000_000
    cell = f'"{huge}"' if quoted else huge
    text = f"{HEADER}A;{cell};a@x.fr\nB;C;b@x.fr\n"
    rows, findings = read(open_table(text.encode()))
    assert rows[-1] == (3, ["B", "C", "b@x.fr"])
    assert max(len(cell) for _, row in rows for cell in row) <= Budget().cell
    errors = {finding.row for finding in findings if finding.level == "error"}
    assert errors == {2}


def test_a_line_that_never_ends_is_cut_in_constant_memory():
    """A file of one line of many cells is one row in error."""
    text = HEADER + "A;" + "b;" * 4_000_000
    rows, findings = read(open_table(text.encode()))
    assert len(rows) == 1
    assert "long_row" in {finding.code for finding in findings}


def test_quotes_that_open_on_every_line_end_in_time():
    """A record can be made to go on for ever: each line closes a cell and opens one."""
    text = HEADER + 'x","y\n' * 60_000
    rows, _ = read(open_table(text.encode(), Overrides(delimiter=",")))
    assert sum(len(row) for _, row in rows) > 0


def test_blank_rows_are_left_out_and_counted():
    """A row of empty cells is no row, but the numbers stay those of the spreadsheet."""
    rows, _ = read(open_table((HEADER + "\n;;\nA;B;a@x.fr\n").encode()))
    assert [number for number, _ in rows] == [4]


def test_rows_are_numbered_alike_however_they_are_read():
    """Reading goes on after any row with the same numbers, mended rows included."""
    broken = 'J;"L;j@x.fr\n'
    text = HEADER + "".join(
        broken if at % 700 == 3 else f"A;{at};a@x.fr\n" for at in range(3_000)
    )
    reader = open_table(text.encode())
    whole, _ = read(reader)
    for after in (0, 5, 999, 1_001, 2_500):
        rest = [row for batch in reader.batches(after=after) for row in batch.rows]
        expected = [row for row in whole if row[0] > after]
        assert [(number, list(row)) for number, row in rest] == expected


def test_a_file_on_disk_reads_like_one_in_memory(tmp_path):
    """A path is opened again at each reading."""
    file = tmp_path / "gens.csv"
    content = (HEADER + "A;B;a@x.fr\n").encode()
    file.write_bytes(content)
    assert read(open_table(file)) == read(open_table(content))
    assert open_table(file).fingerprint == open_table(content).fingerprint
    assert open_table(file).size == len(content)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'name,note\nx,"a, b"\n', [["x", "a, b"]]),
        (b'name,note\nx,""\n', [["x", ""]]),
        (b'name,note\nx,"he said ""hi"""\n', [["x", 'he said "hi"']]),
        (b'name,note\nx,"{""a"": 1}"\n', [["x", '{"a": 1}']]),
        (b'name,note\nx,"a\nb"\ny,z\n', [["x", "a\nb"], ["y", "z"]]),
        (b'name,note\r\nx,"a\r\nb"\r\n', [["x", "a\r\nb"]]),
        ("name,note\nx,ʤ\n".encode(), [["x", "ʤ"]]),
        (b"name,note\nx,y", [["x", "y"]]),
    ],
)
def test_the_cases_every_reader_of_csv_should_know(content, rows):
    """Quotes, line breaks, JSON, empty cells and letters of all lands (RFC 4180)."""
    assert [row for _, row in read(open_table(content))[0]] == rows
