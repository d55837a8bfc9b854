"""Where somebody is signed in, in a few words, whose addresses are counted together, and which passwords are strong."""

import pytest

from mobile_api.auth.clients import client_label
from mobile_api.auth.members import WeakPassword, check_password
from mobile_api.auth.rules import network_of

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148"


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (ANDROID, "Chrome · Android"),
        (f"{ANDROID} MicroMessenger/8.0.49", "WeChat · Android"),
        (f"{IPHONE} Safari/604.1", "Safari · iPhone"),
        (f"{IPHONE} CriOS/126.0 Safari/604.1", "Chrome · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox · macOS"),
        ("Loantalk/1.2 (Android 14)", "Loantalk · Android"),
        ("<script>alert(1)</script>", ""),
        ("x" * 5000, "x" * 24),
        ("", ""),
    ],
)
def test_a_browser_or_app_is_told_in_a_few_words(user_agent, label):
    assert client_label(user_agent) == label


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_addresses_of_one_household_count_as_one(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize("password", ["tin lantern orchard", "Xk2#mmQ9-vz", "一起去看海边的日落吧朋友"])
def test_a_strong_password_is_taken(password):
    check_password(password, "li", "Li", "Wei")


@pytest.mark.parametrize(
    "password", ["", "short1!", "Password123!", "aaaaaaaaaaaaaaaa", "qwertyuiop123", "LiWeiLiWei1", "x" * 201]
)
def test_a_password_that_is_easily_guessed_is_refused_with_a_sentence(password):
    with pytest.raises(WeakPassword) as refused:
        check_password(password, "li", "Li", "Wei")
    assert str(refused.value).startswith("The password ")
