"""What a vendor's export looks like: the shape that every adapter of files fills."""

from collections.abc import Mapping
from typing import final

import attrs

__all__ = ["Preset"]


@final
@attrs.frozen(kw_only=True)
class Preset:
    """How one vendor's export is recognised and read.

    Attributes:
        code: the vendor's word.
        name: how the vendor calls itself.
        signatures: sets of columns, each of which gives the vendor away.
        columns: targets by column; what is not listed is read by name.
        month_first: whether dates are written month first.
        zone: IANA name of the zone its times are in; `None` for the office's own.
        marked: whether its cells may begin with an apostrophe that means nothing.
        proof: whether the export carries proof of consent.
    """

    code: str
    name: str
    signatures: tuple[frozenset[str], ...]
    columns: Mapping[str, str]
    month_first: bool = False
    zone: str | None = "UTC"
    marked: bool = False
    proof: bool = False
