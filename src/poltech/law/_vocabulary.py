"""Open vocabularies: words with a legal meaning, and room for a host's own."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeVar, final

import attrs

from poltech.errors import msg
from poltech.law.errors import UnknownTermError

__all__ = [
    "Mechanism",
    "Medium",
    "Origin",
    "Purpose",
    "SourceKind",
    "Stream",
    "Vocabulary",
]


class Stream(StrEnum):
    """The two rivers of messages, which never mix."""

    CAMPAIGN = "campaign"
    """Sent to many because the office wants to; at most once to each."""

    TRANSACTIONAL = "transactional"
    """Sent to one because they did something: a confirmation, a receipt, an answer."""


class Term(Protocol):
    """A word of a vocabulary: its code is what storages and adapters speak."""

    @property
    def code(self) -> str:
        """The stored word."""
        ...


AnyTerm = TypeVar("AnyTerm", bound=Term)


@final
class Vocabulary(Generic[AnyTerm]):
    """The words of one kind that a workspace knows: the built-in and the host's own.

    >>> Vocabulary("medium", Medium.BUILT_IN).parse("sms").label
    'text message'
    """

    def __init__(self, name: str, terms: Iterable[AnyTerm]) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}

    def parse(self, code: str) -> AnyTerm:
        """Find a word by its code.

        Raises:
            UnknownTermError: no such word was registered.
        """
        try:
            return self._terms[code]
        except KeyError:
            raise UnknownTermError(
                field=self.name, term=code, known=", ".join(sorted(self._terms))
            ) from None

    def extended(self, terms: Iterable[AnyTerm]) -> "Vocabulary[AnyTerm]":
        """Give a vocabulary that also knows the host's own words."""
        return Vocabulary(self.name, (*self._terms.values(), *terms))

    def __iter__(self) -> Iterator[AnyTerm]:
        return iter(self._terms.values())

    def __contains__(self, code: object) -> bool:
        return code in self._terms


@final
@attrs.frozen(kw_only=True)
class Purpose:
    """Why a person is written to.

    Attributes:
        code: the stored word.
        label: how people call it, in English; translated by `poltech.i18n`.
        stream: which river it belongs to.
        political: whether receiving it tells of the person's opinions, or tries to
            form them.
        solicits: whether the person must have agreed before they are approached.
    """

    code: str
    label: str
    stream: Stream = Stream.CAMPAIGN
    political: bool = True
    solicits: bool = True

    CAMPAIGN: ClassVar["Purpose"]
    NEWSLETTER: ClassVar["Purpose"]
    FUNDRAISING: ClassVar["Purpose"]
    PETITION_FOLLOW_UP: ClassVar["Purpose"]
    EVENTS: ClassVar["Purpose"]
    POLITICAL_ADVERTISING: ClassVar["Purpose"]
    COMMERCIAL: ClassVar["Purpose"]
    SERVICE: ClassVar["Purpose"]
    TRACKING: ClassVar["Purpose"]
    BUILT_IN: ClassVar[tuple["Purpose", ...]]


Purpose.CAMPAIGN = Purpose(code="campaign", label=msg("political campaign"))
Purpose.NEWSLETTER = Purpose(code="newsletter", label=msg("newsletter"))
Purpose.FUNDRAISING = Purpose(code="fundraising", label=msg("fundraising"))
Purpose.PETITION_FOLLOW_UP = Purpose(
    code="petition_follow_up", label=msg("news of a petition")
)
Purpose.EVENTS = Purpose(code="events", label=msg("invitations"))
Purpose.POLITICAL_ADVERTISING = Purpose(
    code="political_advertising", label=msg("targeted political advertising")
)
Purpose.COMMERCIAL = Purpose(
    code="commercial", label=msg("commercial offers"), political=False
)
Purpose.SERVICE = Purpose(
    code="service",
    label=msg("answers, confirmations and receipts"),
    stream=Stream.TRANSACTIONAL,
    political=False,
    solicits=False,
)
Purpose.TRACKING = Purpose(
    code="tracking", label=msg("measuring opens and clicks"), political=False
)
Purpose.BUILT_IN = (
    Purpose.CAMPAIGN,
    Purpose.NEWSLETTER,
    Purpose.FUNDRAISING,
    Purpose.PETITION_FOLLOW_UP,
    Purpose.EVENTS,
    Purpose.POLITICAL_ADVERTISING,
    Purpose.COMMERCIAL,
    Purpose.SERVICE,
    Purpose.TRACKING,
)


@final
@attrs.frozen(kw_only=True)
class Medium:
    """How a person is reached.

    Attributes:
        code: the stored word.
        label: how people call it, in English.
        point: what it needs: `email`, `phone`, `mobile`, `address` or `social`.
        electronic: whether prior consent is asked for by the rules on electronic
            communications (Directive 2002/58/EC article 13).
    """

    code: str
    label: str
    point: str
    electronic: bool

    EMAIL: ClassVar["Medium"]
    SMS: ClassVar["Medium"]
    PHONE: ClassVar["Medium"]
    POST: ClassVar["Medium"]
    SOCIAL: ClassVar["Medium"]
    BUILT_IN: ClassVar[tuple["Medium", ...]]


Medium.EMAIL = Medium(code="email", label=msg("e-mail"), point="email", electronic=True)
Medium.SMS = Medium(
    code="sms", label=msg("text message"), point="mobile", electronic=True
)
Medium.PHONE = Medium(
    code="phone", label=msg("phone call"), point="phone", electronic=False
)
Medium.POST = Medium(
    code="post", label=msg("letter"), point="address", electronic=False
)
Medium.SOCIAL = Medium(
    code="social", label=msg("private message"), point="social", electronic=True
)
Medium.BUILT_IN = (
    Medium.EMAIL,
    Medium.SMS,
    Medium.PHONE,
    Medium.POST,
    Medium.SOCIAL,
)


@final
@attrs.frozen(kw_only=True)
class Mechanism:
    """How a person made a statement.

    Attributes:
        code: the stored word.
        label: how people call it, in English.
        affirmative: whether it is a clear affirmative act by which consent can be
            given (GDPR article 4(11)); what one leaves by is none.
    """

    code: str
    label: str
    affirmative: bool

    BUILT_IN: ClassVar[tuple["Mechanism", ...]]


Mechanism.BUILT_IN = tuple(
    Mechanism(code=code, label=label, affirmative=affirmative)
    for code, label, affirmative in (
        ("unticked_box", msg("box that the person ticked"), True),
        ("double_opt_in", msg("link confirmed from the mailbox"), True),
        ("button", msg("button that the person pressed"), True),
        ("paper_signature", msg("signature on paper"), True),
        ("paper_box", msg("box ticked on paper"), True),
        ("spoken_yes", msg("yes said aloud"), True),
        ("keyword", msg("word sent by text message"), True),
        ("preference_page", msg("page of one's own choices"), True),
        ("unsubscribe_link", msg("unsubscribe link"), False),
        ("one_click", msg("unsubscribe button of the mailbox"), False),
        ("reply_stop", msg("answer STOP"), False),
        ("spoken_no", msg("no said aloud"), False),
        ("letter", msg("letter or e-mail of refusal"), False),
        ("prechecked_box", msg("box ticked beforehand"), False),
        ("implied", msg("taken as agreed"), False),
        ("inactivity", msg("no answer"), False),
        ("bundled_terms", msg("acceptance of general terms"), False),
        ("third_party", msg("said by somebody else"), False),
        ("elapsed", msg("time that passed"), False),
        ("unknown", msg("nobody knows how"), False),
    )
)


class Origin(StrEnum):
    """The legal nature of a source: what the rules look at."""

    PERSON = "person"
    """Collected from the person themselves (GDPR article 13)."""

    THIRD_PARTY = "third_party"
    """Handed over by somebody who knows the person (article 14)."""

    PUBLIC_DIRECTORY = "public_directory"
    """Published so that the addressee can be reached in their office."""

    ELECTORAL_ROLL = "electoral_roll"
    """Code électoral article L37."""

    TRADED = "traded"
    """Bought or rented."""

    PUBLIC_SERVICE = "public_service"
    """A file that a public service keeps for its own task."""

    SOCIAL_NETWORK = "social_network"
    """Gathered from profiles, followers or reactions."""


@final
@attrs.frozen(kw_only=True)
class SourceKind:
    """What a source is called, and its legal nature."""

    code: str
    label: str
    origin: Origin

    BUILT_IN: ClassVar[tuple["SourceKind", ...]]


SourceKind.BUILT_IN = tuple(
    SourceKind(code=code, label=label, origin=origin)
    for code, label, origin in (
        ("web_form", msg("form on a web page"), Origin.PERSON),
        ("paper_form", msg("paper form"), Origin.PERSON),
        ("market_stall", msg("market stall"), Origin.PERSON),
        ("event", msg("public meeting"), Origin.PERSON),
        ("door", msg("doorstep talk"), Origin.PERSON),
        ("phone_call", msg("phone call"), Origin.PERSON),
        ("membership", msg("membership form"), Origin.PERSON),
        ("petition", msg("petition"), Origin.PERSON),
        ("donation", msg("donation"), Origin.PERSON),
        ("previous_tool", msg("file of a previous tool"), Origin.PERSON),
        ("referral", msg("referral by a friend"), Origin.THIRD_PARTY),
        ("partner", msg("partner organisation"), Origin.THIRD_PARTY),
        ("public_directory", msg("public directory"), Origin.PUBLIC_DIRECTORY),
        ("electoral_roll", msg("electoral roll"), Origin.ELECTORAL_ROLL),
        ("bought_list", msg("bought list"), Origin.TRADED),
        ("rented_list", msg("rented list"), Origin.TRADED),
        ("public_service_file", msg("public-service file"), Origin.PUBLIC_SERVICE),
        ("municipal_school_file", msg("school file"), Origin.PUBLIC_SERVICE),
        ("social_network", msg("social network"), Origin.SOCIAL_NETWORK),
    )
)
