"""Every problem that the code behind an operation can raise, in the gateway or in the backend, is published with it."""

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from backend.errors import STATUSES as BACKEND
from mobile_api.errors import STATUSES, LoanSystemAway, ServiceMisconfigured
from servicekit.problems import Problem, status_of
from tests.contracts import problem_codes
from tests.contracts.published import operations, problems
from tests.contracts.raised import asked_of_the_backend, raised_by, routes_of, without_names

# Never an answer to a client: the gateway's own mistakes, and faults of the ledger.
OURS_ALONE = {
    "caller_not_allowed", "idempotency_key_missing", "ledger_key_reused", "ledger_unbalanced", "signing_not_proven",
}  # fmt: skip
# Raised while a draft is looked at, and caught: it is asked again before anything is decided.
CAUGHT_IN_DRAFTS = {
    "amount_out_of_range", "currency_not_offered", "licence_missing", "method_not_offered", "rate_above_cap",
    "term_out_of_range",
}  # fmt: skip
# Who is not registered yet is registered by a later call; an account that signs in is there.
REGISTERING = {"backend_unavailable", "not_found", "unauthenticated"}
CAUGHT = {
    **{
        f"{method} /v1/{path}": CAUGHT_IN_DRAFTS
        for method, path in (
            ("GET", "applications"),
            ("GET", "applications/{application_id}"),
            *(
                ("POST", f"applications/{{application_id}}/{act}")
                for act in ("cancel", "decline", "review", "withdraw")
            ),
            ("POST", "desk/borrowers/{borrower_id}/applications/{application_id}/cancel"),
        )
    },
    "GET /v1/desk/reviews/{review_id}": CAUGHT_IN_DRAFTS | {"nothing_proposed"},
    **dict.fromkeys(("POST /v1/conversations", "PATCH /v1/me"), REGISTERING),
    # Whether the lender knows a borrower is all that is asked there.
    "POST /v1/auth/token": REGISTERING | CAUGHT_IN_DRAFTS,
    **dict.fromkeys(("POST /v1/me/match", "POST /v1/me/reclaim"), CAUGHT_IN_DRAFTS),
    # A case that is full is there already.
    "POST /v1/me/not-mine": {"case_full", "not_found"},
    # The number of an account is served, wherever it is.
    "POST /v1/me/codes": {"country_not_served", "invalid_phone"},
    # A paper that cannot be opened is left out.
    "GET /v1/me/export": {"document_erased", "document_unreadable", "not_found"},
    # What is withdrawn was read under the borrower's lock; somebody unknown has nothing to erase.
    "DELETE /v1/me": {"application_status_wrong", "not_found"},
    # The backend hears of a device later where it does not answer now.
    "PUT /v1/devices/{installation_id}": {"backend_unavailable", "not_found", "service_misconfigured"},
    # Of a phone's account only one that is registered is asked for.
    "GET /v1/desk/borrowers": {"not_found"},
    # An utterance has no buttons.
    "POST /v1/conversations/{conversation_id}/voice": {"unknown_action"},
    # Plans of which that is true are left out.
    **dict.fromkeys(
        ("GET /v1/loans/{loan_id}/proposals/waiting", "GET /v1/desk/borrowers/{borrower_id}/loans/{loan_id}/waiting"),
        {"loan_change_not_possible", "loan_proposal_expired", "loan_proposal_stale"},
    ),
    # Of another kind of change, which goes through the same route of the backend.
    "POST /v1/desk/borrowers/{borrower_id}/loans/{loan_id}/hardship": {"currency_not_offered"},
    "POST /v1/desk/borrowers/{borrower_id}/loans/{loan_id}/write-off": {"currency_not_offered"},
    "POST /v1/desk/borrowers/{borrower_id}/loans/{loan_id}/write-off/execute": {"plan_consent_needed"},
    "POST /v1/loans/{loan_id}/proposals/execute": {"plan_consent_needed", "second_person_needed"},
}


@cache
def endpoints(package: str) -> dict[str, Callable[..., Any]]:
    list(problem_codes.kinds(Problem))  # Every module is loaded by it.
    modules = [module for name, module in list(sys.modules.items()) if name.split(".")[0] == package]
    return {call: route.endpoint for call, route in routes_of(modules).items()}


@cache
def backends(call: str) -> frozenset[tuple[int, str]]:
    """What the backend may answer to a call, with its 5xx left out: the gateway answers those with a code of its own."""
    endpoint = next(endpoint for known, endpoint in endpoints("backend").items() if without_names(known) == call)
    kinds = raised_by(endpoint).problems
    found = {(status_of(kind, BACKEND), kind.code) for kind in kinds}
    return frozenset((status, code) for status, code in found if status < 500)


def derived(call: str) -> set[tuple[int, str]]:
    method, path = call.split()
    found = raised_by(endpoints("mobile_api")[f"{method} {path.removeprefix('/v1')}"])
    own = {(status_of(kind, STATUSES), kind.code) for kind in found.problems}
    theirs = {answer for ask in found.asks for answer in backends(asked_of_the_backend()[ask])}
    away = {(503, LoanSystemAway.code), (503, ServiceMisconfigured.code)} if found.asks else set()
    return own | theirs | away


@pytest.mark.parametrize("call", [call for call in operations() if call.split()[1].startswith("/v1/")])
def test_an_operation_names_every_problem_that_its_code_can_raise(call: str) -> None:
    caught = OURS_ALONE | CAUGHT.get(call, set()) | {Problem.code}
    unnamed = {answer for answer in derived(call) - problems(operations()[call]) if answer[1] not in caught}
    assert unnamed == set(), "name it at the route in raises(…), or here if it is caught on the way"


@pytest.mark.parametrize("call", CAUGHT)
def test_what_is_said_to_be_caught_can_be_raised(call: str) -> None:
    """Else the exception would hide a problem that comes later."""
    assert CAUGHT[call] & {code for _, code in derived(call) - problems(operations()[call])}


def test_the_code_behind_a_route_is_followed_into_the_backend() -> None:
    found = derived("POST /v1/applications/{application_id}/accept")
    assert {(422, "invalid_code"), (409, "contract_changed"), (409, "offer_expired"), (409, "card_needed")} <= found
