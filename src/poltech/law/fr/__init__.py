"""France: code électoral, code de la consommation, loi Informatique et Libertés.

The texts were read as of April 2026; see the mark of each citation.
"""

from poltech.errors import msg
from poltech.law._jurisdiction import Jurisdiction
from poltech.law.eu import EU
from poltech.law.fr._addressing import ADDRESSING
from poltech.law.fr._numbers import POLLS_CLOSE, SATURDAY_VOTES
from poltech.law.fr._silence import SILENCE, silence
from poltech.law.fr._sources import SOURCES

__all__ = ["FR"]

FR = Jurisdiction(
    code="FR",
    name=msg("France"),
    time_zone="Europe/Paris",
    includes=(EU,),
    numbers=(POLLS_CLOSE, *SATURDAY_VOTES),
    sources=SOURCES,
    addressing=(*SILENCE, *ADDRESSING),
    silence=silence,
)
