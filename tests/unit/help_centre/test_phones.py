from dataclasses import replace

from backend.help_centre.library import entries
from backend.help_centre.phones import answer_with_phone, named_phones
from contract.texts import LocalText

PLAIN = replace(entries()[0], answer=LocalText(zh="答。", en="An answer."), call=None)
CALLING = replace(PLAIN, call=LocalText(zh="电话：{service_phone}。", en="Call {service_phone}."))


def test_a_known_number_is_named_after_the_answer() -> None:
    told = answer_with_phone(CALLING, {"service_phone": "400-0000"})
    assert told == LocalText(zh="答。电话：400-0000。", en="An answer. Call 400-0000.")


def test_without_the_number_its_sentence_is_left_out() -> None:
    assert answer_with_phone(CALLING, {"service_phone": "", "help_line": "1"}) == PLAIN.answer
    assert answer_with_phone(CALLING, {}) == PLAIN.answer


def test_an_answer_without_a_number_stays_as_it_is() -> None:
    assert answer_with_phone(PLAIN, {"service_phone": "400-0000"}) == PLAIN.answer


def test_the_names_of_both_languages_are_needed() -> None:
    assert named_phones(LocalText(zh="{a}", en="{b}")) == {"a", "b"}
