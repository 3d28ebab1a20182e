"""Legal orders by their code: the built-in first, then those that packages bring."""

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from poltech.law._jurisdiction import Jurisdiction
from poltech.law.errors import UnknownJurisdictionError

__all__ = ["jurisdiction"]

_BUILT_IN = ("EU", "FR")
_GROUP = "poltech.jurisdictions"


def jurisdiction(code: str) -> Jurisdiction:
    """Find a legal order by its code.

    >>> jurisdiction("FR").name
    'France'

    Raises:
        UnknownJurisdictionError: none bears it; the error names the known.
    """
    if code in _BUILT_IN:
        return _loaded(import_module(f"poltech.law.{code.lower()}"), code)
    brought = _brought()
    if code not in brought:
        known = ", ".join(sorted({*_BUILT_IN, *brought}))
        raise UnknownJurisdictionError(code=code, known=known)
    return _checked(brought[code].load(), code)


def _loaded(module: object, code: str) -> Jurisdiction:
    """Take a legal order out of one of our own modules."""
    return _checked(getattr(module, code), code)


def _checked(found: object, code: str) -> Jurisdiction:
    """Pass on a legal order; anything else under its name is refused.

    Raises:
        UnknownJurisdictionError: it is none.
    """
    if not isinstance(found, Jurisdiction):
        known = ", ".join(_BUILT_IN)
        raise UnknownJurisdictionError(code=code, known=known)
    return found


def _brought() -> dict[str, EntryPoint]:
    """List the legal orders that installed packages bring."""
    return {point.name: point for point in entry_points(group=_GROUP)}
