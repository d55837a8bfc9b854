"""What was sealed, as it is hashed, signed and handed to a borrower. Moments are RFC 3339 texts: they are hashed as such."""

from pydantic import BaseModel


class SealedEntry(BaseModel):
    """`minor` is positive for a debit, negative for a credit."""

    line: int
    account: str
    subject: str
    currency: str
    minor: int


class SealedTransaction(BaseModel):
    """A leaf of the tree: all of a transaction that matters."""

    number: int
    key: str
    posted_at: str
    entries: list[SealedEntry]


class SealStatement(BaseModel):
    """What is signed. `previous` is the SHA-256 of the statement before, in hex; empty in the first."""

    number: int
    sealed_at: str
    size: int
    root: str
    previous: str
    key_id: str


class InclusionProof(BaseModel):
    """Shows offline, with `verify_receipt.py`, that the lender sealed this transaction as it stands here.

    `position` counts the seal's leaves from 0; `path` leads from the leaf to the root (hashes in hex, as RFC 6962).
    `signature` is base64, `public_key` PEM.
    """

    transaction: SealedTransaction
    position: int
    path: list[str]
    seal: SealStatement
    signature: str
    public_key: str
