"""A planted borrower with something of each kind, those who call about it, and what each call is answered."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import httpx
from sqlalchemy import select
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from backend.loans.consents import TEXT_VERSION
from backend.scenes.applicants import SILENT
from contract.lending.cases import OpenCase
from contract.lending.holds import LiftHold, PlaceHold
from contract.lending.identity import VerifyIdentity
from contract.lending.loans import AskDueDay, AskHardship, AskWriteOff, StartPayment
from mobile_api.auth import tokens
from mobile_api.auth.members import disable_staff
from mobile_api.auth.rules import ACCESS_LIFETIME, TICKET_LIFETIME
from mobile_api.auth.sessions import Place, Role
from mobile_api.push.events import apply_events
from mobile_api.push.models import Device
from tests import papers
from tests.integration.backend.house import House, due
from tests.integration.mobile_api.conftest import Borrower, Gateway
from tests.matrix.callers import Caller
from tests.matrix.gateway import Json, Row

INSTALLATION = "installation-of-the-tests"
# Names of what belongs to the planted borrower: nobody else may be told one of these.
PRIVATE = (
    "borrower_id", "application_id", "loan_id", "receipt_id", "proposal_hash", "document_id", "review_id", "case_id",
    "conversation_id", "handoff_id", "notification_id", "hold_id", "session_id", "claim_id", "id_number", "name",
)  # fmt: skip


STEP_UP = "step_up_needed"
ROLES: Mapping[Caller, Role] = {Caller.SUPPORT: "support", Caller.REVIEWER: "reviewer"}


@dataclass(frozen=True)
class Met:
    """What a call was answered: `status` of HTTP, None of a socket; `code` of a refusal, empty without one."""

    status: int | None
    code: str
    text: str


@dataclass
class Planted:
    """`names` of the planted borrower's things, by which rows name them. A refresh token works once: each call may have another.
    `phones` of the borrowers among the people."""

    gateway: Gateway
    house: House
    people: Mapping[Caller, httpx.AsyncClient]
    names: Mapping[str, str]
    refresh_tokens: Iterator[str]
    phones: Mapping[Caller, str]

    async def call(self, row: Row, caller: Caller) -> Met:
        names = {**self.names, "new": uuid.uuid4().hex}
        if row.form and "{refresh_token}" in row.form.values():
            names["refresh_token"] = next(self.refresh_tokens)
        path = row.path.format_map(names | {name: names[thing] for name, thing in row.about.items()})
        if row.method == "WS":
            return await self._open(path, caller)
        http, phone = await self._alike(caller) if row.leaves else (self.people[caller], self.phones.get(caller))
        body = filled(row.json, names)
        answer = await self._send(row, path, http, names, body)
        if phone and answer.status_code == 401 and answer.json()["code"] == STEP_UP:
            code = await code_of(http, phone, answer.json()["data"])
            answer = await self._send(row, path, http, names, {**body, "code": code})
        problem = "problem+json" in answer.headers.get("content-type", "")
        return Met(answer.status_code, answer.json()["code"] if problem else "", answer.text)

    async def _send(
        self, row: Row, path: str, http: httpx.AsyncClient, names: Mapping[str, str], body: Json
    ) -> httpx.Response:
        return await http.request(
            row.method,
            f"{self.gateway.url}{path}",
            json=body,
            data=filled(row.form, names),
            files={"file": ("file", row.file)} if row.file else None,
            params=filled(row.query, names),
            headers={"Idempotency-Key": names["new"]},
        )

    async def _alike(self, caller: Caller) -> tuple[httpx.AsyncClient, str | None]:
        """Somebody else of the same kind, who may leave, with the phone of a borrower."""
        if caller in self.phones:
            borrower = await self.gateway.borrower()
            return borrower.http, borrower.phone
        if caller == Caller.LIMITED:
            me = (await (await self.gateway.borrower()).http.get("/me")).json()["id"]
            return await session_of(self.gateway, me, "borrower", limited=True), None
        if caller in ROLES:
            return await self.gateway.staff(uuid.uuid4().hex, ROLES[caller]), None
        return self.people[caller], None

    async def _open(self, path: str, caller: Caller) -> Met:
        """The first event of a socket, or why it was closed."""
        address = f"{self.gateway.url}{path}?ticket={await self._ticket(caller)}".replace("http://", "ws://")
        async with connect(address, proxy=None) as socket:
            try:
                return Met(None, "", str(await socket.recv()))
            except ConnectionClosed as closed:
                return Met(None, closed.rcvd.reason if closed.rcvd else "lost", "")

    async def _ticket(self, caller: Caller) -> str:
        # A limited session gets none.
        if caller in (Caller.NOBODY, Caller.LIMITED):
            return ""
        if caller == Caller.ENDED:
            ending = await session_of(self.gateway, self.names["borrower_id"], "borrower")
            ticket = await ticket_of(ending)
            await end(ending)
            return ticket
        if caller == Caller.DISABLED:
            username = uuid.uuid4().hex
            ticket = await ticket_of(await self.gateway.staff(username, "reviewer"))
            await disable(self.gateway, username)
            return ticket
        ticket = await ticket_of(self.people[Caller.OWNER if caller == Caller.EXPIRED else caller])
        if caller == Caller.EXPIRED:
            pass_time(self.gateway, self.house, TICKET_LIFETIME)
        return ticket

    async def device_owner(self) -> str | None:
        async with self.gateway.parts.database.reading() as session:
            found: str | None = await session.scalar(
                select(Device.borrower_id).where(Device.installation_id == INSTALLATION)
            )
        return found


def filled(shape: Json, names: Mapping[str, str]) -> Json:
    """With each `{name}` replaced."""
    if isinstance(shape, str):
        return shape.format_map(names)
    if isinstance(shape, Mapping):
        return {key: filled(value, names) for key, value in shape.items()}
    return shape


def pass_time(gateway: Gateway, house: House, length: timedelta) -> None:
    for clock in (gateway.clock, house.clock):
        clock.pass_(seconds=length.total_seconds())


async def ticket_of(http: httpx.AsyncClient) -> str:
    return str((await http.post("/stream-tickets")).raise_for_status().json()["ticket"])


async def code_of(http: httpx.AsyncClient, phone: str, wanted: Json) -> str:
    """That a step up asked for, as it reached the phone."""
    (await http.post("/me/codes", json=wanted)).raise_for_status()
    return str((await http.get("/dev/outbox", params={"to": phone})).json()["code"])


async def session_of(gateway: Gateway, subject: str, role: Role, *, limited: bool = False) -> httpx.AsyncClient:
    """One more session of somebody, without a code."""
    place = Place("another device", limited=limited)
    async with gateway.parts.database.transaction() as session:
        got = await tokens.sign_in(session, gateway.settings, subject, role, place, gateway.clock())
    return gateway.client(got.access_token)


async def current_session(http: httpx.AsyncClient) -> str:
    return next(str(one["id"]) for one in (await http.get("/me/sessions")).json() if one["current"])


async def end(http: httpx.AsyncClient) -> None:
    (await http.delete(f"/me/sessions/{await current_session(http)}")).raise_for_status()


async def disable(gateway: Gateway, username: str) -> None:
    async with gateway.parts.database.transaction() as session:
        await disable_staff(session, username, gateway.clock())


async def plant(gateway: Gateway, house: House) -> Planted:
    owner = await gateway.borrower()
    expired = owner.http
    pass_time(gateway, house, ACCESS_LIFETIME)
    form = {"grant_type": "refresh_token", "refresh_token": owner.tokens["refresh_token"]}
    owner.http = gateway.client((await gateway.client().post("/auth/token", data=form)).json()["access_token"])
    await owner.start()
    other = await gateway.talking_borrower()
    me, them = [str((await one.http.get("/me")).json()["id"]) for one in (owner, other)]
    await house.consented(them, "identity_check")
    people = {
        Caller.NOBODY: gateway.client(),
        Caller.EXPIRED: expired,
        Caller.ENDED: await session_of(gateway, me, "borrower"),
        Caller.DISABLED: await gateway.staff("zhao", "reviewer"),
        Caller.OWNER: owner.http,
        Caller.OTHER: other.http,
        Caller.SUPPORT: await gateway.staff("li"),
        Caller.REVIEWER: await gateway.staff("wang", "reviewer"),
    }
    await end(people[Caller.ENDED])
    await disable(gateway, "zhao")
    leaving = await gateway.borrower()
    erased = await leaving.confirmed("DELETE", "/me", {"confirm": "delete my account"})
    names = {
        "borrower_id": me,
        "phone": owner.phone,
        "file": "index.html",
        "conversation_id": owner.conversation,
        "staff_id": (await people[Caller.REVIEWER].get("/desk/me")).json()["id"],
        "installation_id": INSTALLATION,
        "session_id": await current_session(await session_of(gateway, me, "borrower")),
        "erasure_id": erased.raise_for_status().json()["id"],
        **await lent(house, me),
        **await asked_for(gateway, house, owner, me, people[Caller.SUPPORT]),
    }
    people[Caller.LIMITED] = await elsewhere(gateway, owner)
    names["contract_code"] = await owner.code_to("contract", names["contract_hash"])
    # For the two routes that take one.
    spare = [(await gateway.borrower()).tokens["refresh_token"] for _ in 2 * list(Caller)]
    phones = {Caller.OWNER: owner.phone, Caller.OTHER: other.phone}
    return Planted(gateway, house, people, names, iter(spare), phones)


async def elsewhere(gateway: Gateway, owner: Borrower) -> httpx.AsyncClient:
    """Somebody with the owner's number, by a code, at a device that sends nothing of an earlier sign-in."""
    form = {"grant_type": "otp", "phone": owner.phone, "code": await gateway.code_for(owner.phone)}
    got = (await gateway.client().post("/auth/token", data=form)).raise_for_status().json()
    assert got["limited"]
    return gateway.client(got["access_token"])


async def lent(house: House, me: str) -> dict[str, str]:
    """A loan, a payment with its receipt, a plan and other proposals that wait, a review with a document, an offer, and a renewed
    identity card with its photo, which staff have to confirm."""
    client = house.client
    person = await house.named(me)
    loan = await house.paid_out(me)
    await client.start_payment(me, loan.id, StartPayment(amount=due(loan).amount), idempotency_key="payment")
    await house.work()
    plan = AskHardship(kind="hardship", extra_months=3, staff_id="stf_tests", reason="Lost the job")
    write_off = AskWriteOff(kind="write_off", staff_id="stf_tests", reason="No answer to any letter")
    referred = await house.submitted(me, **SILENT)
    document = await client.send_document(me, referred.id, "income_proof", papers.photo(shade=1))
    offered = await house.submitted(me)
    contract = await client.contract(me, offered.id)
    told = {"name": person.name, "id_number": person.id_number, "full_time_student": False, "long_term": True}
    await client.verify_identity(me, VerifyIdentity(**told))
    await client.send_identity_photo(me, papers.photo(shade=2))
    await client.verify_identity(me, VerifyIdentity(**told, proof="video"))
    claim = (await client.found_borrower(me)).claim
    assert claim is not None
    return {
        "name": person.name,
        "id_number": person.id_number,
        "card": person.card_number,
        "claim_id": claim.id,
        "loan_id": loan.id,
        "receipt_id": (await client.loan_receipts(me, loan.id))[0].id,
        "due_day": (await client.propose_change(me, loan.id, AskDueDay(kind="due_day", day_of_month=20))).proposal_hash,
        "write_off": (await client.propose_change(me, loan.id, write_off)).proposal_hash,
        "proposal_hash": (await client.propose_change(me, loan.id, plan)).proposal_hash,
        "text_version": TEXT_VERSION,
        "review_id": (await client.reviews())[0].id,
        "document_id": document.id,
        "application_id": offered.id,
        "contract_hash": contract.contract_hash,
        "cost_sheet_hash": contract.cost_sheet_hash,
    }


async def asked_for(
    gateway: Gateway, house: House, owner: Borrower, me: str, desk: httpx.AsyncClient
) -> dict[str, str]:
    """A hand-off, a case, a hold, a phone and what it was told."""
    await owner.say("ask", "我要人工")
    case = await house.client.open_case(
        me, OpenCase(kind="complaint", words="Rude"), idempotency_key="case-of-the-tests"
    )
    hold = await house.client.place_hold(me, PlaceHold(staff_id="stf_tests", reason="Somebody else's card"))
    # While it stands nothing could be signed.
    await house.client.lift_hold(me, hold.id, LiftHold(staff_id="stf_tests", reason="It was their own"))
    body = {"token": "token-of-the-push-service", "platform": "android"}
    (await owner.http.put(f"/devices/{INSTALLATION}", json=body)).raise_for_status()
    while await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock()):
        pass
    return {
        "handoff_id": (await desk.get("/desk/handoffs")).json()["handoffs"][0]["id"],
        "case_id": case.id,
        "hold_id": hold.id,
        "notification_id": (await owner.http.get("/notifications")).json()[0]["id"],
    }
