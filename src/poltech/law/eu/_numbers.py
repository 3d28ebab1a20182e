"""Numbers that the Union sets, and those it leaves to its members."""

from datetime import date

from poltech.law._model import Citation, Row, Rows

__all__ = ["AGE_OF_CONSENT", "NATIONAL_AGES"]

_GDPR_APPLIES = date(2018, 5, 25)

AGE_OF_CONSENT: Rows[int] = Rows(
    "age_of_consent",
    (
        Row(
            value=16,
            since=_GDPR_APPLIES,
            source=Citation("GDPR article 8(1)", "M"),
        ),
    ),
)
"""Age from which one consents alone to a service of the information society."""


def _national(country: str, age: int, source: str) -> Rows[int]:
    """Give the age that one country chose."""
    row = Row(value=age, since=_GDPR_APPLIES, source=Citation(source, "M"))
    return Rows(f"{AGE_OF_CONSENT.name}.{country}", (row,))


NATIONAL_AGES: tuple[Rows[int], ...] = (
    _national("AT", 14, "GDPR article 8(1); § 4 DSG (Austria)"),
    _national("BE", 13, "GDPR article 8(1); Act of 30 July 2018, article 7 (Belgium)"),
    _national("DE", 16, "GDPR article 8(1), no lower age set (Germany)"),
    _national("ES", 14, "GDPR article 8(1); LO 3/2018 article 7 (Spain)"),
    _national("FR", 15, "GDPR article 8(1); loi Informatique et Libertés article 45"),
    _national("GB", 13, "UK GDPR article 8(1); Data Protection Act 2018 section 9"),
    _national("IT", 14, "GDPR article 8(1); Codice privacy article 2-quinquies"),
    _national("NL", 16, "GDPR article 8(1); UAVG article 5 (Netherlands)"),
    _national("PT", 13, "GDPR article 8(1); Lei 58/2019 article 16 (Portugal)"),
)
"""The lower ages that members of the Union, and the United Kingdom, chose."""
