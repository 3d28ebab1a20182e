"""What a message is, who answers for it, and whom it is for."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import final

import attrs

from poltech.clock import require_aware
from poltech.contacts import Contact, Source
from poltech.errors import msg
from poltech.i18n import language_of
from poltech.ids import AttemptId, MailingId, WorkspaceId
from poltech.law import Purpose, Stream
from poltech.mailings._fields import MergeFields, MergeValue
from poltech.mailings._salutation import gender_of, salutation_of
from poltech.mailings.errors import MessageError
from poltech.profile import Controller

__all__ = ["Addressee", "Imprint", "Mailbox", "Message", "merge_values"]

ADDRESS = re.compile(r"[^\x00-\x20\x7f-\U0010ffff\"(),:;<>@\[\\\]]+@[A-Za-z0-9.-]+")
"""One mailbox in ASCII, without quotes, comments, routes or white space."""

_NOT_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TOKEN = re.compile(r"[A-Za-z0-9_.\-]{43,400}")
_LINKS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/-]*)?")
_UNSUBSCRIBE, _PREFERENCES = "/u/", "/p/"


def _require_address(address: str, field: str) -> None:
    """Go on only with exactly one address."""
    if not ADDRESS.fullmatch(address):
        raise MessageError(field=field, problem=msg("it is not exactly one address"))


@final
@attrs.frozen(kw_only=True)
class Mailbox:
    """A name and an address that the office writes under."""

    name: str
    email: str

    def __attrs_post_init__(self) -> None:
        _require_address(self.email, "email")
        if not self.name.strip() or _NOT_A_LINE.search(self.name):
            raise MessageError(
                field="name", problem=msg("it is empty or holds a control character")
            )

    @property
    def domain(self) -> str:
        """What stands after the at sign."""
        return self.email.rpartition("@")[2]


@final
@attrs.frozen(kw_only=True)
class Message:
    """What is said to many, with places for what differs.

    Attributes:
        sender: whom it says it is from.
        subject: template of one line.
        html: template of the HTML part; `None` for a message of text alone.
        text: template of the text part; made from the HTML if `None`.
        reply_to: where answers go, if not to the sender.
        language: of the texts, and of dates and footers.
    """

    sender: Mailbox
    subject: str
    html: str | None = None
    text: str | None = None
    reply_to: Mailbox | None = None
    language: str = "fr"

    def __attrs_post_init__(self) -> None:
        language_of(self.language)
        if not f"{self.html or ''}{self.text or ''}".strip():
            raise MessageError(field="text", problem=msg("it says nothing"))


@final
@attrs.frozen(kw_only=True)
class Imprint:
    """What every message of a mailing must say of its origin.

    Attributes:
        workspace: whose mailing it is.
        mailing: its name; `None` for a message to one person.
        controller: who answers for it (GDPR articles 13 and 14).
        purpose: why it is sent.
        links: https address under which the office's pages are served.
        leave_by_mail: address that takes requests to leave, besides the link.
    """

    workspace: WorkspaceId
    mailing: MailingId | None = None
    controller: Controller
    purpose: Purpose
    links: str | None = None
    leave_by_mail: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.links is not None and not _LINKS.fullmatch(self.links):
            raise MessageError(
                field="links", problem=msg("it must begin with https://")
            )
        if self.leave_by_mail is not None:
            _require_address(self.leave_by_mail, "leave_by_mail")
        if self.campaign and self.links is None:
            raise MessageError(
                field="links", problem=msg("a campaign needs a link to leave it")
            )

    @property
    def campaign(self) -> bool:
        """Whether it is sent because the office wants to."""
        return self.purpose.stream is Stream.CAMPAIGN

    @property
    def unsubscribe(self) -> str:
        """What stands before the token in the link to leave."""
        return f"{(self.links or '').rstrip('/')}{_UNSUBSCRIBE}"

    @property
    def preferences(self) -> str:
        """What stands before the token in the link to choices."""
        return f"{(self.links or '').rstrip('/')}{_PREFERENCES}"


@final
@attrs.frozen(kw_only=True)
class Addressee:
    """One person, as a message sees them.

    Attributes:
        address: where it goes.
        reference: the attempt that hands it over.
        at: the instant it is dated.
        unsubscribe: token of their link to leave; every campaign has one.
        preferences: token of their link to choices.
        values: what the merge fields say of them.
    """

    address: str = attrs.field(repr=False)
    reference: AttemptId
    at: datetime
    unsubscribe: str | None = attrs.field(default=None, repr=False)
    preferences: str | None = attrs.field(default=None, repr=False)
    values: Mapping[str, MergeValue] = attrs.field(
        factory=dict[str, MergeValue], repr=False
    )

    def __attrs_post_init__(self) -> None:
        require_aware(self.at, "at")
        _require_address(self.address, "address")
        for token in (self.unsubscribe, self.preferences):
            if token is not None and not _TOKEN.fullmatch(token):
                raise MessageError(field="token", problem=msg("it is no opaque word"))


def merge_values(
    contact: Contact,
    *,
    source: Source | None,
    language: str,
    fields: MergeFields = MergeFields.BUILT_IN,
) -> dict[str, MergeValue]:
    """Give what the merge fields say of a contact.

    Only declared fields come along, so nothing else can be said by mistake.
    """
    name, address = contact.name, next(iter(contact.addresses), None)
    spoken = language_of(language)
    values: dict[str, MergeValue] = {
        "contact.given_name": name.given,
        "contact.family_name": name.family,
        "contact.full_name": name.full or None,
        "contact.civility": name.civility,
        "contact.gender": gender_of(name.civility),
        "contact.salutation": salutation_of(name.civility, spoken),
        "contact.commune": address.commune if address else None,
        "contact.postcode": address.postcode if address else None,
        "source.label": source.label if source else None,
        "source.date": source.collected if source else None,
    }
    values |= {f"custom.{key}": value for key, value in contact.fields.items()}
    return {name: value for name, value in values.items() if name in fields}
