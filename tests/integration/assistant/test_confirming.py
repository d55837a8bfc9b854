"""What a yes was to may be gone by the time it is said."""

from typing import Any


def test_what_was_withdrawn_elsewhere_is_not_said_to_be_withdrawn_now(servers: Any) -> None:
    borrower = servers.borrower("en")
    borrower.say("I'd like to borrow 30000 for a car")
    borrower.say("withdraw my application")
    draft = borrower.applications()[0]["id"]
    borrower.backend.post(f"/borrowers/{borrower.id}/applications/{draft}/withdraw").raise_for_status()
    borrower.say("yes")
    assert "Your application" in borrower.heard
    assert "The draft has been withdrawn" not in borrower.heard


def test_a_yes_to_withdrawing_cancels_no_contract_that_was_signed_meanwhile(servers: Any) -> None:
    borrower, lender = servers.borrower("en"), servers.lending.on(0)
    offered = lender.offer(borrower.id)
    assert borrower.say("withdraw my application")["expects"] == "confirmation"
    lender.sign(borrower.id, offered)
    borrower.say("yes")
    assert "cancelled" not in borrower.heard
    assert [application["status"] for application in borrower.applications()] == ["accepted"]
