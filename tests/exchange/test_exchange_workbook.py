"""Workbooks: their values, their sheets, and those made to harm."""

import io
import sys
import zipfile
from datetime import date

import pytest
import xlsxwriter

from poltech.errors import ConfigurationError
from poltech.exchange import (
    Budget,
    BudgetExceededError,
    Overrides,
    UnreadableFileError,
    open_table,
)
from poltech.exchange.testing import reader_contract


def workbook(*sheets, hidden=()):
    """Write sheets of rows; dates are formatted as dates."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy"}
    ) as book:
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
            if at in hidden:
                sheet.hide()
            elif at - 1 in hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return stream.getvalue()


TestWorkbook = reader_contract(lambda rows: open_table(workbook(rows)))

HEADER = ("Nom", "Mail", "Téléphone", "Né le", "Accepte", "CP")


def rows_of(content, **told):
    """Give the rows of a workbook."""
    reader = open_table(content, Overrides(**told))
    return [list(row) for batch in reader.batches() for _, row in batch.rows]


def repacked(content, changes):
    """Change or add parts of a workbook."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def test_values_become_the_text_a_file_would_hold():
    """Phones kept as numbers, dates, instants and booleans."""
    row = ("Roy", "roy@example.org", 612345678, date(1980, 5, 3), True, 1000)
    late = ("Lys", 1.5, "", date(2024, 1, 2), False, "02100")
    assert rows_of(workbook((HEADER, row, late))) == [
        ["Roy", "roy@example.org", "612345678", "1980-05-03", "true", "1000"],
        ["Lys", "1.5", "", "2024-01-02", "false", "02100"],
    ]


def test_instants_keep_their_time():
    """A date with a time is written with it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        style = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mail", "Opt-in"])
        sheet.write(1, 0, "roy@example.org")
        sheet.write_number(1, 1, 45293.6041666667, style)
    assert rows_of(stream.getvalue()) == [["roy@example.org", "2024-01-02 14:30:00"]]


def test_the_first_visible_sheet_is_read_and_the_others_named():
    """Hidden sheets hold what is not meant; another can be asked for."""
    people = (("Nom", "Mail"), ("Roy", "roy@example.org"))
    content = workbook((("Secret",),), people, (("Autre",), ("x",)), hidden={0})
    reader = open_table(content)
    assert reader.layout.sheet == "Sheet2"
    (note,) = [f for f in reader.layout.findings if f.code == "other_sheets"]
    assert note.values == {"sheets": "Sheet3"}
    assert rows_of(content, sheet="Sheet3", header_row=1) == [["x"]]
    with pytest.raises(UnreadableFileError):
        rows_of(content, sheet="Sheet9")


def test_a_title_and_an_offset_are_passed_over():
    """People start tables where they like."""
    rows = (
        ("",),
        ("", "Liste 2024"),
        ("",),
        ("", "Nom", "Mail"),
        ("", "Roy", "r@x.fr"),
    )
    reader = open_table(workbook(rows))
    assert reader.layout.header_row == 4
    (batch,) = reader.batches()
    assert batch.rows[0][0] == 5


@pytest.mark.parametrize("cut", [10, 200, 2_000])
def test_a_damaged_workbook_is_an_error_of_ours(cut):
    """Cut off, or with a broken part: it is said, and nothing else leaks."""
    whole = workbook((HEADER, ("a",) * 6))
    with pytest.raises(UnreadableFileError):
        open_table(whole[:-cut])


@pytest.mark.parametrize(
    "changes",
    [
        {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"},
        {"xl/workbook.xml": b"<workbook/>"},
        {"xl/sharedStrings.xml": b"not xml"},
        {
            "xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;'
            b"</t></si></sst>"
        },
    ],
)
def test_broken_parts_are_an_error_of_ours(changes):
    """No error of the library that reads workbooks leaks."""
    content = repacked(workbook((HEADER, ("a",) * 6)), changes)
    with pytest.raises(UnreadableFileError):
        rows_of(content)


def sheet_of(cells):
    """Write the XML of a sheet by hand."""
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="&#88;FD1048576"><v>1</v></c></row>',
        '<x:row xmlns:x="y" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_sheet_that_claims_billions_of_cells_is_refused(sheet):
    """Two cells far apart make a library hold all that lies between (invariant 24)."""
    changes = {"xl/worksheets/sheet1.xml": sheet_of(sheet)}
    content = repacked(workbook((HEADER, ("a",) * 6)), changes)
    with pytest.raises(BudgetExceededError):
        open_table(content)


def test_a_zip_bomb_is_refused_whatever_size_it_states():
    """A part that unpacks to more than allowed is found while it is unpacked."""
    bomb = {"xl/media/image1.png": bytes(40_000_000)}
    content = repacked(workbook((HEADER, ("a",) * 6)), bomb)
    lying = content.replace((40_000_000).to_bytes(4, "little"), bytes((9, 0, 0, 0)))
    budget = Budget(expanded=10_000_000)
    for file in (content, lying):
        with pytest.raises(BudgetExceededError):
            open_table(file, budget=budget)


def test_one_long_text_used_a_million_times_is_refused():
    """Each cell would hold a copy of its own."""
    text = b"x" * 60_000
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>'
        for row in range(1, 30_000)
    )
    changes = {
        "xl/sharedStrings.xml": b"<sst><si><t>" + text + b"</t></si></sst>",
        "xl/worksheets/sheet1.xml": sheet_of(cells),
    }
    content = repacked(workbook((("a",),)), changes)
    with pytest.raises(BudgetExceededError):
        open_table(content, budget=Budget(expanded=100_000_000))


def test_one_long_text_beside_many_short_ones_is_no_bomb():
    """What the cells really use is added up before anything is refused."""
    rows = [
        ("Nom", "Note"),
        ("Roy", "x" * 30_000),
        *((str(at), "y") for at in range(900)),
    ]
    reader = open_table(workbook(rows), budget=Budget(expanded=2_000_000))
    assert sum(len(batch.rows) for batch in reader.batches()) == 901


def test_too_many_parts_are_refused():
    """A zip of ten thousand parts is no workbook."""
    many = {f"p{at}": b"" for at in range(10_001)}
    with pytest.raises(BudgetExceededError):
        open_table(repacked(workbook((HEADER,)), many))


def test_a_workbook_too_wide_is_refused():
    """The header has a budget of columns."""
    with pytest.raises(BudgetExceededError):
        open_table(workbook((HEADER,)), budget=Budget(columns=5))


def test_names_of_parts_lead_nowhere():
    """Nothing is ever unpacked to disk, so a path that climbs out does no harm."""
    content = repacked(workbook((HEADER, ("a",) * 6)), {"../../evil": b"x"})
    assert rows_of(content) == [["a"] * 6]


def test_a_missing_library_is_named_with_its_remedy(monkeypatch):
    """Workbooks need an extra; the error says how to install it."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(ConfigurationError) as caught:
        open_table(workbook((HEADER,)))
    assert "poltech[tables]" in caught.value.remedy
