"""Check a receipt offline: `python verify_receipt.py receipt.json --key public.pem`

Stands alone: Python's standard library and the `cryptography` package. `receipt.json` is what
`GET /v1/loans/{loan}/receipts/{receipt}/proof` answered; `public.pem` holds the keys that the lender published, got
another way than the receipt. Exit code 0: the lender sealed this transaction exactly as it stands in the receipt.
Otherwise one line on stderr, `code: why`, and exit code 1.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

LEAF, NODE = b"\x00", b"\x01"
PURPOSE = b"loantalk ledger seal v1\n"
PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


class Refused(Exception):
    """The receipt proves nothing. The first argument is a stable code, the second says why."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipt", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="the lender's published keys (PEM)")
    arguments = parser.parse_args()
    try:
        lines = check(read_receipt(arguments.receipt), read_keys(arguments.key))
    except Refused as refused:
        sys.stderr.write("{}: {}\n".format(*refused.args))
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def read_receipt(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Refused("receipt_unreadable", f"{file} cannot be read as JSON") from error


def read_keys(file: Path) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 keys in a PEM file, by fingerprint."""
    try:
        found = [load_pem_public_key(block) for block in PEM.findall(file.read_bytes())]
    except (OSError, ValueError) as error:
        raise Refused("key_unreadable", f"{file} holds no public key") from error
    keys = [key for key in found if isinstance(key, Ed25519PublicKey)]
    if not keys:
        raise Refused("key_unreadable", f"{file} holds no Ed25519 public key")
    return {hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest(): key for key in keys}


def check(receipt: Any, keys: dict[str, Ed25519PublicKey]) -> list[str]:
    """What the receipt proves, as lines to read. Raises `Refused`."""
    try:
        transaction, seal = receipt["transaction"], receipt["seal"]
        leaf = hashlib.sha256(LEAF + canonical(transaction)).digest()
        path = [bytes.fromhex(step) for step in receipt["path"]]
        signature = base64.b64decode(receipt["signature"], validate=True)
        check_signature(seal, signature, keys)
        root = root_of(leaf, receipt["position"], seal["size"], path)
        if root.hex() != seal["root"]:
            raise Refused("not_in_the_seal", "the transaction or its path was changed: it does not lead to the seal")
        return describe(transaction, seal)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("receipt_malformed", f"the receipt does not have the expected form ({error})") from error


def check_signature(seal: Any, signature: bytes, keys: dict[str, Ed25519PublicKey]) -> None:
    key = keys.get(seal["key_id"])
    if key is None:
        raise Refused("wrong_key", f"the seal names key {seal['key_id']}, which is not among the keys given")
    try:
        key.verify(signature, PURPOSE + canonical(seal))
    except InvalidSignature as error:
        raise Refused("signature_wrong", "the seal was changed, or was not signed with this key") from error


def root_of(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """The root of the tree of `size` leaves that has `leaf` at `position` (from 0) beside these neighbours."""
    if not 0 <= position < size:
        raise ValueError("the position is outside the seal")
    steps, digest = iter(path), leaf
    while size > 1:
        # A last one without a neighbour moves up as it is.
        if position % 2 or position + 1 < size:
            neighbour = next(steps, None)
            if neighbour is None:
                raise ValueError("the path is too short")
            pair = neighbour + digest if position % 2 else digest + neighbour
            digest = hashlib.sha256(NODE + pair).digest()
        position, size = position // 2, (size + 1) // 2
    if next(steps, None) is not None:
        raise ValueError("the path is too long")
    return digest


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def describe(transaction: Any, seal: Any) -> list[str]:
    entries = [
        f"  {entry['account']:<20} {entry['minor']:>16} minor units {entry['currency']}  {entry['subject']}".rstrip()
        for entry in transaction["entries"]
    ]
    return [
        f"Valid: transaction {transaction['number']} ({transaction['key']}), posted {transaction['posted_at']}",
        *entries,
        f"is in seal {seal['number']} of {seal['sealed_at']}, signed with key {seal['key_id']}.",
    ]


if __name__ == "__main__":
    sys.exit(main())
