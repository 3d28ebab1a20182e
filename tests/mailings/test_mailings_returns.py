"""What leaves in a message is found again in what comes back."""

import re
import subprocess
import sys

import attrs
import pytest

from poltech.channels import Bounced, LeaveAsked, Replied, read_returned, return_address
from poltech.ids import ContactId
from poltech.mailings import Addressee, Link, Message, Tokens, Use, compile_message
from poltech.mailings.testing import IMPRINT

TOKENS = Tokens(b"s" * 32)
LINK = Link(
    workspace=IMPRINT.workspace,
    contact=ContactId(int=9),
    purpose="newsletter",
    medium="email",
    mailing=IMPRINT.mailing,
)


@pytest.fixture
def sent(message: Message, person: Addressee) -> bytes:
    """Make a message whose link was signed here."""
    imprint = attrs.evolve(IMPRINT, leave_by_mail="partir@lens.example")
    token = TOKENS.issue(Use.UNSUBSCRIBE, LINK)
    return compile_message(message, imprint).render(
        attrs.evolve(person, unsubscribe=token)
    )


def test_leaving_by_mail_comes_back_with_its_token(sent: bytes) -> None:
    """RFC 2369: a mail reader fills in what the header says, and sends it."""
    mailto = re.search(rb"<mailto:([^?]*)\?subject=([^>]*)>", sent)
    assert mailto is not None
    subject = mailto[2].replace(b"%20", b" ")
    answer = b"To: " + mailto[1] + b"\r\nSubject: " + subject + b"\r\n\r\n"
    returned = read_returned(answer)
    assert isinstance(returned, LeaveAsked)
    assert TOKENS.read(Use.UNSUBSCRIBE, returned.token) == LINK


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_names_the_attempt_by_what_it_quotes(
    sent: bytes, person: Addressee, kind: str
) -> None:
    """Servers return the message or its headers; ours names the attempt."""
    quoted = sent if kind == "message/rfc822" else sent.partition(b"\r\n\r\n")[0]
    report = (
        b"From: MAILER-DAEMON@mx.example\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
        b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b\r\nContent-Type: "
        + kind.encode()
        + b"\r\n\r\n"
        + quoted
        + b"\r\n--b--\r\n"
    )
    returned = read_returned(report)
    assert isinstance(returned, Bounced)
    assert returned.reference == person.reference


def test_a_reply_names_the_attempt_by_its_message_id(
    sent: bytes, person: Addressee
) -> None:
    """RFC 5322, 3.6.4: an answer refers to what it answers."""
    found = re.search(rb"Message-ID: (<[^>]*>)", sent)
    assert found is not None
    answer = b"From: zoe@example.net\r\nIn-Reply-To: " + found[1] + b"\r\n\r\nMerci\r\n"
    returned = read_returned(answer)
    assert isinstance(returned, Replied)
    assert returned.reference == person.reference


def test_a_return_address_names_the_attempt(person: Addressee) -> None:
    """The envelope sender comes back as the recipient of the report."""
    address = return_address("retours@lens.example", person.reference)
    report = f"From: MAILER-DAEMON@mx.example\r\nTo: <{address}>\r\n\r\nfailure \r\n"
    returned = read_returned(report.encode())
    assert isinstance(returned, Bounced)
    assert returned.reference == person.reference


@pytest.mark.parametrize("missing", ["liquid", "css_inline"])
def test_a_missing_library_is_said_so(missing: str) -> None:
    """Without the extra, the error says which command mends it."""
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from poltech.mailings import Mailbox, Message, MissingExtraError, lint\n"
        "box = Mailbox(name='x', email='a@b.example')\n"
        "try:\n"
        "    lint(Message(sender=box, subject='x', html='<p>x</p>'))\n"
        "except MissingExtraError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert "pip install 'poltech[email]'" in done.stdout


def test_the_room_opens_without_its_libraries() -> None:
    """Neither Liquid nor CSS is loaded before a message is made."""
    program = "import sys, poltech.mailings; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"liquid", "css_inline", "markupsafe", "aiosmtpd", "pytest"}
