"""The search for names in bytes finds what it should, or it proves nothing."""

from base64 import b64encode
from pathlib import Path

import pytest

from poltech.storage.testing import files_containing

NAME = "Élodie Lefèvre"
FORMS = {
    "utf-8": NAME.encode(),
    "utf-16-le": NAME.encode("utf-16-le"),
    "utf-16-be": NAME.encode("utf-16-be"),
    "lower case": NAME.lower().encode(),
    "upper case": NAME.upper().encode(),
    "hexadecimal": NAME.encode().hex().encode(),
    "upper hexadecimal": NAME.encode().hex().upper().encode(),
    "base64": b64encode(NAME.encode()),
    "base64, shifted by one": b64encode(b"x" + NAME.encode() + b"x"),
    "base64, shifted by two": b64encode(b"xx" + NAME.encode() + b"yyy"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("before", [0, (1 << 20) - 5], ids=["start", "edge of a piece"])
def test_each_form_is_found(tmp_path: Path, form: bytes, before: int) -> None:
    """A text is found in every form, also where two pieces of a file meet."""
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "leaky"
    path.write_bytes(bytes(before) + form + bytes(100))
    (tmp_path / "tight").write_bytes(bytes(1000))
    assert files_containing([tmp_path], [NAME, "nobody"]) == {path: {NAME}}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    """Files without the text, and no files, give nobody away."""
    path = tmp_path / "tight"
    path.write_bytes(bytes(range(256)) * 5_000)
    assert files_containing([path], [NAME]) == {}
    assert files_containing([], [NAME]) == {}
