import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.ledger.merkle import audit_path, canonical, leaf_hash, merkle_root
from backend.ledger.verify_receipt import root_of

LEAVES = [leaf_hash(number) for number in range(200)]


def rfc_6962(leaves: list[bytes]) -> bytes:
    """The definition in section 2.1, word for word: split at the largest power of two below n."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + rfc_6962(leaves[:split]) + rfc_6962(leaves[split:])).digest()


@given(st.integers(1, 200))
def test_the_root_is_that_of_rfc_6962(size: int) -> None:
    assert merkle_root(LEAVES[:size]) == rfc_6962(LEAVES[:size])


@given(st.integers(1, 200), st.data())
def test_a_path_leads_its_own_leaf_to_the_root_and_no_other(size: int, data: st.DataObject) -> None:
    position, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    path, root = audit_path(LEAVES[:size], position), merkle_root(LEAVES[:size])
    assert root_of(LEAVES[position], position, size, path) == root
    if other != position:
        assert root_of(LEAVES[other], position, size, path) != root


def test_a_path_of_the_wrong_length_leads_nowhere() -> None:
    path = audit_path(LEAVES[:7], 2)
    for wrong in (path[:-1], [*path, path[0]]):
        with pytest.raises(ValueError, match="path"):
            root_of(LEAVES[2], 2, 7, wrong)


def test_a_node_never_passes_for_a_leaf() -> None:
    assert hashlib.sha256(b"\x01" + LEAVES[0] + LEAVES[1]).digest() == merkle_root(LEAVES[:2])
    assert leaf_hash("x") == hashlib.sha256(b'\x00"x"').digest()


def test_what_is_hashed_has_one_form() -> None:
    assert canonical({"b": 1, "a": "元"}) == '{"a":"元","b":1}'.encode()
