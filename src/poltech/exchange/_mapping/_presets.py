"""The vendors whose exports are known by their columns."""

from collections.abc import Mapping, Sequence
from functools import cache

from poltech.exchange._mapping._names import fold
from poltech.exchange._preset import Preset
from poltech.exchange.adapters import (
    action_network,
    brevo,
    civicrm,
    linkedin,
    listmonk,
    mailchimp,
    nationbuilder,
    van,
)

__all__ = ["columns_of", "preset_by_code", "presets", "recognise"]

_PRESETS = (
    nationbuilder.PRESET,
    mailchimp.PRESET,
    action_network.PRESET,
    civicrm.PRESET,
    van.PRESET,
    listmonk.PRESET,
    linkedin.PRESET,
    brevo.PRESET,
)


def presets() -> tuple[Preset, ...]:
    """List the vendors whose exports are known."""
    return _PRESETS


def recognise(header: Sequence[str]) -> Preset | None:
    """Tell whose export a header is, if it is anybody's.

    >>> recognise(["First Name", "Last Name", "URL", "Connected On"]).name
    'LinkedIn'
    """
    names = frozenset(fold(name) for name in header)
    return next((preset for preset in _PRESETS if _signed(preset, names)), None)


def preset_by_code(code: str | None) -> Preset | None:
    """Find a preset by its vendor's word."""
    return next((preset for preset in _PRESETS if preset.code == code), None)


@cache
def columns_of(code: str) -> Mapping[str, str]:
    """Give a preset's targets by folded column."""
    preset = preset_by_code(code)
    if preset is None:
        return {}
    return {fold(name): target for name, target in preset.columns.items()}


def _signed(preset: Preset, names: frozenset[str]) -> bool:
    return any(
        names.issuperset(fold(name) for name in signature)
        for signature in preset.signatures
    )
