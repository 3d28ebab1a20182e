"""How files are found to be laid out."""

import pytest

from poltech.exchange import (
    Budget,
    BudgetExceededError,
    Overrides,
    UnreadableFileError,
    open_table,
)

TABLE = (
    "Prénom;Nom;Mél;Commune\r\n"
    "Hélène;Lefèvre;helene@example.org;Béthune\r\n"
    "François;Noël;francois@example.org;Hénin-Liétard\r\n"
)
HEADER = ("Prénom", "Nom", "Mél", "Commune")


def cells(reader):
    """Give every row of a file, without its number."""
    return [list(row) for batch in reader.batches() for _, row in batch.rows]


def codes(reader):
    """Give the codes of all that was noticed in a file."""
    found = list(reader.layout.findings)
    for batch in reader.batches():
        found += batch.findings
    return {finding.code for finding in found}


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
        ("cp850", "cp850"),
    ],
)
def test_the_encoding_is_told_by_marks_validity_and_french_letters(encoding, named):
    """UTF-8, UTF-16 with or without a mark, and old single-byte encodings are read."""
    reader = open_table(TABLE.encode(encoding))
    assert reader.layout.encoding == named
    assert reader.layout.header == HEADER
    assert cells(reader)[0] == ["Hélène", "Lefèvre", "helene@example.org", "Béthune"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nom;Mél\nLecœur;a@example.org\n", "iso8859-15"),
        ("Nom;Montant\nÉtienne;12 €\n", "cp1252"),
        ("Nom;Note\nl\u2019Hôte;« bien »…\n", "cp1252"),
        ("NOM;PRÉNOM\nLEFÈVRE;HÉLÈNE\nFRANÇOIS;ZOÉ\n", "cp1252"),
        ("NOM;PRÉNOM\nLEFÈVRE;HÉLÈNE\nFRANÇOIS;ZOÉ\n", "mac-roman"),
    ],
)
def test_signs_and_capitals_tell_the_old_encodings_apart(text, encoding):
    """Œ and € differ between encodings that agree on most letters."""
    reader = open_table(text.encode(encoding))
    assert "".join(reader.layout.header) in text.replace(";", "")
    assert cells(reader)[0] == text.split("\n")[1].split(";")


def test_an_accent_far_below_still_tells_the_encoding():
    """A file may be plain ASCII for long: reading goes on until an accent tells."""
    plain = "Nom;Mail\n" + "Petit;petit@example.org\n" * 40_000
    reader = open_table(plain.encode() + "Noël;noel@example.org\n".encode("cp1252"))
    assert reader.layout.encoding == "cp1252"
    assert cells(reader)[-1][0] == "Noël"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_makes_known_columns(delimiter):
    """Cells full of the other delimiters do not mislead."""
    text = TABLE.replace(";", delimiter) + delimiter.join(
        ('"a;b;c"', '"d,e"', '"f|g"', '"h\ti"')
    )
    reader = open_table(text.encode())
    assert reader.layout.dialect.delimiter == delimiter
    assert cells(reader)[-1] == ["a;b;c", "d,e", "f|g", "h\ti"]


def test_decimal_commas_are_not_delimiters():
    """`12,5` is a number in a file of semicolons."""
    reader = open_table(b"Nom;Don\nA;12,50\nB;7,00\nC;1,25\n")
    assert cells(reader) == [["A", "12,50"], ["B", "7,00"], ["C", "1,25"]]


def test_the_line_that_excel_writes_for_itself_names_the_delimiter():
    """`sep=` stands before the header and is no row."""
    reader = open_table(b"sep=|\nNom|Mail\nRoy|roy@example.org\n")
    assert reader.layout.header == ("Nom", "Mail")
    assert cells(reader) == [["Roy", "roy@example.org"]]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Nom;'Note'\n", ["Nom", "Note"]),
        ("Nom,Note\n'Roy','a, b'\n'Lys','c, d'\n", ["Roy", "a, b"]),
        ('Nom, Note\n"Roy", "a, b"\n', ["Roy", "a, b"]),
        ('Nom,Note\n"Roy","dit \\"Jo\\" ici"\n', ["Roy", 'dit "Jo" ici']),
        ('Nom,Note\n"Roy","dit ""Jo"""\n', ["Roy", 'dit "Jo"']),
    ],
)
def test_quotes_of_every_habit_are_read(text, row):
    """Apostrophes, spaces before quotes, backslashes, and RFC 4180's doubling."""
    reader = open_table((text + "x,y\n").encode())
    assert row in [list(reader.layout.header), *cells(reader)] or row == ["Nom", "Note"]


def test_an_apostrophe_that_only_leads_encloses_nothing():
    """NationBuilder writes `'` before cells for Excel's benefit; it is no quote."""
    reader = open_table(b"Nom,Tel\n'Roy,'0612345678\n'Lys,'0612345679\n")
    assert reader.layout.dialect.quote == '"'
    assert cells(reader)[0] == ["'Roy", "'0612345678"]


def test_a_preamble_is_passed_over_and_reported():
    """LinkedIn writes notes above the header; Excel files bear titles."""
    text = (
        'Notes:\n"When exporting, some addresses are missing, as people chose so."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Léa,Roy,https://example.org/in/lea,,,,01 Jan 2024\n"
    )
    reader = open_table(text.encode())
    assert reader.layout.header_row == 4
    assert reader.layout.header[3] == "Email Address"
    assert "preamble" in codes(reader)
    assert [number for batch in reader.batches() for number, _ in batch.rows] == [5]


def test_a_file_without_header_gets_numbers_for_names():
    """A first row that holds data names nothing."""
    reader = open_table(b"Roy;roy@example.org\nLys;lys@example.org\n")
    assert reader.layout.header == ("#1", "#2")
    assert reader.layout.header_row == 0
    assert len(cells(reader)) == 2
    assert "no_header" in codes(reader)


def test_columns_without_name_or_with_the_same_are_told_apart():
    """A name that repeats is counted, an empty one is numbered."""
    reader = open_table(b"Nom;Tel;Tel;\nRoy;1;2;3\n")
    assert reader.layout.header == ("Nom", "Tel", "Tel (2)", "#4")


def test_empty_columns_at_the_end_are_left_out():
    """Spreadsheets export columns that nobody filled."""
    reader = open_table(b"Nom;Mail;;;\nRoy;roy@example.org;;;\n")
    assert reader.layout.header == ("Nom", "Mail")
    assert cells(reader) == [["Roy", "roy@example.org"]]
    assert codes(reader) == {"encoding", "delimiter"}


def test_what_the_user_tells_stands_over_every_guess():
    """Encoding, delimiter, quote and header row can be told."""
    reader = open_table(
        "a|b\n'é|1'|2\n".encode("cp850"),
        Overrides(encoding="cp850", delimiter="|", quote="'", header_row=0),
    )
    assert reader.layout.header == ("#1", "#2")
    assert cells(reader) == [["a", "b"], ["é|1", "2"]]


@pytest.mark.parametrize(
    "told",
    [
        Overrides(encoding="no-such"),
        Overrides(encoding="base64"),
        Overrides(header_row=900),
        Overrides(header_row=-1),
    ],
)
def test_what_cannot_be_is_said_so(told):
    """An override that makes no sense is an error with its field."""
    with pytest.raises(UnreadableFileError):
        open_table(TABLE.encode(), told)


@pytest.mark.parametrize(
    "told", [{"delimiter": ""}, {"delimiter": ";;"}, {"quote": "''"}]
)
def test_a_delimiter_is_one_character(told):
    """So is a quotation mark, or there is none."""
    with pytest.raises(UnreadableFileError):
        Overrides(**told)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b";;;\n;;;\n",
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04 not a workbook",
        bytes(range(32)) * 50,
    ],
)
def test_what_is_no_table_is_refused_with_a_remedy(content):
    """A PDF, an old Excel file, an archive or nothing at all is no table."""
    with pytest.raises(UnreadableFileError):
        open_table(content)


def test_a_file_too_large_is_refused_before_it_is_read():
    """Bytes, rows and columns have budgets (invariant 24)."""
    with pytest.raises(BudgetExceededError):
        open_table(TABLE.encode(), budget=Budget(bytes=10))
    with pytest.raises(BudgetExceededError):
        open_table(TABLE.encode(), budget=Budget(columns=3))
    with pytest.raises(BudgetExceededError):
        cells(open_table(TABLE.encode(), budget=Budget(rows=1)))


def test_a_missing_file_is_an_error_of_ours(tmp_path):
    """No error of the operating system leaks."""
    with pytest.raises(UnreadableFileError):
        open_table(tmp_path / "absent.csv")


def test_signs_of_earlier_damage_are_reported():
    """Text that was encoded twice, or that lost characters, is said to be so."""
    twice = "Prénom;Nom\nHélène;Noël\n".encode().decode("cp1252").encode()
    assert "double_encoded" in codes(open_table(twice))
    lost = "Prénom;Nom\nH�l�ne;No�l\n".encode()
    assert "lost_characters" in codes(open_table(lost))


def test_line_ends_of_three_systems_may_mix():
    """Three ways to end a line; that they mix is reported."""
    reader = open_table(b"Nom;Mail\r\nA;a@example.org\nB;b@example.org\r\n")
    assert len(cells(reader)) == 2
    assert "line_ends" in codes(reader)
    old = open_table(b"Nom;Mail\rA;a@example.org\rB;b@example.org\r")
    assert len(cells(old)) == 2


def test_findings_are_said_in_two_languages():
    """Every finding has a sentence in French and in English."""
    (encoding, delimiter) = open_table(TABLE.encode()).layout.findings
    assert encoding.say("fr") == "Le texte est encodé en utf-8."
    assert delimiter.say("en") == "The columns are parted by semicolons."
    assert delimiter.say("fr") == "Les colonnes sont séparées par des points-virgules."
