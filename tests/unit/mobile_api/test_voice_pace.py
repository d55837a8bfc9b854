"""How far sound may run ahead of speaking."""

from mobile_api.voice.pace import BYTES_A_SECOND, Pace


def test_sound_as_it_is_spoken_is_never_ahead_however_long_it_goes_on() -> None:
    pace = Pace(30, now=0)
    for second in range(1, 301):
        pace.hear(BYTES_A_SECOND, now=second)
        assert pace.ahead(now=second) <= 1


def test_sound_beyond_what_may_be_ahead_breaks_the_pace_until_it_can_have_been_spoken() -> None:
    pace = Pace(30, now=0)
    pace.hear(30 * BYTES_A_SECOND, now=0)
    assert pace.is_kept(now=0)
    pace.hear(BYTES_A_SECOND, now=0)
    assert not pace.is_kept(now=0)
    assert pace.ahead(now=10) == 21


def test_silence_is_not_saved_up_for_later() -> None:
    pace = Pace(30, now=0)
    pace.hear(31 * BYTES_A_SECOND, now=200)
    assert not pace.is_kept(now=200)


def test_ending_an_utterance_costs_what_its_pause_would_have_taken() -> None:
    pace = Pace(30, now=0, finish_costs=1)
    for _ in range(31):
        pace.finish(now=0)
    assert not pace.is_kept(now=0)
