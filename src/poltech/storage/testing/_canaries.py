"""Whether a file gives anybody away: its bytes searched in every usual form."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

__all__ = ["files_containing"]

_PIECE: Final = 1 << 20
_TELLING: Final = 6


def files_containing(
    paths: Iterable[Path], canaries: Iterable[str]
) -> Mapping[Path, frozenset[str]]:
    """Find the files in which a text stands, in clear or thinly veiled.

    A text is looked for as UTF-8, UTF-16 of both byte orders, base64 at each of its
    three offsets, and hexadecimal; as it is, in lower case and in upper case.

    Args:
        paths: files, and folders that are searched whole.
        canaries: texts that must not be found.

    Returns:
        The canaries found, by the file that holds them.
    """
    forms = [(text, form) for text in canaries for form in _forms(text)]
    found: dict[Path, set[str]] = {}
    for path in _files(paths):
        for piece in _pieces(path, max((len(form) for _, form in forms), default=0)):
            for text, form in forms:
                if form in piece:
                    found.setdefault(path, set()).add(text)
    return {path: frozenset(texts) for path, texts in found.items()}


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(child for child in path.rglob("*") if child.is_file())
        else:
            yield path


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    """Read a file in pieces that overlap by the longest form."""
    tail = b""
    with path.open("rb") as stream:
        while block := stream.read(_PIECE):
            yield tail + block
            tail = block[-overlap:]


def _forms(text: str) -> set[bytes]:
    """Write a text in every form that it is looked for.

    >>> {"clé".encode().hex().encode(), "CLÉ".encode("utf-16-be")} <= _forms("clé")
    True
    """
    forms: set[bytes] = set()
    for case in {text, text.lower(), text.upper()}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = case.encode(encoding)
            forms |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            forms.update(_inside_base64(raw))
    return forms


def _inside_base64(raw: bytes) -> Iterator[bytes]:
    """Give what base64 shows of some bytes, wherever in a longer text they stand."""
    for offset in range(3):
        encoded = b64encode(bytes(offset) + raw)
        start = (offset * 8 + 5) // 6
        end = (offset + len(raw)) * 8 // 6
        if end - start >= _TELLING:
            yield encoded[start:end]
