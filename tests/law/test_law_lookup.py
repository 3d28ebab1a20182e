"""Legal orders are looked up by code, the built-in first."""

import sys
from pathlib import Path

import pytest

from poltech.i18n import explain
from poltech.law import (
    Medium,
    UnknownJurisdictionError,
    UnknownTermError,
    Vocabulary,
    jurisdiction,
)

MODULE = """
from poltech.law import Jurisdiction
from poltech.law.eu import EU

ZZ = Jurisdiction(code="ZZ", name="Zedland", time_zone="UTC", includes=(EU,))
FR = "an impostor"
"""


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package that brings a legal order, and an impostor of France."""
    (tmp_path / "zedlaw.py").write_text(MODULE)
    info = tmp_path / "zedlaw-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zedlaw\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[poltech.jurisdictions]\nZZ = zedlaw:ZZ\nFR = zedlaw:FR\nYY = zedlaw:FR\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "zedlaw", raising=False)


@pytest.mark.usefixtures("brought")
def test_a_package_brings_a_legal_order() -> None:
    """An entry point of the group `poltech.jurisdictions` is found by its name."""
    assert jurisdiction("ZZ").name == "Zedland"


@pytest.mark.usefixtures("brought")
def test_nobody_takes_the_place_of_a_built_in_order() -> None:
    """France stays France, whatever a package says."""
    assert jurisdiction("FR").name == "France"


@pytest.mark.usefixtures("brought")
def test_what_is_no_jurisdiction_is_refused() -> None:
    """An entry point that gives something else is an error, not a surprise later."""
    with pytest.raises(UnknownJurisdictionError):
        jurisdiction("YY")


def test_an_unknown_order_names_the_known() -> None:
    """The error says what can be chosen instead, in both languages."""
    with pytest.raises(UnknownJurisdictionError) as caught:
        jurisdiction("QQ")
    assert "EU, FR" in str(caught.value)
    assert explain(caught.value, "fr").startswith("Il n'y a pas d'ordre juridique QQ")


def test_an_unknown_word_names_the_known() -> None:
    """A medium that nobody registered is an error that lists those that are."""
    media = Vocabulary("medium", Medium.BUILT_IN)
    with pytest.raises(UnknownTermError) as caught:
        media.parse("pigeon")
    assert "email, phone, post, sms, social" in str(caught.value)
    pigeon = Medium(code="pigeon", label="pigeon", point="address", electronic=False)
    assert media.extended([pigeon]).parse("pigeon") is pigeon
    assert "pigeon" not in media
