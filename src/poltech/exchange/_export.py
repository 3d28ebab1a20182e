"""Cells that no spreadsheet takes for a formula, and that read back as they were.

A spreadsheet runs what begins with `=`, `+`, `-` or `@` (OWASP ASVS 5.0, V1.2.10), so
an apostrophe is put before it; Excel's own mark for “this is text”. What begins with an
apostrophe gets another, and so nothing is lost: `restored(guarded(x)) == x`, always.
"""

__all__ = ["guarded", "restored", "unmarked"]

_MARK = "'"

_TRIGGERS = frozenset("=+-@\t\r\n|%") | frozenset(
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}\N{MINUS SIGN}"
)
"""First characters that some spreadsheet takes for a formula's, or trims to reach one."""

_GUARDED = _TRIGGERS | {_MARK}

_MARKED = _GUARDED | frozenset("0123456789")
"""What may follow the mark: figures too, as people mark phone numbers by hand."""


def guarded(text: str) -> str:
    """Make a text safe to write into a cell.

    >>> guarded("=1+1"), guarded("l'an"), guarded("'quoted")
    ("'=1+1", "l'an", "''quoted")
    """
    return _MARK + text if text[:1] in _GUARDED else text


def restored(text: str) -> str:
    """Read a text from a cell, without the mark before it.

    >>> restored("'=1+1"), restored("'+33612345678"), restored("'Amalou")
    ('=1+1', '+33612345678', "'Amalou")
    """
    if text[:1] == _MARK and text[1:2] in _MARKED:
        return text[1:]
    return text


def unmarked(text: str) -> str:
    """Read a text from a file that puts the mark before any cell it likes.

    >>> unmarked("'Amalou")
    'Amalou'
    """
    return text.removeprefix(_MARK)
