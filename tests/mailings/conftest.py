"""A message and a person for tests of messages."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import attrs
import pytest

from poltech.ids import AttemptId
from poltech.mailings import Addressee, Message
from poltech.mailings.testing import SENDER

HTML = """<!DOCTYPE html>
<html><head><title>Réunion</title><style>
p { color: #222 } a.go { background: #c00 }
@media (max-width: 600px) { p { font-size: 18px } }
</style></head>
<body>
<h1>Réunion publique</h1>
<p>{{ contact.gender | gendered: "Cher", "Chère", "Cher·e" }}
{{ contact.given_name | default: "ami·e" }},</p>
{% if contact.postcode == "62300" %}<p>Vous êtes d'ici.</p>{% endif %}
<p><a class="go" href="https://lens.example/reunion">Je viens</a></p>
</body></html>
"""

PERSON = Addressee(
    address="jeanne@example.net",
    reference=AttemptId("0192f0c1-a2b3-7def-8123-456789abcdef"),
    at=datetime(2026, 11, 23, 11, tzinfo=UTC),
    unsubscribe="token-" * 10,
    values={
        "contact.given_name": "Zoé",
        "contact.family_name": "Lefèvre",
        "contact.full_name": "Zoé Lefèvre",
        "contact.gender": "f",
        "contact.salutation": "Madame",
        "contact.commune": "Lens",
        "contact.postcode": "62300",
        "source.label": "marché de Lens",
        "source.date": date(2026, 5, 12),
    },
)


@pytest.fixture
def person() -> Addressee:
    """Give somebody to write to."""
    return PERSON


@pytest.fixture
def message() -> Message:
    """Give something to say."""
    return Message(sender=SENDER, subject="Réunion publique à Lens", html=HTML)


@pytest.fixture
def with_values(person: Addressee) -> Callable[..., Addressee]:
    """Give somebody of whom other things are said."""

    def make(**values: object) -> Addressee:
        said = {name.replace("__", "."): value for name, value in values.items()}
        return attrs.evolve(person, values={**person.values, **said})

    return make
