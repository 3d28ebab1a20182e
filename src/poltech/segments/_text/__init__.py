"""Segments as people type them, in English or French."""

from poltech.segments._text._format import (
    format,  # noqa: A004 - `segments.format` undoes `segments.parse`
)
from poltech.segments._text._parse import parse

__all__ = ["format", "parse"]
