"""Quoted-printable (RFC 2045, section 6.7), byte for byte as the library writes it.

`quoprimime.body_encode` escapes letter by letter and then breaks lines. Escaping does
not depend on where a letter stands, so words that are alike for all are escaped once
and a person's words for each person; only the breaking of lines is left to the end.
"""

__all__ = ["LINE", "broken", "escaped"]

LINE = 76
"""Longest line (RFC 2045)."""

_PLAIN = frozenset({9, 10, *range(32, 127)}) - {ord("=")}
_ESCAPES = {code: f"={code:02X}" for code in range(256) if code not in _PLAIN}
_SPACES = (" ", "\t")


def escaped(text: str) -> str:
    r"""Escape what is not plain, in lines that end in LF.

    Neither templates nor values hold other control characters than LF and tab.

    >>> escaped("été = là\n")
    '=C3=A9t=C3=A9 =3D l=C3=A0\n'
    """
    if text.isascii() and "=" not in text:
        return text
    return text.encode().decode("latin-1").translate(_ESCAPES)


def broken(text: str) -> str:
    r"""Break the long lines of an escaped text, and protect spaces at their ends.

    >>> broken("x" * 77 + "\ny \n") == "x" * 75 + "=\nxx\ny=20\n"
    True
    """
    return "\n".join(
        [
            _broken(line) if len(line) > LINE or line.endswith(_SPACES) else line
            for line in text.split("\n")
        ]
    )


def _broken(line: str) -> str:
    """Break one line softly, never within an escape."""
    pieces: list[str] = []
    start, end = 0, len(line)
    while end - start > LINE:
        stop = start + LINE - 1
        if line[stop - 2] == "=":
            stop -= 2
        elif line[stop - 1] == "=":
            stop -= 1
        pieces.append(line[start:stop])
        start = stop
    pieces.append(_ending(line[start:]))
    return "=\n".join(pieces)


def _ending(rest: str) -> str:
    """Protect a space at the end of a line: it would be lost on the way."""
    if not rest.endswith(_SPACES):
        return rest
    protected = f"={ord(rest[-1]):02X}"
    if len(rest) + len(protected) - 1 <= LINE:
        return rest[:-1] + protected
    return f"{rest}=\n" if len(rest) < LINE else f"{rest[:-1]}=\n{protected}"
