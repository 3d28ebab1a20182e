"""Strategies for messages: templates of our subset, people, and words that break things."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from poltech.ids import AttemptId, MailingId, WorkspaceId
from poltech.law import Purpose
from poltech.mailings._fields import MergeFields, MergeValue
from poltech.mailings._message._model import Addressee, Imprint, Mailbox, Message
from poltech.profile import Controller, ControllerKind

__all__ = [
    "IMPRINT",
    "NASTY",
    "SENDER",
    "addressees",
    "html_templates",
    "liquid",
    "merge_dicts",
    "messages",
    "nasty_texts",
]

SENDER = Mailbox(name="Permanence de Lens", email="office@lens.example")
"""A sender for tests."""

IMPRINT = Imprint(
    workspace=WorkspaceId(int=1),
    mailing=MailingId(int=2),
    purpose=Purpose.NEWSLETTER,
    links="https://lens.example",
    controller=Controller(
        name="Permanence de Lens",
        kind=ControllerKind.PARTY,
        email="rgpd@lens.example",
        postal_address="1 place du Marché, 62300 Lens",
    ),
)
"""An imprint for tests: a newsletter."""

NASTY = (
    "",
    " ",
    "x",
    "Zoé",
    "O'Brien & <Fils>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</p></td></table></body></html>",
    "</title><script>x</script>",
    "--><b>x</b><!--",
    "]]><x/>",
    "&lt;b&gt; &amp; &#60;",
    "javascript:alert(1)",
    "{{ 7 | times: 7 }}",
    "{% raw %}{{ x }}{% endraw %}",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} *{7*7}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% include 'secret' %}",
    "%s %d %(x)s %%",
    "=?utf-8?q?hi=0D=0ABcc:_evil=40x.y?=",
    "=?utf-8?b?WA==?= =?x?",
    "x\r\nBcc: evil@x.y",
    "x\nTo: evil@x.y\n\nbody",
    "x\rSubject: y",
    "x\0y\x1bz\x7f",
    "x\u2028y\u2029z\x85w",
    ".\r\n.\r\nQUIT",
    "= =20 =C3=A9 =\n=",
    "trailing \nspace\t\n",
    "a" * 300,
    "é" * 200,
    "\u202eevil\u2066x",
    "\ufeff\ufffe\uffff",
    "\ud800",
    "👩\u200d👩\u200d👧 \U0001f1eb\U0001f1f7 z\u0335a\u0321l\u0317g\u0315o",
    "DROP TABLE contacts; --",
    "1/0",
    "../../etc/passwd%00",
    "test@example.org, other@example.org",
)
"""Words that have broken mailers, after kinds collected by others."""

_LANGUAGES = ("fr", "en")
_FILTERS = (
    "",
    "| upcase",
    "| downcase",
    "| capitalize",
    "| strip",
    "| escape",
    '| default: "ami·e"',
    "| truncate: 5",
    '| truncate: 9, "..."',
    '| strip | default: "<b>x</b>" | upcase',
    '| gendered: "Cher", "Chère", "Cher·e"',
)
_TEXT_FIELDS = (
    "contact.given_name",
    "contact.family_name",
    "contact.gender",
    "contact.commune",
    "source.label",
)
_TESTS = (
    "contact.given_name",
    'contact.given_name == "Zoé"',
    'contact.gender != "f"',
    'contact.commune and contact.gender == "m"',
    'contact.commune or contact.family_name == "x"',
)
_words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="{}<>&"
    ),
    max_size=90,
)


def nasty_texts() -> st.SearchStrategy[str]:
    """Draw words that break things, or any words at all."""
    return st.sampled_from(NASTY) | st.text(max_size=60)


def merge_dicts() -> st.SearchStrategy[dict[str, MergeValue]]:
    """Draw what the built-in fields say of somebody; text may be anything."""
    texts = st.none() | nasty_texts()
    values: dict[str, st.SearchStrategy[MergeValue]] = {}
    for field in MergeFields.BUILT_IN:
        if isinstance(field.example, date):
            values[field.name] = st.none() | st.dates()
        elif not field.url and not field.name.startswith("office."):
            values[field.name] = texts
    values["source.label"] = nasty_texts().map(lambda text: f"marché {text}")
    values["custom.number"] = st.integers() | st.decimals(-99, 99, places=2)
    values["custom.half"] = st.booleans() | st.just(Decimal("2.5"))
    return st.fixed_dictionaries(values)


def addressees() -> st.SearchStrategy[Addressee]:
    """Draw people."""
    return st.builds(
        Addressee,
        address=st.sampled_from(["a@b.example", "jeanne.martin+x@example.net"]),
        reference=st.integers(1, 2**62).map(lambda n: AttemptId(int=n)),
        at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)),  # noqa: DTZ001 - the strategy wants a naive bound
        unsubscribe=st.text("abcXYZ0-_.", min_size=43, max_size=200),
        values=merge_dicts(),
    )


def liquid(*, breaks: str = "\n") -> st.SearchStrategy[str]:
    """Draw templates of our subset: words, outputs with filters, branches in branches.

    Args:
        breaks: what may stand between pieces, besides nothing.
    """
    outputs = st.tuples(st.sampled_from(_TEXT_FIELDS), st.sampled_from(_FILTERS)).map(
        lambda pair: f"{{{{ {pair[0]} {pair[1]} }}}}"
    )
    between = st.sampled_from(["", " ", ", ", "%", "=", ".", breaks, breaks * 2])
    leaves = _words | outputs | between

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        bodies = st.lists(inner, max_size=4).map("".join)
        return st.builds(
            "{{% {} {} %}}{}{{% else %}}{}{{% end{} %}}".format,
            kind := st.shared(st.sampled_from(["if", "unless"]), key="kind"),
            st.sampled_from(_TESTS),
            bodies,
            bodies,
            kind,
        )

    pieces = st.recursive(leaves, grown, max_leaves=12)
    return st.lists(pieces, max_size=12).map("".join)


def html_templates() -> st.SearchStrategy[str]:
    """Draw documents with Liquid in their text and in what they say of images."""
    blocks = liquid(breaks="<br>").map(
        lambda said: f"<p>{said}</p><img alt='{{{{ contact.commune }}}}'>"
    )
    return st.lists(blocks, min_size=1, max_size=4).map(
        lambda said: f"<html><body><h1>x</h1>{''.join(said)}</body></html>"
    )


def messages() -> st.SearchStrategy[Message]:
    """Draw messages that lint lets pass, with and without a text of their own."""
    subjects = st.sampled_from(
        [
            "Réunion à Lens",
            "{{ contact.given_name | default: 'Bonjour' }}, venez",
            "News {{ source.label }} of the town hall and of the market, in a long line",
        ]
    )
    texts = liquid().map(lambda said: f"Bonjour,\n{said}\n")
    return st.builds(
        Message,
        sender=st.just(SENDER),
        subject=subjects,
        html=st.none() | html_templates(),
        text=texts,
        language=st.sampled_from(_LANGUAGES),
    ) | st.builds(
        Message,
        sender=st.just(SENDER),
        subject=subjects,
        html=html_templates(),
        language=st.sampled_from(_LANGUAGES),
    )
