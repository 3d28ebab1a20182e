"""A question in plain words, for the people who use it."""

from poltech.segments._explain._lines import explain

__all__ = ["explain"]
