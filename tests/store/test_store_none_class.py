"""A work that is rejected by a model's none class has that as its reason, and is none that a promise is tested on."""

from __future__ import annotations

from pathlib import Path

from builders import RUN, Work, fill, new_store

SAID = {"boat": 0.9, "house": 0.1}


def test_rejected_works_have_the_reason_and_are_left_out_of_the_promise(tmp_path: Path) -> None:
    with new_store(tmp_path / "museum.duckdb") as store:
        fill(
            store,
            [Work("a", confidences=SAID, status="sure"), Work("b", confidences=SAID, status="unfamiliar")],
        )
        store._execute("UPDATE decisions SET none_score = 0.2, none_limit = 0.4")
        store._execute("UPDATE decisions SET none_score = 0.934 WHERE artwork_id = 'b'")
        reasons = dict(store._execute("SELECT artwork_id, decision_reason FROM artwork_topics"))
        tested = store.frame_in_parts("works_with_known_topics", run_id=RUN)["artwork_id"].tolist()
        store._execute("UPDATE decisions SET none_score = NULL, ood_score = 4.0, ood_threshold = 1.8")
        unlike = dict(store._execute("SELECT artwork_id, decision_reason FROM artwork_topics"))
    assert unlike == {
        "a": "",
        "b": "It looks unlike the training works (out-of-distribution score 4.00, threshold 1.80).",
    }
    assert reasons["a"] == ""
    assert "show none of the topics (score 0.93, limit 0.40)" in reasons["b"]
    assert tested == ["a"]
