"""The European Union: what binds in every member state.

Regulation (EU) 2016/679 (GDPR), Directive 2002/58/EC (ePrivacy) read with consent as
the default for political messages, Regulation (EU) 2024/900 (TTPA) as far as the
gate needs it.
"""

from poltech.errors import msg
from poltech.law._jurisdiction import Jurisdiction
from poltech.law.eu._addressing import ADDRESSING
from poltech.law.eu._choices import CHOICES
from poltech.law.eu._consents import CONSENTS
from poltech.law.eu._fields import FIELDS
from poltech.law.eu._numbers import AGE_OF_CONSENT, NATIONAL_AGES
from poltech.law.eu._sources import SOURCES

__all__ = ["EU"]

EU = Jurisdiction(
    code="EU",
    name=msg("European Union"),
    time_zone="Europe/Brussels",
    numbers=(AGE_OF_CONSENT, *NATIONAL_AGES),
    sources=SOURCES,
    consents=CONSENTS,
    fields=FIELDS,
    addressing=(*ADDRESSING, *CHOICES),
)
