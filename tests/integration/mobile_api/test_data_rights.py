"""A borrower's copy of their data, the erasure of it with its receipt, and what ends by itself."""

import io
import json
import zipfile
from collections import Counter
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, func, select, update

from contract.dialogue import Reply, SettingsChange
from contract.lending.rights import Erased, HeldTable, TableOutcome
from contract.retention.table import shipped
from mobile_api.models import Base
from mobile_api.restoring import erase_account
from mobile_api.rights.conversations import name_of
from mobile_api.rights.page import CHINESE
from mobile_api.rights.sweeping import due_rows, sweep
from mobile_api.worker import Worker
from servicekit.dumps import connected
from servicekit.lasting import ACCOUNT_ERASED, LastingActs
from tests.integration.mobile_api.conftest import Borrower, Gateway
from tests.integration.mobile_api.scripted_backend import event
from tests.integration.mobile_api.test_acceptance_by_code import loan
from tests.integration.mobile_api.test_cases import ANSWERED, CASE

TABLES = Base.metadata.tables
SURE = {"confirm": "delete my account"}
KEPT = shipped()
LOAN = next(row for row in KEPT.rows if row.table == "loans")
NOTHING = Erased(outcomes=[], loan_open=False, case_open=False, relation_ended_on=None)
RUNNING = NOTHING.model_copy(update={"loan_open": True, "outcomes": [TableOutcome.of(KEPT, LOAN, erased=0, kept=1)]})


async def id_of(borrower: Borrower) -> str:
    return str((await borrower.http.get("/me")).json()["id"])


async def held(gateway: Gateway, table: str) -> int:
    async with gateway.parts.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(TABLES[table])) or 0


async def known(gateway: Gateway) -> tuple[Borrower, str]:
    """A borrower who talked, has a phone for pushes, and whom the backend knows nothing of."""
    borrower = await gateway.talking_borrower()
    await borrower.say("m-1", "你好")
    await borrower.http.put("/devices/install-0001", json={"token": "device-token-1", "platform": "android"})
    me = await id_of(borrower)
    gateway.backend.answers[f"POST /borrowers/{me}/erasure"] = NOTHING
    gateway.backend.answers[f"GET /borrowers/{me}/data"] = [HeldTable.about(KEPT, LOAN)]
    return borrower, me


async def close(borrower: Borrower) -> httpx.Response:
    return await borrower.confirmed("DELETE", "/me", SURE)


async def again(gateway: Gateway) -> None:
    """The worker's next look, a day later."""
    gateway.clock.pass_(days=1, minutes=1)
    await Worker(gateway.parts, None).keep_data_rights()


async def signed_in_again(gateway: Gateway, borrower: Borrower) -> httpx.AsyncClient:
    form = {"grant_type": "otp", "phone": borrower.phone, "code": await gateway.code_for(borrower.phone)}
    tokens = (await gateway.client().post("/auth/token", data=form)).raise_for_status().json()
    return gateway.client(tokens["access_token"])


@pytest.mark.both_databases
async def test_a_copy_holds_every_store_and_what_was_said(gateway: Gateway) -> None:
    borrower, me = await known(gateway)
    answer = (await borrower.http.get("/me/export")).raise_for_status()
    copy = answer.json()
    assert (copy["format"], copy["borrower_id"]) == ("loantalk-export-1", me)
    tables = {one["table"]: one for one in copy["tables"]}
    assert tables.keys() == {"loans", "events", *(row.table for row in KEPT.borrowers("gateway"))}
    assert "你好" in [row["text"] for row in tables["messages"]["rows"]]
    assert tables["accounts"]["rows"][0]["phone"].endswith(borrower.phone)
    assert tables["devices"]["rows"][0].keys() == {"installation_id", "platform", "updated_at"}
    assert tables["events"]["rows"]
    assert all(one["purpose"]["zh"] and one["basis"]["en"] for one in tables.values())


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_a_copy_is_nobody_elses(small_gateway: Gateway) -> None:
    await known(small_gateway)
    other = await small_gateway.borrower()
    small_gateway.backend.answers[f"GET /borrowers/{await id_of(other)}/data"] = []
    tables = {one["table"]: one["rows"] for one in (await other.http.get("/me/export")).json()["tables"]}
    assert not any(tables[name] for name in ("messages", "devices", "conversations", "events"))


async def test_the_zip_has_a_page_to_read_the_same_data_and_the_papers(small_gateway: Gateway) -> None:
    borrower, me = await known(small_gateway)
    papers = next(row for row in KEPT.rows if row.table == "documents")
    sent = HeldTable.about(KEPT, papers)
    sent.rows = [{"id": "doc_1", "kind": "id_card", "media_type": "image/jpeg", "erased_at": None}]
    small_gateway.backend.answers[f"GET /borrowers/{me}/data"] = [sent]
    small_gateway.backend.files[f"GET /borrowers/{me}/papers/doc_1"] = b"\xff\xd8\xffpicture"
    answer = (await borrower.http.get("/me/export?form=zip")).raise_for_status()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {"data.json", "index.html", "papers/doc_1.jpg"}
        assert archive.read("papers/doc_1.jpg") == b"\xff\xd8\xffpicture"
        page = archive.read("index.html").decode()
        assert json.loads(archive.read("data.json"))["borrower_id"] == me
    assert 'lang="zh-CN"' in page
    assert all(words in page for words in ("聊天记录", "你好", "用途", "证明材料"))


async def test_only_a_few_copies_are_made_a_day(small_gateway: Gateway) -> None:
    borrower, _ = await known(small_gateway)
    for _ in range(small_gateway.settings.exports_per_day):
        (await borrower.http.get("/me/export")).raise_for_status()
    refused = await borrower.http.get("/me/export")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")


async def test_a_copy_is_whole_or_none(small_gateway: Gateway) -> None:
    borrower, _ = await known(small_gateway)
    small_gateway.dialogue.down = True
    refused = await borrower.http.get("/me/export")
    assert (refused.status_code, refused.json()["code"]) == (503, "dialogue_unavailable")


def test_every_column_of_a_copy_has_a_chinese_name() -> None:
    assert {column for row in KEPT.rows for column in row.export} == CHINESE.keys()


async def test_an_account_is_closed_by_its_words_alone(small_gateway: Gateway) -> None:
    borrower, _ = await known(small_gateway)
    refused = await borrower.http.request("DELETE", "/me", json={"confirm": "yes"})
    assert (refused.status_code, refused.json()["code"]) == (422, "confirmation_needed")
    assert await held(small_gateway, "messages") > 0


async def test_an_account_is_closed_by_the_code_that_was_sent_for_it(small_gateway: Gateway) -> None:
    borrower, me = await known(small_gateway)

    async def told(**code: str) -> tuple[int, str]:
        answer = await borrower.http.request("DELETE", "/me", json=SURE | code)
        return answer.status_code, answer.json()["code"]

    assert await told() == (401, "step_up_needed")
    about = (await borrower.http.request("DELETE", "/me", json=SURE)).json()["data"]
    assert await told(code=await borrower.code_to("card", about["about"])) == (422, "code_expired")
    code = await borrower.code_to(**about)
    assert await told(code=f"{(int(code) + 1) % 10**6:06}") == (422, "invalid_code")
    assert await held(small_gateway, "messages") > 0
    assert await held(small_gateway, "data_requests") == 0
    # In the other language, too, it is the same change.
    answer = await borrower.http.request("DELETE", "/me", json={"confirm": "注销我的账户", "code": code})
    assert answer.json()["account_closed"]
    assert await phones(small_gateway, me) == (f"closed:{me}", None)


@pytest.mark.both_databases
async def test_a_borrower_without_a_loan_is_forgotten_and_the_number_is_free(gateway: Gateway) -> None:
    borrower, me = await known(gateway)
    sender = await name_of(gateway.parts, borrower.conversation)
    receipt = (await close(borrower)).raise_for_status().json()
    assert (receipt["account_closed"], receipt["waits_for"], receipt["done_at"] is not None) == (True, [], True)
    for table in (
        "conversations",
        "messages",
        "turns",
        "devices",
        "one_time_codes",
        "refresh_tokens",
        "stream_tickets",
    ):
        assert await held(gateway, table) == 0, table
    assert await gateway.parts.dialogue.held(sender) == []
    assert {one["table"] for one in receipt["outcomes"]} >= {"conversations", "sessions", "accounts", "events"}

    form = {"grant_type": "refresh_token", "refresh_token": borrower.tokens["refresh_token"]}
    assert (await gateway.client().post("/auth/token", data=form)).status_code == 401
    assert (await borrower.http.get("/me")).status_code == 401
    form = {"grant_type": "otp", "phone": borrower.phone, "code": await gateway.code_for(borrower.phone)}
    tokens = (await gateway.client().post("/auth/token", data=form)).raise_for_status().json()
    assert (await gateway.client(tokens["access_token"]).get("/me")).json()["id"] != me

    read = (await gateway.client().get(f"/erasures/{receipt['id']}")).raise_for_status().json()
    assert read == receipt
    assert borrower.phone not in json.dumps(read)
    assert (await gateway.client().get("/erasures/era_unknown")).status_code == 404


async def test_an_erasure_is_a_lasting_act_and_is_carried_out_again_after_a_restore(small_gateway: Gateway) -> None:
    borrower, me = await known(small_gateway)
    await close(borrower)
    [act] = LastingActs(small_gateway.settings.lasting_acts).since(small_gateway.clock() - timedelta(days=1))
    assert (act.kind, act.id) == (ACCOUNT_ERASED, me)
    database_url = small_gateway.settings.database_url
    with connected(database_url) as connection:
        # It is still on record.
        erase_account(connection, me, act.at)
        assert connection.scalar(select(func.count()).select_from(TABLES["data_requests"])) == 1
        # As it was in the backup.
        connection.execute(delete(TABLES["data_requests"]))
        connection.execute(update(TABLES["accounts"]).values(phone="+8613900000000", closed_at=None))
        erase_account(connection, me, act.at)
        connection.commit()
    await again(small_gateway)
    assert await phones(small_gateway, me) == (f"closed:{me}", None)


async def test_a_closed_account_hears_nothing_more(small_gateway: Gateway) -> None:
    borrower, me = await known(small_gateway)
    await close(borrower)
    small_gateway.backend.events = [event(1, me, "loan.disbursed", loan_id="loan_1")]
    await Worker(small_gateway.parts, None).notify()
    assert await held(small_gateway, "notifications") == 0


async def test_while_a_loan_runs_the_account_stays_and_closes_by_itself_after_it(gateway: Gateway) -> None:
    borrower, me = await known(gateway)
    erasure = f"POST /borrowers/{me}/erasure"
    gateway.backend.answers[erasure] = RUNNING
    receipt = (await close(borrower)).raise_for_status().json()
    assert (receipt["account_closed"], receipt["waits_for"], receipt["done_at"]) == (False, ["loan"], None)
    assert await held(gateway, "messages") == 0
    [loans] = [one for one in receipt["outcomes"] if one["table"] == "loans"]
    assert (loans["kept"], loans["until"]) == (1, None)
    assert "反洗钱法" in loans["source"]
    assert (await borrower.http.get("/me")).status_code == 401
    back = await signed_in_again(gateway, borrower)
    assert (await back.get("/me")).json()["id"] == me

    gateway.backend.answers[f"GET /borrowers/{me}/loans"] = [loan(status="active")]
    await back.put("/devices/install-0001", json={"token": "device-token-1", "platform": "android"})
    await again(gateway)
    assert await held(gateway, "devices") == 1

    ended = date(2026, 3, 2)
    gateway.backend.answers[f"GET /borrowers/{me}/loans"] = []
    gateway.backend.answers[erasure] = NOTHING.model_copy(update={"relation_ended_on": ended})
    await again(gateway)
    receipt = (await gateway.client().get(f"/erasures/{receipt['id']}")).json()
    assert (receipt["account_closed"], receipt["waits_for"]) == (True, [])
    [account] = [one for one in receipt["outcomes"] if one["table"] == "accounts"]
    assert account["until"] == (ended + KEPT.periods["relation"].length).isoformat()
    assert await phones(gateway, me) == (f"closed:{me}", f"+86{borrower.phone}")

    gateway.clock.now += KEPT.periods["relation"].length + timedelta(days=1)
    await sweep(gateway.parts, gateway.clock())
    assert await phones(gateway, me) == (f"closed:{me}", None)


async def phones(gateway: Gateway, borrower_id: str) -> tuple[str, str | None]:
    accounts = TABLES["accounts"]
    async with gateway.parts.database.reading() as session:
        found = await session.execute(
            select(accounts.c.phone, accounts.c.former_phone).where(accounts.c.id == borrower_id)
        )
    phone, former = found.one()
    return phone, former


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_what_a_person_looks_into_waits_for_the_answer(small_gateway: Gateway) -> None:
    borrower, me = await known(small_gateway)
    erasure = f"POST /borrowers/{me}/erasure"
    small_gateway.backend.answers[erasure] = NOTHING.model_copy(update={"case_open": True})
    receipt = (await close(borrower)).raise_for_status().json()
    assert (receipt["account_closed"], receipt["waits_for"]) == (True, ["case"])
    assert await held(small_gateway, "messages") > 0
    small_gateway.backend.answers[erasure] = NOTHING
    await again(small_gateway)
    assert await held(small_gateway, "messages") == 0


async def test_an_erasure_that_a_service_held_up_is_finished_by_the_worker(gateway: Gateway) -> None:
    borrower, _ = await known(gateway)
    gateway.dialogue.down = True
    receipt = (await close(borrower)).raise_for_status().json()
    assert receipt["waits_for"] == ["service"]
    back = await signed_in_again(gateway, borrower)
    assert (await back.get("/me/erasures")).json()[0]["id"] == receipt["id"]
    gateway.dialogue.down = False
    gateway.clock.pass_(minutes=6)
    await Worker(gateway.parts, None).keep_data_rights()
    assert (await gateway.client().get(f"/erasures/{receipt['id']}")).json()["waits_for"] == []
    assert await held(gateway, "messages") == 0


async def swept(gateway: Gateway) -> Counter[str]:
    due = await due_rows(gateway.parts, gateway.clock())
    ended = await sweep(gateway.parts, gateway.clock())
    assert all(due[table] >= rows for table, rows in ended.items())
    return ended


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_each_store_ends_on_its_day(gateway: Gateway) -> None:
    borrower, me = await known(gateway)
    await borrower.http.put("/notification-preferences", json={"reminders": False})
    gateway.backend.answers[f"GET /borrowers/{me}/cases"] = [CASE]
    begun = gateway.clock.now
    ends = {
        "one_time_codes": KEPT.periods["codes"].days,
        "turns": KEPT.periods["spent"].days,
        "refresh_tokens": KEPT.periods["spent"].days + 30,
        "devices": KEPT.periods["unused"].days,
    }
    for table, after in sorted(ends.items(), key=lambda one: one[1]):
        gateway.clock.now = begun + timedelta(days=after)
        assert (table, (await swept(gateway))[table]) == (table, 0)
        gateway.clock.pass_(minutes=1)
        assert (await swept(gateway))[table] > 0, table
    assert await held(gateway, "accounts") == await held(gateway, "notification_preferences") == 1


@pytest.mark.both_databases
async def test_conversations_end_with_the_assistants_memory_unless_a_case_is_open(gateway: Gateway) -> None:
    borrower, me = await known(gateway)
    sender = await name_of(gateway.parts, borrower.conversation)
    cases = f"GET /borrowers/{me}/cases"
    gateway.backend.answers[cases] = [CASE]
    gateway.clock.now += KEPT.periods["conversation"].length
    assert (await swept(gateway))["conversations"] == 0
    gateway.clock.pass_(minutes=1)
    assert (await swept(gateway))["conversations"] == 0
    gateway.backend.answers[cases] = [ANSWERED]
    assert (await swept(gateway))["conversations"] == 1
    for table in ("conversations", "messages", "turns", "actions"):
        assert await held(gateway, table) == 0, table
    assert await gateway.parts.dialogue.held(sender) == []


async def test_a_conversation_that_a_person_is_to_look_at_stays(small_gateway: Gateway) -> None:
    borrower = await small_gateway.talking_borrower()
    await borrower.say("m-1", "我要人工")
    small_gateway.clock.now += KEPT.periods["conversation"].length + timedelta(days=1)
    assert (await swept(small_gateway))["conversations"] == 0


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_a_turn_under_way_puts_the_end_of_its_conversation_off(small_gateway: Gateway) -> None:
    borrower, _ = await known(small_gateway)
    turns = TABLES["turns"]
    async with small_gateway.parts.database.transaction() as session:
        lease = small_gateway.clock.now + timedelta(minutes=1)
        await session.execute(update(turns).values(state="running", lease_until=lease))
    receipt = (await close(borrower)).raise_for_status().json()
    assert receipt["waits_for"] == ["conversation"]
    small_gateway.clock.pass_(minutes=6)
    await Worker(small_gateway.parts, None).keep_data_rights()
    assert await held(small_gateway, "messages") == 0


@pytest.mark.parametrize("row", KEPT.borrowers("gateway"), ids=lambda row: row.table)
def test_a_receipt_says_why_and_on_which_law_something_is_kept(row: Any) -> None:
    kept = TableOutcome.of(KEPT, row, erased=0, kept=1)
    assert kept.why is not None
    assert kept.source


async def test_a_yes_in_the_conversation_leads_to_the_page_and_erases_nothing_without_a_code(
    small_gateway: Gateway,
) -> None:
    borrower, _ = await known(small_gateway)
    agreed = Reply(text="已受理", language="zh", settings=SettingsChange(close_account=True))
    small_gateway.dialogue.script["确认删除"] = [agreed]
    await borrower.say("m-2", "确认删除")
    [told] = [one for one in await borrower.log() if one["from"] == "system"]
    assert "验证码" in told["text"]
    assert told["blocks"] == [{"type": "my_data"}]
    small_gateway.clock.pass_(minutes=6)
    await Worker(small_gateway.parts, None).keep_data_rights()
    assert await held(small_gateway, "messages") > 0
    assert await held(small_gateway, "data_requests") == 0
    assert (await close(borrower)).json()["account_closed"]
