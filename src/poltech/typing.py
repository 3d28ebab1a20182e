"""Types that several rooms speak."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

__all__ = ["Json", "JsonObject"]

Json: TypeAlias = (
    "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
)
"""A value that JSON can write."""

JsonObject: TypeAlias = Mapping[str, Json]
"""A JSON object."""
