import pytest

from assistant.evaluate.intervals import bootstrap_mean, wilson


def test_wilson_agrees_with_published_figures() -> None:
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.
    for hits, count, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (1, 29, 0.0061, 0.1718)):
        found = wilson(hits, count)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(("hits", "count"), [(0, 10), (10, 10), (3, 10)])
def test_an_interval_holds_its_share_and_stays_within_all_shares(hits: int, count: int) -> None:
    found = wilson(hits, count)
    assert 0 <= found.low <= hits / count <= found.high <= 1


def test_everything_is_possible_where_nothing_was_counted() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)


def test_a_mean_lies_in_its_interval_which_is_the_same_each_time() -> None:
    values = [4.0, 7.0, 9.0, 12.0, 30.0]
    found = bootstrap_mean(values)
    assert found == bootstrap_mean(values)
    assert min(values) <= found.low < sum(values) / len(values) < found.high <= max(values)


def test_what_never_varies_has_no_width() -> None:
    found = bootstrap_mean([5.0, 5.0])
    assert (found.low, found.high) == (5.0, 5.0)
