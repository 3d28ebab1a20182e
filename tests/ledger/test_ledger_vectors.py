"""Our hashes, proofs and notes against those that others published.

The tree of eight leaves is the one that the Certificate Transparency implementations
share: github.com/google/certificate-transparency, `python/ct/crypto/merkle_test.py`,
and github.com/transparency-dev/merkle, `testonly/constants.go` and
`proof/verify_test.go`. The notes are those of golang.org/x/mod,
`sumdb/note/note_test.go`, and of the C2SP documents.
"""

from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import pytest

from poltech.ledger import (
    BrokenProofError,
    Checkpoint,
    ConsistencyProof,
    Head,
    InclusionProof,
    InvalidSigningKeyError,
    LeafHash,
    Receipt,
    SignedNote,
    Signer,
    UntrustedNoteError,
    VerifierKey,
    leaf_hash,
    node_hash,
    open_checkpoint,
    root_hash,
    verify_consistency,
    verify_inclusion,
    verify_note,
    verify_receipt,
)
from poltech.ledger.testing import LEDGER, ListLedger

H = bytes.fromhex
LEAVES = [
    H(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
EMPTY = H("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
ROOTS = [
    EMPTY,
    H("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    H("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    H("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    H("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    H("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    H("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    H("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    H("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        3,
        ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    ),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
    (
        6,
        7,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]


def _path(hashes: list[str]) -> tuple[bytes, ...]:
    return tuple(map(H, hashes))


@pytest.fixture
def store() -> ListLedger:
    """Keep the eight reference leaves."""
    store = ListLedger()
    LEDGER.append(store, LEAVES)
    return store


def test_leaves_and_nodes_hash_as_published() -> None:
    """RFC 9162 section 2.1.1: leaves begin with 0x00, nodes with 0x01."""
    assert leaf_hash(b"") == ROOTS[1]
    assert leaf_hash(bytes(range(16, 32))) == H(
        "3bfb960453ebaebf33727da7a1f4db38acc051d381b6da20d6d4e88f0eabfd7a"
    )
    assert node_hash(bytes(range(32)), bytes(range(32, 64))) == H(
        "1a378704c17da31e2d05b6d121c2bb2c7d76f6ee6fa8f983e596c2d034963c57"
    )


def test_roots_are_as_published() -> None:
    """The roots of the logs of none to eight leaves."""
    store = ListLedger()
    assert root_hash(Head()) == EMPTY
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        LEDGER.append(store, [leaf])
        assert root_hash(store.stated) == root


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_proofs_are_as_published(
    store: ListLedger, index: int, size: int, path: list[str]
) -> None:
    """Section 2.1.3: we make the published proof, and believe it."""
    proof = InclusionProof(index=index, size=size, path=_path(path))
    assert LEDGER.inclusion(store, index, size) == proof
    verify_inclusion(proof, leaf_hash(LEAVES[index]), ROOTS[size])


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_proofs_are_as_published(
    store: ListLedger, old: int, new: int, path: list[str]
) -> None:
    """Section 2.1.4: we make the published proof, and believe it."""
    proof = ConsistencyProof(old=old, new=new, path=_path(path))
    assert LEDGER.consistency(store, old, new) == proof
    verify_consistency(proof, ROOTS[old], ROOTS[new])


SOME = H("abacaba000000000000000000000000000000000000000000060061e00123456")


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_corrupted_inclusion_proofs_are_refused(
    index: int, size: int, path: list[str]
) -> None:
    """The corruptions that the published tests try, each of them refused."""
    good, leaf, root = _path(path), leaf_hash(LEAVES[index]), ROOTS[size]
    wrong_leaf = leaf_hash(b"WrongLeaf")
    tries = [
        *((at, size, good, leaf, root) for at in (index - 1, index + 1, index ^ 2)),
        *((index, of, good, leaf, root) for of in (size * 2, size // 2)),
        (index, size, good, wrong_leaf, root),
        *((index, size, good, leaf, other) for other in (EMPTY, SOME, b"")),
        *((index, size, (*good, more), leaf, root) for more in (b"", root)),
        *((index, size, (more, *good), leaf, root) for more in (b"", root)),
        *((index, size, one, leaf, root) for one in _broken(good)),
    ]
    if len(good) > 1:
        inserted = (good[0], SOME, *good[1:])
        tries.append((index, size, inserted, leaf, root))
    for at, of, hashes, each, top in tries:
        with pytest.raises(BrokenProofError):
            verify_inclusion(InclusionProof(index=at, size=of, path=hashes), each, top)


def _broken(good: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Cut the last hash off, and flip a bit in each."""
    flipped = [
        (*good[:at], bytes([one[0] ^ 8, *one[1:]]), *good[at + 1 :])
        for at, one in enumerate(good)
    ]
    return [good[:-1], *flipped] if good else []


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY[1:])
def test_corrupted_consistency_proofs_are_refused(
    old: int, new: int, path: list[str]
) -> None:
    """The corruptions that the published tests try, each of them refused."""
    good, first, second = _path(path), ROOTS[old], ROOTS[new]
    tries = [
        *((of, new, good, first, second) for of in (old - 1, old + 1, old ^ 2)),
        *((old, of, good, first, second) for of in (new * 2, new // 2)),
        (old, new, good, SOME, second),
        (old, new, good, first, SOME),
        (old, new, good, second, first),
        (old, new, (), first, second),
        *((old, new, (*good, more), first, second) for more in (b"", first, second)),
        *((old, new, (more, *good), first, second) for more in (b"", first, second)),
        (old, new, (good[0], *good), first, second),
        *((old, new, one, first, second) for one in _broken(good)),
    ]
    for at, of, hashes, left, right in tries:
        proof = ConsistencyProof(old=at, new=of, path=hashes)
        with pytest.raises(BrokenProofError):
            verify_consistency(proof, left, right)


@pytest.mark.parametrize(
    ("old", "new", "first", "second", "path"),
    [
        (0, 0, SOME, ROOTS[1], ()),
        (1, 1, SOME, ROOTS[1], ()),
        (1, 0, ROOTS[1], EMPTY, ()),
        (2, 1, ROOTS[2], ROOTS[1], ()),
        (1, 2, ROOTS[1], ROOTS[2], ()),
        (0, 0, EMPTY, EMPTY, (EMPTY,)),
        (0, 1, EMPTY, EMPTY, (EMPTY,)),
        (1, 1, EMPTY, EMPTY, (EMPTY,)),
        (0, 1, SOME, ROOTS[1], ()),
        (-1, 1, EMPTY, ROOTS[1], ()),
    ],
)
def test_impossible_consistency_is_refused(
    old: int, new: int, first: bytes, second: bytes, path: tuple[bytes, ...]
) -> None:
    """Time does not run backwards, and equal sizes have equal roots and no proof."""
    with pytest.raises(BrokenProofError):
        verify_consistency(ConsistencyProof(old=old, new=new, path=path), first, second)


def test_every_log_grew_from_the_empty_one() -> None:
    """RFC 9162 asks for no proof from size zero: the empty root is the proof."""
    verify_consistency(ConsistencyProof(old=0, new=8, path=()), EMPTY, ROOTS[8])


PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PETERS_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETERS = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
    "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCHS = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG"
    "01oOTGwnWLox33WWd1RvMc+QQ=\n"
)


def test_verifier_keys_read_and_write_as_published() -> None:
    """`name+hash+base64`, as Go's checksum database writes it."""
    for text in (PETER, ENOCH):
        assert str(VerifierKey.parse(text)) == text


def test_mangled_verifier_keys_are_refused() -> None:
    """Every part of a key's text, and every change of one character, is no key."""
    parts = {PETER[at:end] for at in range(len(PETER)) for end in range(len(PETER) + 1)}
    changed = {
        PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :]
        for at in range(len(PETER))
    }
    for text in (parts | changed) - {PETER}:
        with pytest.raises(InvalidSigningKeyError):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
    ids=["wrong length", "unknown algorithm"],
)
def test_other_keys_are_refused(text: str) -> None:
    """Their hashes are right, but they are not Ed25519 keys of 32 bytes."""
    with pytest.raises(InvalidSigningKeyError):
        VerifierKey.parse(text)


def test_we_sign_as_go_does() -> None:
    """RFC 8032 signs alike everywhere: the published note, to the byte."""
    signer = Signer("PeterNeumann", PETERS_SEED)
    assert str(signer.key) == PETER
    assert str(SignedNote(TEXT, (signer.sign(TEXT),))) == f"{TEXT}\n{PETERS}"


def test_we_believe_whom_go_believes() -> None:
    """Signatures of keys that are not known do not count, and do no harm."""
    peter, enoch = VerifierKey.parse(PETER), VerifierKey.parse(ENOCH)
    note = SignedNote.parse(f"{TEXT}\n{PETERS}{ENOCHS}")
    assert verify_note(note, [peter]) == (peter,)
    assert verify_note(note, [peter, enoch, enoch]) == (peter, enoch)
    with pytest.raises(UntrustedNoteError):
        verify_note(note, [])


def test_a_bad_signature_of_a_known_key_spoils_the_note() -> None:
    """C2SP `signed-note`: such a note is rejected as a whole."""
    bad = PETERS[:60] + "ABCD" + PETERS[60:]
    keys = [VerifierKey.parse(PETER), VerifierKey.parse(ENOCH)]
    note = SignedNote.parse(f"{TEXT}\n{ENOCHS}{bad}")
    with pytest.raises(UntrustedNoteError):
        verify_note(note, keys)


DOCUMENT = (
    "example.com/behind-the-sofa\n20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRD"
    "e4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWX"
    "EhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def test_the_example_of_the_document_is_read() -> None:
    """C2SP `tlog-checkpoint` and `tlog-cosignature`: a checkpoint with a witness."""
    read = SignedNote.parse(DOCUMENT)
    assert str(read) == DOCUMENT
    stated = Checkpoint.parse(read.text)
    assert stated.origin == "example.com/behind-the-sofa"
    assert stated.size == 20_852_163
    assert stated.text == read.text
    assert [each.name for each in read.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]


def test_the_note_of_the_document_keeps_its_empty_line() -> None:
    """C2SP `signed-note`: the text ends at the last empty line of the note."""
    note = (
        "Ognuno sta solo sul cuor della terra\n"
        "trafitto da un raggio di sole:\n"
        "\n"
        "ed è subito sera.\n"
        "\n"
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+Ehf"
        "LW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    read = SignedNote.parse(note.encode())
    assert read.text.endswith("\n\ned è subito sera.\n")
    assert str(read) == note


GO = VerifierKey.parse(
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
)
GO_ORIGIN = "go.sum database tree"
TESSERA = (
    b"github.com/transparency-dev/tessera v1.0.0 "
    b"h1:4OT1V9xJLa5NnYlFWWlCdZkCm18/o12rdd+bCTje7XE=\n"
    b"github.com/transparency-dev/tessera v1.0.0/go.mod "
    b"h1:TLvfjlkbmsmKVEJUtzO2eb9Q2IBnK3EJ0dI4G0oxEOU=\n"
)
PUBLISHED = (Path(__file__).parent / "data" / "sum.golang.org.tlog-proof").read_text()


def test_a_receipt_of_a_public_log_holds() -> None:
    """An entry of the Go checksum database, proved against its signed checkpoint."""
    receipt = Receipt.parse(PUBLISHED)
    assert str(receipt) == PUBLISHED
    assert receipt.index == 43_930_254
    stated = verify_receipt(receipt, leaf_hash(TESSERA), [GO], GO_ORIGIN)
    assert stated.size == 58_253_265


def test_a_receipt_of_a_public_log_holds_for_nothing_else() -> None:
    """Another entry, another log, or one changed character: not believed."""
    receipt = Receipt.parse(PUBLISHED)
    with pytest.raises(BrokenProofError):
        verify_receipt(receipt, leaf_hash(TESSERA + b"\n"), [GO], GO_ORIGIN)
    with pytest.raises(UntrustedNoteError):
        verify_receipt(receipt, leaf_hash(TESSERA), [GO], "another database tree")
    forged = Receipt.parse(PUBLISHED.replace("58253265", "58253266"))
    with pytest.raises(UntrustedNoteError):
        verify_receipt(forged, leaf_hash(TESSERA), [GO], GO_ORIGIN)


def test_a_later_checkpoint_of_the_public_log_is_signed() -> None:
    """A checkpoint of the Go checksum database as its command leaves it on disks."""
    note = SignedNote.parse(
        "go.sum database tree\n63096908\n"
        "8lHrQPRYe4KT4WQ9/Qk8/taKnD6IRHbFgfN7vQE2Y54=\n\n"
        "— sum.golang.org Az3gri/oVBN1jAhNZ/iS+W31psFAWRT20/GyrhpU6taFwulQGetBkH5S7wpG"
        "XdS935jiIGiUUAXBVHzT/P6fYhqAmAk=\n"
    )
    assert open_checkpoint(note, [GO], GO_ORIGIN).size == 63_096_908


def test_a_real_audit_path_of_a_certificate_log_holds() -> None:
    """Entry 848,049 of a log of 3,630,887, from the Certificate Transparency tests."""
    path = _path(AUDIT_PATH)
    proof = InclusionProof(index=848_049, size=3_630_887, path=path)
    leaf = LeafHash(
        H("7a395c866d5ecdb0cccb623e011dbc392cd348d1d1d72776174e127a24b09c78")
    )
    root = H("78316a05c9bcf14a3a4548f5b854a9adfcd46a4c034401b3ce7eb7ac2f1d0ecb")
    verify_inclusion(proof, leaf, root)
    for left, right in pairwise(path):
        swapped = tuple({left: right, right: left}.get(one, one) for one in path)
        with pytest.raises(BrokenProofError):
            verify_inclusion(
                InclusionProof(index=848_049, size=3_630_887, path=swapped),
                leaf,
                root,
            )


AUDIT_PATH = [
    "1a208aeebcd1b39fe2de247ee8db9454e1e93a312d206b87f6ca9cc6ec6f1ddd",
    "0a1b78b383f580856f433c01a5741e160d451c185910027f6cc9f828687a40c4",
    "3d1745789bc63f2da15850de1c12a5bf46ed81e1cc90f086148b1662e79aab3d",
    "9095b61e14d8990acf390905621e62b1714fb8e399fbb71de5510e0aef45affe",
    "0a332b91b8fab564e6afd1dd452449e04619b18accc0ff9aa8393cd4928451f2",
    "2336f0181d264aed6d8f3a6507ca14a8d3b3c3a23791ac263e845d208c1ee330",
    "b4ce56e300590500360c146c6452edbede25d4ed83919278749ee5dbe178e048",
    "933f6ddc848ea562e4f9c5cfb5f176941301dad0c6fdb9d1fbbe34fac1be6966",
    "b95a6222958a86f74c030be27c44f57dbe313e5e7c7f4ffb98bcbd3a03bb52f2",
    "daeeb3ce5923defd0faeb8e0c210b753b85b809445d7d3d3cd537a9aabaa9c45",
    "7fadd0a13e9138a2aa6c3fdec4e2275af233b94812784f66bcca9aa8e989f2bc",
    "1864e6ba3e32878610546539734fb5eeae2529991f130c575c73a7e25a2a7c56",
    "12842d1202b1dc6828a17ab253c02e7ce9409b5192430feba44189f39cc02d66",
    "29af64b16fa3053c13d02ac63aa75b23aa468506e44c3a2315edc85d2dc22b11",
    "b527b99934a0bd9edd154e449b0502e2c499bba783f3bc3dfe23364b6b532009",
    "4584db8ae8e351ace08e01f306378a92bfd43611714814f3d834a2842d69faa8",
    "86a9a41573b0d6e4292f01e93243d6cc65b30f06606fc6fa57390e7e90ed580f",
    "a88b98fbe84d4c6aae8db9d1605dfac059d9f03fe0fcb0d5dff1295dacba09e6",
    "06326dc617a6d1f7021dc536026dbfd5fffc6f7c5531d48ef6ccd1ed1569f2a1",
    "f41fe8fdc3a2e4e8345e30216e7ebecffee26ff266eeced208a6c2a3cf08f960",
    "40cf5bde8abb76983f3e98ba97aa36240402975674e120f234b3448911090f8d",
    "b3222dc8658538079883d980d7fdc2bef9285344ea34338968f736b04aeb387a",
]
