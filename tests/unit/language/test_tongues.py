"""In which language a message is written, where it is plain."""

import pytest

from language.tongues import plainly_written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我想借三万块钱", "zh"),
        ("我的loan还有多少没还", "zh"),
        ("how much do I still owe", "en"),
        ("OK", None),
        ("30000", None),
        ("yes please", None),
        ("好的", None),
        ("帮我check一下rate", None),
        ("wo xiang jie qian", "en"),
    ],
)
def test_the_language_of_a_message_is_told_where_it_is_plain(text: str, language: str | None) -> None:
    assert plainly_written_in(text) == language
