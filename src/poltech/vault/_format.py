"""The text form of a key ring, the same in a file and in a variable.

```json
{
  "format": "poltech-keyring/1",
  "current": 2,
  "keys": {"1": "<base64 of 32 bytes>", "2": "<base64 of 32 bytes>"},
  "anchor": "<base64 of 32 bytes>"
}
```

`keys` holds every key that some data may still be sealed under; `current` names the
one that new keys are wrapped under. Nothing else may stand in it, and no name may
stand twice. Base64 is that of RFC 4648, section 4, padded.
"""

import json
import re
from base64 import b64decode, b64encode
from typing import cast

from poltech.errors import msg
from poltech.vault._model import KeyMaterial
from poltech.vault._rules import is_published
from poltech.vault.errors import KeyringError, WeakSecretError

__all__ = ["parse", "render", "unreadable"]

FORMAT = "poltech-keyring/1"
_FIELDS = {"format", "current", "keys", "anchor"}
_VERSION = re.compile("[1-9][0-9]{0,9}")


def unreadable(source: str, problem: str) -> KeyringError:
    """Say that a source holds no key ring; the text itself is never quoted."""
    return KeyringError(
        subject=source,
        problem=problem,
        remedy=msg("Give a key ring that FileKeyring.create made."),
    )


def render(material: KeyMaterial) -> str:
    """Write a key ring down."""
    document = {
        "format": FORMAT,
        "current": material.current,
        "keys": {str(n): _encode(key) for n, key in sorted(material.keys.items())},
        "anchor": _encode(material.anchor),
    }
    return json.dumps(document, indent=2) + "\n"


def parse(text: str, source: str) -> KeyMaterial:
    """Read what `render` wrote; `source` names where it came from in errors.

    Raises:
        KeyringError: it is not a key ring.
        WeakSecretError: a secret in it is weak, or everybody knows it.
    """
    try:
        material = _read(json.loads(text, object_pairs_hook=_once))
    except (ValueError, TypeError, RecursionError):
        raise unreadable(source, msg("it does not hold a key ring")) from None
    for name, secret in [*material.keys.items(), ("anchor", material.anchor)]:
        if is_published(secret):
            raise WeakSecretError(secret=str(name), problem=msg("everybody knows it"))
    return material


def _read(document: object) -> KeyMaterial:
    fields = _object(document)
    current, keys = fields.get("current"), _object(fields.get("keys"))
    if set(fields) != _FIELDS or fields["format"] != FORMAT or type(current) is not int:
        raise ValueError
    if not all(map(_VERSION.fullmatch, keys)):
        raise ValueError
    return KeyMaterial(
        current=current,
        keys={int(version): _decode(text) for version, text in keys.items()},
        anchor=_decode(fields["anchor"]),
    )


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return cast("dict[str, object]", value)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError
    return fields


def _encode(secret: bytes) -> str:
    return b64encode(secret).decode()


def _decode(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError
    return b64decode(text, validate=True)
