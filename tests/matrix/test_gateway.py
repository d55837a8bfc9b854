"""Who may call which route of the gateway: every route, by everybody, about things that exist."""

from collections import defaultdict

import pytest

from backend.scenes.applicants import SILENT
from mobile_api.push.events import apply_events
from tests.matrix.callers import CODES, RULES, Answer, Caller, Who
from tests.matrix.gateway import DEVELOPMENT, ROWS, TAGS, Row
from tests.matrix.people import PRIVATE, Planted
from tests.matrix.routes import gateway_tags
from tests.suspicion import internal_words

# A call that is let in may come too late, or too often.
LET_IN = {None, 200, 201, 202, 204, 409, 429}
AWAY = 503

rows = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.call)


def test_every_route_is_in_the_table_and_every_row_is_a_route() -> None:
    assert {row.call for row in ROWS} == gateway_tags("development").keys()


def test_what_is_for_development_alone_is_not_there_in_production() -> None:
    assert {row.call for row in ROWS if row.why != DEVELOPMENT} == gateway_tags("production").keys()


def test_a_route_that_is_for_others_than_its_tags_says_why() -> None:
    assert [row.call for row in ROWS if is_wider(row) and not row.why] == []


@rows
async def test_who_may_not_is_refused_and_learns_nothing(planted: Planted, row: Row) -> None:
    refused = dict(row.callers(*CODES))
    met = {caller: await planted.call(row, caller) for caller in refused}
    assert {caller: one.code for caller, one in met.items()} == {caller: CODES[why] for caller, why in refused.items()}
    assert all(one.status in (None, int(refused[caller].split()[0])) for caller, one in met.items())
    assert not [name for name in PRIVATE for one in met.values() if planted.names[name] in one.text]


@rows
async def test_who_may_is_let_in_and_others_meet_only_what_is_theirs(planted: Planted, row: Row) -> None:
    for caller, answer in row.callers(Answer.MAY, Answer.OWN):
        met = await planted.call(row, caller)
        let_in = met.status in LET_IN or met.code == row.meets or (row.away and met.status == AWAY)
        assert let_in, (caller, met)
        assert met.code not in CODES.values()
        if answer == Answer.OWN:
            assert not [name for name in PRIVATE if planted.names[name] in met.text]


async def test_another_borrower_does_not_forget_the_borrowers_phone(planted: Planted) -> None:
    by_method = {row.method: row for row in ROWS if row.path.startswith("/v1/devices/")}
    await planted.call(by_method["PUT"], Caller.OWNER)
    await planted.call(by_method["DELETE"], Caller.OTHER)
    assert await planted.device_owner() == planted.names["borrower_id"]


async def test_no_route_tells_a_borrower_why_a_person_looks(planted: Planted) -> None:
    """Who is suspected reads the same as who is left to a person by the model alone."""
    gateway, house = planted.gateway, planted.house
    told = []
    for suspected in (False, True):
        borrower = await gateway.talking_borrower()
        me = str((await borrower.http.get("/me")).json()["id"])
        await house.named(me)
        if suspected:
            await house.client.note_study(me)
            for one in (me, planted.names["borrower_id"]):
                await house.client.note_device(one, "the-same-phone")
        application = await house.submitted(me, **({} if suspected else SILENT))
        assert application.status == "referred"
        while await apply_events(gateway.parts.database, gateway.parts.backend, gateway.clock()):
            pass
        names = defaultdict(str, application_id=application.id, conversation_id=borrower.conversation)
        paths = {row.path for row in ROWS if row.method == "GET" and row.who in (Who.BORROWER, Who.OWNER)}
        answers = {path: await borrower.http.get(gateway.url + path.format_map(names)) for path in sorted(paths)}
        told.append({path: internal_words(one.text) for path, one in answers.items() if one.status_code == 200})
    usual, suspect = told
    assert len(usual) > 10
    assert usual == suspect


def is_wider(row: Row) -> bool:
    """Whether somebody is answered otherwise than by the rule of the route's tag, and not forbidden."""
    usual = RULES[TAGS[gateway_tags("development")[row.call]]["{" in row.path]]
    return any(answer not in (usual[caller], Answer.FORBIDDEN) for caller, answer in row.answers().items())
