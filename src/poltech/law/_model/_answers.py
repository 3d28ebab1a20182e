"""What the law answers: reasons with their source, and decisions."""

from collections.abc import Mapping
from typing import final

import attrs

from poltech.errors import RefusedError
from poltech.i18n import translate

__all__ = [
    "Citation",
    "Decision",
    "Reason",
]


@final
@attrs.frozen
class Citation:
    """Where a rule is written, and how surely we know it.

    `mark` follows our register of facts: `T` the text was read, `S` a regulator or
    secondary source was read, `M` from memory, `H` a house rule of ours.
    """

    text: str
    mark: str = "T"


@final
@attrs.frozen(kw_only=True)
class Reason:
    """Why something is refused or warned of: a stable code, a source, a sentence.

    Attributes:
        code: stable word that programs may test.
        citation: the article, RFC or house rule it rests on.
        text: English sentence with `{places}`.
        remedy: English sentence that says what can be done about it.
        values: what fills the places; never personal data.
    """

    code: str
    citation: Citation
    text: str
    remedy: str = ""
    values: Mapping[str, object] = attrs.field(factory=dict[str, object], hash=False)

    def say(self, locale: str = "en") -> str:
        """Say the sentence in a locale."""
        return translate(self.text, locale, **self.values)

    def advise(self, locale: str = "en") -> str:
        """Say in a locale what can be done about it."""
        return translate(self.remedy, locale, **self.values)


@final
@attrs.frozen
class Decision:
    """What the law answers: allowed unless there is a reason not to be.

    >>> Decision().allowed
    True
    """

    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what speaks against it, weightiest first."""
        return tuple(reason.code for reason in self.reasons)

    def require(self) -> None:
        """Go on only if it is allowed.

        Raises:
            RefusedError: it is not; the error carries this decision.
        """
        if self.reasons:
            raise RefusedError(decision=self)
