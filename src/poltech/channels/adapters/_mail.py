"""What every adapter that carries mail asks of a message."""

from collections.abc import Sequence

from poltech.channels._model import HandOff, Manifest, Outcome, Outgoing
from poltech.channels.errors import InvalidOutgoingError
from poltech.errors import msg

__all__ = ["require_mail", "unfit"]


def require_mail(batch: Sequence[Outgoing], manifest: Manifest) -> None:
    """Go on only if this adapter may be asked to carry the batch.

    Raises:
        InvalidOutgoingError: the batch is too big, or a permit is for another medium.
    """
    if len(batch) > manifest.max_batch:
        raise InvalidOutgoingError(field="batch", problem=msg("it is too big"))
    for out in batch:
        if out.permit.medium.code != manifest.medium.code:
            raise InvalidOutgoingError(
                field="permit", problem=msg("it is for another medium")
            )


def unfit(out: Outgoing, manifest: Manifest) -> HandOff | None:
    """Refuse a message that must not be handed over in its form; `None` if it may.

    A bare CR or LF can be read as the end of the message by one server and not by
    the next, so every line must end in CR LF.
    """
    if len(out.content) > manifest.max_bytes:
        return _refused(out, "too_long", msg("The message is too long."))
    if not _has_clean_lines(out.content):
        return _refused(
            out, "line_ends", msg("A line of the message does not end in CR LF.")
        )
    return None


def _refused(out: Outgoing, code: str, detail: str) -> HandOff:
    """Refuse one message of a batch; the others may go."""
    return HandOff(
        reference=out.reference, outcome=Outcome.REFUSED, code=code, detail=detail
    )


def _has_clean_lines(content: bytes) -> bool:
    """Tell whether CR and LF stand together everywhere, the last line ended."""
    breaks = content.count(b"\r\n")
    return (
        content.endswith(b"\r\n")
        and content.count(b"\n") == breaks
        and content.count(b"\r") == breaks
        and b"\0" not in content
    )
