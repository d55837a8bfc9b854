"""Whoever owns the conversation when a reply was begun, only the present owner speaks."""

from hypothesis import given
from hypothesis import strategies as st

from mobile_api.chat.models import Conversation
from mobile_api.chat.ownership import change_owner, may_answer

OWNERS = st.sampled_from(["bot", "queue", "staff"])


def bots_conversation() -> Conversation:
    return Conversation(id="cnv_1", owner="bot", version=1)


@given(st.lists(OWNERS, min_size=1, max_size=20))
def test_a_reply_begun_before_any_change_of_owner_is_stale_for_ever(changes):
    conversation = bots_conversation()
    begun_under = conversation.version
    for owner in changes:
        change_owner(conversation, owner)
        assert not may_answer(conversation, begun_under)


@given(st.lists(OWNERS, max_size=20))
def test_a_reply_begun_now_may_be_shown_until_staff_own(changes):
    conversation = bots_conversation()
    for owner in changes:
        change_owner(conversation, owner, "stf_1" if owner == "staff" else None)
    assert may_answer(conversation, conversation.version) == (conversation.owner != "staff")
    assert (conversation.staff_id is not None) == (conversation.owner == "staff")
    assert conversation.version == 1 + len(changes)
