"""A stand-in for a bank over signed HTTP. It keeps orders and what it moved, and checks who asks as a bank does."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from fastapi import FastAPI, Request, Response

from backend.payments.bank_signature import LENDER_HEADER, NONCE_HEADER, RequestSigner, signed_headers
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from backend.payments.statement import SIGNATURE_MARK, StatementLine, write_statement
from contract.dates import Clock, lender_day
from contract.lending.payments import Callback, TransferOrder
from tests.fakes.misbehaving import How, Misbehaving

LENDER = "lender-of-the-tests"


@cache
def key_of(whose: str) -> rsa.RSAPrivateKey:  # noqa: ARG001 - one for each name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signer() -> RequestSigner:
    """The lender's."""
    return RequestSigner(LENDER, key_of("lender"))


def public_setting(whose: str) -> str:
    der, info = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key_of(whose).public_key().public_bytes(der, info)).decode()


def private_setting(whose: str) -> str:
    der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    return base64.b64encode(key_of(whose).private_bytes(der, pkcs8, serialization.NoEncryption())).decode()


@dataclass
class FakeBank(Misbehaving):
    """Orders wait until a test ends them. `tokens` are the cards that it was told."""

    clock: Clock
    orders: dict[str, TransferOrder] = field(default_factory=dict)
    lines: list[StatementLine] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    signed: int = 0

    def __post_init__(self) -> None:
        Misbehaving.__init__(self)

    def end(self, transfer_id: str, failure: str = "") -> None:
        """Carry it out, or not; what failed may be carried out later."""
        order = self.orders[transfer_id]
        reference = f"bank-{transfer_id}-{len(self.of(transfer_id)) + 1}"
        self.lines.append(
            StatementLine(
                reference=reference,
                transfer_id=transfer_id,
                direction=order.direction,
                minor=order.amount.minor,
                currency=order.amount.currency,
                status="failed" if failure else "succeeded",
                failure=failure,
                ended_at=self.clock(),
            )
        )

    def of(self, transfer_id: str) -> list[StatementLine]:
        return [line for line in self.lines if line.transfer_id == transfer_id]

    def moved(self, transfer_id: str) -> list[int]:
        """Minor units, for each time that money moved."""
        return [line.minor for line in self.of(transfer_id) if line.status == "succeeded"]

    def callback(self, transfer_id: str, whose: str = "bank") -> tuple[dict[str, str], bytes]:
        """Headers and body of what it calls back with; signed anew each time."""
        body = _outcome(self.of(transfer_id)[-1]).model_dump_json().encode()
        self.signed += 1
        return signed_headers(key_of(whose), f"call-{self.signed}", body, self.clock()), body

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["PUT", "GET"])
        async def asked(path: str, request: Request) -> Response:
            body = await request.body()
            if not self._is_ours(request, body):
                return Response('{"error": "signature"}', 401)
            nonce = request.headers[NONCE_HEADER]

            def act() -> Response:
                return self._signed(self._answer(request.method, path, body), nonce)

            def other(_how: How, good: Response | None) -> Response:
                return self._signed(bytes(good.body), nonce, "somebody") if good else Response("{}", 422)

            return await self.handle(request, act, other)

        return app

    def _answer(self, method: str, path: str, body: bytes) -> bytes | None:
        kind, _, name = path.partition("/")
        if kind == "statements":
            day = date.fromisoformat(name)
            lines = [line for line in self.lines if lender_day(line.ended_at) == day]
            return write_statement(b"", day, lines).rpartition(SIGNATURE_MARK)[0]
        if method == "PUT":
            order = TransferOrder.model_validate_json(body)
            if self.orders.setdefault(name, order) != order:
                return None
        return json.dumps(self._fate(name)).encode()

    def _fate(self, transfer_id: str) -> Mapping[str, Any]:
        if transfer_id not in self.orders:
            return {"transfer_id": transfer_id, "fate": "not_known"}
        if not (lines := self.of(transfer_id)):
            return {"transfer_id": transfer_id, "fate": "under_way"}
        outcome = _outcome(lines[-1]).model_dump(mode="json")
        return {"transfer_id": transfer_id, "fate": "ended", "outcome": outcome}

    def _signed(self, body: bytes | None, nonce: str, whose: str = "bank") -> Response:
        if body is None:
            return Response('{"error": "another order has this id"}', 409)
        return Response(body, headers=signed_headers(key_of(whose), nonce, body, self.clock()))

    def _is_ours(self, request: Request, body: bytes) -> bool:
        """Signed by the lender, of this time, and not seen before."""
        sent = request.headers
        timestamp, nonce = sent.get(TIMESTAMP_HEADER, "0"), sent.get(NONCE_HEADER, "")
        told = b"\n".join(
            [request.method.encode(), request.url.path.encode(), timestamp.encode(), nonce.encode(), body, b""]
        )
        try:
            signature = base64.b64decode(sent.get(SIGNATURE_HEADER, ""))
            key_of("lender").public_key().verify(signature, told, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        is_new = nonce not in self.nonces
        self.nonces.add(nonce)
        return is_new and sent.get(LENDER_HEADER) == LENDER and _is_fresh(int(timestamp), self.clock())


def _is_fresh(timestamp: int, now: datetime) -> bool:
    return abs(now.timestamp() - timestamp) <= 300


def _outcome(line: StatementLine) -> Callback:
    return Callback(
        transfer_id=line.transfer_id,
        status=line.status,
        amount=line.amount,
        failure=line.failure or None,
        ended_at=line.ended_at,
    )
