"""What a message must say of its origin, where its template does not say it.

Who writes and from where (GDPR articles 13 and 14, and CPCE L34-5), how they came by
the address (article 14(2)(f)), how to exercise one's rights, how to leave.
"""

from collections.abc import Iterator
from html import escape
from typing import final

import attrs

from poltech.errors import msg
from poltech.i18n import translate

__all__ = ["Footer", "footer_for"]

_LINES = (
    ("identity", msg("This message comes from {office}, {address}.")),
    ("source", msg("We have your address from: {source}.")),
    ("rights", msg("To see, correct or erase your data, write to {email}.")),
    ("leave", msg("To receive no more such messages: {link}")),
)
_PLACES = {
    "office": "{{ office.name }}",
    "address": "{{ office.postal_address }}",
    "source": "{{ source.label }}",
    "email": "{{ office.email }}",
    "link": "{{ unsubscribe_url }}",
}
_NEEDED = {
    "identity": frozenset({"office.name", "office.postal_address"}),
    "source": frozenset({"source.label"}),
    "rights": frozenset({"office.email"}),
    "leave": frozenset({"unsubscribe_url"}),
}
_CAMPAIGN_ONLY = frozenset({"source", "leave"})
_END_OF_BODY = "</body>"


@final
@attrs.frozen
class Footer:
    """The sentences that a template still lacks, as Liquid."""

    lines: tuple[str, ...]
    language: str

    def under_html(self, html: str) -> str:
        """Add the sentences at the end of a document's body."""
        if not self.lines:
            return html
        said = "".join(f"{line}<br>\n" for line in self._marked_up())
        block = f'<p style="font-size: small;">\n{said}</p>\n'
        before, end, after = html.rpartition(_END_OF_BODY)
        return f"{before}{block}{end}{after}" if end else f"{html}{block}"

    def under_text(self, text: str) -> str:
        """Add the sentences below a text, after the usual mark (RFC 3676, 4.3)."""
        if not self.lines:
            return text
        said = "".join(f"{line}\n" for line in self.lines)
        return f"{text.rstrip()}\n\n-- \n{said}"

    def _marked_up(self) -> Iterator[str]:
        """Give the lines for HTML: the last one is a link."""
        link = translate(msg("Unsubscribe"), self.language)
        place = _PLACES["link"]
        for line in self.lines:
            if place in line:
                yield f'<a href="{place}">{escape(link)}</a>'
            else:
                yield line


def footer_for(said: frozenset[str], *, campaign: bool, language: str) -> Footer:
    """Give what is still to be said.

    Args:
        said: the fields that the template says to everybody.
        campaign: whether the message needs its source and a way to leave.
        language: of the sentences.
    """
    lines = [
        translate(sentence, language, **_PLACES)
        for name, sentence in _LINES
        if not _NEEDED[name] <= said and (campaign or name not in _CAMPAIGN_ONLY)
    ]
    return Footer(tuple(lines), language)
