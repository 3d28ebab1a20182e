"""Making messages: the compiled form beside what the standard library offers.

Every way makes the same kind of message for other people each time: 3 kB of HTML,
1 kB of text, the same fields. Rounds are interleaved, so a busy machine slows all of
them alike; read the ratios. Nothing is asserted.

Usage: python benchmarks/messages.py [seconds for each way and round]
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP, compat32

from liquid import Environment

from poltech.ids import AttemptId, ContactId, MailingId, SystemIds, WorkspaceId
from poltech.law import Purpose
from poltech.mailings import (
    Addressee,
    Imprint,
    Link,
    Mailbox,
    Message,
    Tokens,
    Use,
    check,
    compile_message,
)
from poltech.profile import Controller, ControllerKind

ROUNDS = 5
PEOPLE = 2_000
SENTENCE = (
    "Votre voix compte : venez en parler avec nous, à l'heure qui vous convient. "
)

HTML = f"""<!DOCTYPE html>
<html lang="fr"><head><style>
p {{ color: #222222; font: 16px/1.5 sans-serif }} a.go {{ background: #cc0000 }}
</style></head>
<body>
<h1>Réunion publique</h1>
<p>{{{{ contact.salutation }}}} {{{{ contact.family_name | default: "" }}}},</p>
<p>{SENTENCE * 10}</p>
<p>Nous serons à {{{{ contact.commune | default: "Lens" }}}} le 3 décembre.</p>
<p>{SENTENCE * 12}</p>
<p><a class="go" href="https://lens.example/reunion">Je viens</a></p>
<p>Bien à vous, {{{{ contact.given_name | default: "ami·e" }}}}.</p>
<p>{{{{ office.name }}}}, {{{{ office.postal_address }}}}, {{{{ office.email }}}} —
{{{{ source.label }}}} — <a href="{{{{ unsubscribe_url }}}}">Se désinscrire</a></p>
</body></html>
"""
TEXT = f"""{{{{ contact.salutation }}}} {{{{ contact.family_name | default: "" }}}},

{SENTENCE * 6}

Nous serons à {{{{ contact.commune | default: "Lens" }}}} le 3 décembre.

{SENTENCE * 5}

Bien à vous, {{{{ contact.given_name | default: "ami·e" }}}}.

{{{{ office.name }}}}, {{{{ office.postal_address }}}}, {{{{ office.email }}}}
{{{{ source.label }}}}
Se désinscrire : {{{{ unsubscribe_url }}}}
"""
SUBJECT = "{{ contact.given_name | default: 'Bonjour' }}, une réunion vous attend"

CONTROLLER = Controller(
    name="Permanence de Lens",
    kind=ControllerKind.PARTY,
    email="office@lens.example",
    postal_address="1 place du Marché, 62300 Lens",
)
IMPRINT = Imprint(
    workspace=WorkspaceId(int=1),
    mailing=MailingId(int=2),
    purpose=Purpose.NEWSLETTER,
    links="https://lens.example",
    controller=CONTROLLER,
)
MESSAGE = Message(
    sender=Mailbox(name="Permanence de Lens", email="office@lens.example"),
    subject=SUBJECT,
    html=HTML,
    text=TEXT,
)
TOKENS = Tokens(bytes(range(32)))
GIVEN = ("Zoé", "Jean", "Marie-Ange", "Noël", "Ahmed", "Inès", "Paul", "Léa")
TOWNS = ("Lens", "Liévin", "Béthune", "Hénin-Beaumont")


def people() -> list[Addressee]:
    """Invent people who differ in every field."""
    made: list[Addressee] = []
    for number, reference in enumerate(SystemIds().batch(AttemptId, PEOPLE)):
        link = Link(
            workspace=IMPRINT.workspace,
            contact=ContactId(int=number),
            purpose="newsletter",
            medium="email",
            mailing=IMPRINT.mailing,
        )
        made.append(
            Addressee(
                address=f"personne{number}@example.net",
                reference=reference,
                at=datetime(2026, 11, 23, 11, tzinfo=UTC),
                unsubscribe=TOKENS.issue(Use.UNSUBSCRIBE, link),
                values={
                    "contact.given_name": GIVEN[number % len(GIVEN)],
                    "contact.family_name": f"Lefèvre{number}",
                    "contact.salutation": "Madame" if number % 2 else "Monsieur",
                    "contact.commune": TOWNS[number % len(TOWNS)],
                    "source.label": "marché de Lens",
                },
            )
        )
    return made


def ways() -> Iterator[tuple[str, Callable[[Addressee], object]]]:
    """Give every way to make a message, the library's first."""
    liquid = Environment()
    subject, text = liquid.from_string(SUBJECT), liquid.from_string(TEXT)
    html = Environment(autoescape=True).from_string(HTML)

    def said(one: Addressee) -> tuple[str, str, str, dict[str, str]]:
        values = nested(one)
        reference = one.reference.hex
        link = f"https://lens.example/u/{one.unsubscribe}"
        headers = {
            "From": "Permanence de Lens <office@lens.example>",
            "To": one.address,
            "Date": "Mon, 23 Nov 2026 11:00:00 +0000",
            "Message-ID": f"<{reference}@lens.example>",
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        parts = (part.render(**values) for part in (subject, text, html))
        return (*parts, headers)  # type: ignore[return-value] # three parts

    def modern(one: Addressee) -> bytes:
        line, plain, rich, headers = said(one)
        message = EmailMessage(policy=SMTP)
        for name, value in headers.items():
            message[name] = value
        message["Subject"] = line
        message.set_content(plain)
        message.add_alternative(rich, subtype="html")
        return message.as_bytes()

    def classic(one: Addressee) -> bytes:
        line, plain, rich, headers = said(one)
        message = MIMEMultipart("alternative")
        for name, value in headers.items():
            message[name] = value
        message["Subject"] = Header(line, "utf-8")
        message.attach(MIMEText(plain, "plain", "utf-8"))
        message.attach(MIMEText(rich, "html", "utf-8"))
        return message.as_bytes(policy=compat32.clone(linesep="\r\n"))

    compiled = compile_message(MESSAGE, IMPRINT)

    def signed(one: Addressee) -> bytes:
        link = Link(
            workspace=IMPRINT.workspace,
            contact=ContactId(int=one.reference.int),
            purpose="newsletter",
            medium="email",
            mailing=IMPRINT.mailing,
        )
        TOKENS.issue(Use.UNSUBSCRIBE, link)
        return compiled.render(one)

    def looked_at(one: Addressee) -> bool:
        return check(compiled.render(one), compiled.expected(one)).allowed

    yield "EmailMessage, SMTP policy", modern
    yield "MIMEMultipart, compat32", classic
    yield "ours, by the library", compiled.reference
    yield "ours, compiled + full check of each", looked_at
    yield "ours, compiled + token", signed
    yield "ours, compiled (scanned)", compiled.render


def nested(one: Addressee) -> dict[str, object]:
    """Give the values as python-liquid wants them."""
    data: dict[str, dict[str, object]] = {
        "office": {
            "name": CONTROLLER.name,
            "email": CONTROLLER.email,
            "postal_address": CONTROLLER.postal_address,
        }
    }
    for name, value in one.values.items():
        first, _, rest = name.partition(".")
        data.setdefault(first, {})[rest] = value
    return {**data, "unsubscribe_url": f"https://lens.example/u/{one.unsubscribe}"}


def rate(
    make: Callable[[Addressee], object], crowd: list[Addressee], least: float
) -> float:
    """Count messages in a second."""
    made, start = 0, time.perf_counter()
    while True:
        for one in crowd[:100]:
            make(one)
        made += 100
        elapsed = time.perf_counter() - start
        if elapsed > least:
            return made / elapsed


def main() -> None:
    """Measure and print."""
    least = float(sys.argv[1]) if len(sys.argv) > 1 else 0.4
    crowd = people()
    compiled = compile_message(MESSAGE, IMPRINT)
    raw = compiled.render(crowd[0])
    print(f"HTML {len(HTML)} B, text {len(TEXT)} B, message {len(raw)} B")
    rates: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, make in ways():
            rates.setdefault(name, []).append(rate(make, crowd, least))
    base = statistics.median(rates["EmailMessage, SMTP policy"])
    for name, measured in rates.items():
        median = statistics.median(measured)
        print(f"{name:38} {median:10,.0f} /s  {median / base:7.1f} x")


if __name__ == "__main__":
    main()
