"""What may be said, and which phones can be written to."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.dialogue import LONGEST_TEXT
from mobile_api.auth.errors import InvalidPhone
from mobile_api.auth.phones import country_of, masked_phone, normal_phone
from mobile_api.auth.rules import network_of
from mobile_api.chat.errors import TextEmpty, TextTooLong
from mobile_api.chat.rules import backoff, clean_text, sender_of


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013-8000", "+8613800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("0086 138.0013.8000", "+8613800138000"),
        ("+86\u2011138\u20110013\u20118000", "+8613800138000"),
        ("\u202a+86 138 0013 8000\u202c", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+86١٣٨٠٠١٣٨٠٠٠", "+8613800138000"),
        ("+44 (0)7911 123456", "+447911123456"),
    ],
)
def test_a_phone_is_kept_in_one_form(typed, normal):
    assert normal_phone(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "12800138000",
        "+8612345",
        "+0123456789",
        "phone",
        "+86138001380001",
        "１３８",
        "138-FLOWERS",
        "13800138000 ext. 5",
        "01012345678",
    ],
)
def test_what_cannot_receive_a_code_is_refused(typed):
    with pytest.raises(InvalidPhone):
        normal_phone(typed)


@pytest.mark.parametrize(
    ("phone", "country"),
    [
        ("+8613800138000", "CN"),
        ("+85251234567", "HK"),
        ("+18765551234", "JM"),
        ("+882161234567", "001"),
        ("+9991234567", ""),
    ],
)
def test_a_number_tells_its_country(phone, country):
    assert country_of(phone) == country


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_address(address, network):
    assert network_of(address) == network


def test_a_masked_phone_shows_its_owner_enough_and_others_too_little():
    assert masked_phone("+8613812345678") == "+86138****5678"


def test_control_and_direction_characters_are_dropped_and_emoji_kept():
    assert clean_text(" a\x00b\x1b \u202eevil\u202c 👨\u200d👩 \n") == "ab evil 👨\u200d👩"


@given(st.text(max_size=LONGEST_TEXT * 2))
def test_a_clean_text_is_short_visible_and_stays_as_it_is(typed):
    try:
        text = clean_text(typed)
    except (TextEmpty, TextTooLong):
        return
    assert 0 < len(text) <= LONGEST_TEXT
    assert clean_text(text) == text
    text.encode()


@given(st.integers(1, 10_000))
def test_waiting_grows_and_never_passes_thirty_seconds(attempts):
    assert timedelta(seconds=1) <= backoff(attempts) <= backoff(attempts + 1) <= timedelta(seconds=30)


def test_the_dialogue_knows_a_conversation_by_a_name_that_needs_the_secret():
    assert sender_of("a", "cnv_1") == sender_of("a", "cnv_1")
    assert len({sender_of("a", "cnv_1"), sender_of("b", "cnv_1"), sender_of("a", "cnv_2")}) == 3
