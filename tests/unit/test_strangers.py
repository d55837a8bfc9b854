"""The rounds that outsiders wrote stand on the scoreboard as they were measured."""

from bench.strangers import ROUNDS, section


def test_every_round_stands_on_the_scoreboard() -> None:
    assert section() in (ROUNDS.parent / "scoreboard.md").read_text()
