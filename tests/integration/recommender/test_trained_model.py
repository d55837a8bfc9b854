import json
from pathlib import Path

import pytest

from recommender import dataset, store
from recommender.__main__ import main
from recommender.evaluate import evaluate
from recommender.rank import rank, scores
from recommender.train import NothingToLearn, export, fit, train, train_into


@pytest.fixture(scope="module")
def ratings() -> list[dataset.Rating]:
    return dataset.simulated()


def test_exported_factors_give_surprises_own_predictions(ratings: list[dataset.Rating]) -> None:
    svd = fit(ratings)
    exported = export(svd, ratings)
    items = list(exported.items)
    for user in [*list(exported.users)[:50], "nobody"]:
        ours = scores(exported, user, items)
        theirs = {item: svd.predict(user, item, clip=False).est for item in items}
        assert ours == pytest.approx(theirs, abs=1e-6)


def test_a_saved_model_ranks_as_before(ratings: list[dataset.Rating], tmp_path: Path) -> None:
    model = train(ratings)
    store.save(tmp_path, model)
    loaded = store.load(tmp_path)
    assert rank(loaded, "simulated-3", loaded.items) == rank(model, "simulated-3", model.items)


def test_training_again_on_the_same_ratings_is_skipped(ratings: list[dataset.Rating], tmp_path: Path) -> None:
    assert train_into(tmp_path, ratings) is True
    assert train_into(tmp_path, ratings) is False
    assert train_into(tmp_path, ratings[1:]) is True


def test_a_missing_or_changed_model_is_refused_by_name(ratings: list[dataset.Rating], tmp_path: Path) -> None:
    with pytest.raises(store.ModelMissing):
        store.load(tmp_path)
    store.save(tmp_path, train(ratings[:100]))
    factors = tmp_path / "factors.npz"
    factors.write_bytes(factors.read_bytes() + b" ")
    with pytest.raises(store.ModelCorrupt):
        store.load(tmp_path)


def test_no_ratings_teach_nothing() -> None:
    with pytest.raises(NothingToLearn):
        train([])


def test_the_model_beats_popularity_on_borrowers_with_tastes(ratings: list[dataset.Rating]) -> None:
    result = evaluate(ratings)
    popularity = result["popularity"]
    assert isinstance(popularity, dict)
    assert float(str(result["ndcg_5"])) > popularity["ndcg_5"]


def test_the_commands_train_rank_and_evaluate_a_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, folder = tmp_path / "ratings.csv", str(tmp_path / "model")
    rows = [f"u{n % 20},i{(n * 7) % 13},{1 + n % 5},{n}" for n in range(200)]
    path.write_text("\n".join(["user,item,value,timestamp", *rows]))
    assert main(["train", "--ratings", str(path), "--folder", folder, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trained"] is True
    assert main(["rank", "--folder", folder, "--user", "u1", "--items", "i3,i4", "--json"]) == 0
    assert {row["item"] for row in json.loads(capsys.readouterr().out)} == {"i3", "i4"}
    assert main(["evaluate", "--ratings", str(path), "--json"]) == 0
    assert {"ndcg_5", "hit_rate_10", "coverage", "popularity"} <= set(json.loads(capsys.readouterr().out))


def test_a_command_on_a_bad_file_fails_with_the_errors_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("nonsense")
    assert main(["evaluate", "--ratings", str(path)]) == 1
    assert "BadRatings" in capsys.readouterr().err
