"""A model on disk is whole or not there, and no file of it can be changed unseen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ConfigError, ModelError
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import (
    damaged_models,
    list_models,
    load_model,
    place_of,
    read_beside,
    save_model,
)
from artmeta.vision.selective_classifier import OOD_FILE, REFERENCE_FILE, load_selective_classifier

FILES = {"memory.npz": b"remembered", "backbone/weights.bin": b"a network of its own"}


def card(name: str = "school") -> ModelCard:
    return ModelCard(
        name, 0, "b", "b", "", "logistic", "v", "1", ("Boat", "House"), "", "", "2026-01-01", "0"
    )


def head(multi_label: bool = False) -> Head:
    kernel = np.random.default_rng(1).normal(0, 1, (4, 2)).astype(np.float32)
    return Head((Dense(kernel, np.zeros(2, np.float32)),), 1.5, multi_label)


@pytest.mark.parametrize("multi_label", [False, True])
def test_a_saved_model_says_the_same(tmp_path: Path, multi_label: bool) -> None:
    saved = save_model(tmp_path, head(multi_label), card(), FILES)
    result = load_model(tmp_path, "school")
    vectors = np.eye(4, dtype=np.float32)
    assert result.card == saved
    assert result.head.multi_label is multi_label
    assert np.array_equal(result.head.confidences(vectors), head(multi_label).confidences(vectors))
    assert read_beside(tmp_path, saved, FILES) == FILES
    assert read_beside(tmp_path, saved, ["familiarity.npz"]) == {}


def test_versions_count_up_and_the_newest_is_loaded(tmp_path: Path) -> None:
    assert [save_model(tmp_path, head(), card()).version for _ in range(3)] == [1, 2, 3]
    assert load_model(tmp_path, "school").card.version == 3
    assert load_model(tmp_path, "school", 2).card.version == 2
    assert [each.version for each in list_models(tmp_path)] == [1, 2, 3]
    with pytest.raises(ModelError, match=r"no version 9\. It has versions 1, 2 and 3\."):
        load_model(tmp_path, "school", 9)
    with pytest.raises(ModelError, match="no model called 'shool'"):
        load_model(tmp_path, "shool")


def test_a_model_of_before_there_were_several_topics_a_work_is_read(tmp_path: Path) -> None:
    import hashlib
    import io
    from dataclasses import replace

    from artmeta.vision.model_store import WEIGHTS, card_json

    saved = save_model(tmp_path, head(), card())
    weights = place_of(tmp_path, saved) / WEIGHTS
    with np.load(weights) as arrays:
        older = {name: arrays[name] for name in arrays.files if name != "several"}
    file = io.BytesIO()
    np.savez(file, **older)
    weights.write_bytes(file.getvalue())
    digest = hashlib.sha256(file.getvalue()).hexdigest()
    (weights.parent / "card.json").write_text(card_json(replace(saved, digest=digest)))
    assert load_model(tmp_path, "school").head.multi_label is False


@pytest.mark.parametrize("name", ["memory.npz", "head.npz"])
def test_a_changed_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    saved = save_model(tmp_path, head(), card(), FILES)
    file = place_of(tmp_path, saved) / name
    for damage in (lambda: file.write_bytes(b"other"), file.unlink):
        damage()
        with pytest.raises(ModelError, match=r"its sha256 is not the one in the model's card|cannot be read"):
            read_beside(tmp_path, load_model(tmp_path, "school").card, ["memory.npz"])


def test_a_judge_without_memory_is_loaded_and_a_damaged_one_is_not(tmp_path: Path) -> None:
    plain = save_model(tmp_path, head(), card("plain"))
    assert load_selective_classifier(tmp_path, load_model(tmp_path, plain.name)).reference is None
    saved = save_model(tmp_path, head(), card(), {REFERENCE_FILE: b"no memory", OOD_FILE: b"nothing"})
    with pytest.raises(ModelError, match="damaged"):
        load_selective_classifier(tmp_path, load_model(tmp_path, saved.name))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (b"", "damaged"),
        (b"{", "damaged"),
        (b"[1, 2]", "damaged"),
        (b"\xff\xfe\x00", "damaged"),
        (b'{"name": "school"}', "version: Field required"),
        (None, "is the card of 'school', version 1"),
    ],
)
def test_a_damaged_card_is_listed_apart_and_stops_no_other_model(
    tmp_path: Path, damage: bytes | None, reason: str
) -> None:
    whole = save_model(tmp_path, head(), card("whole"))
    cut = save_model(tmp_path, head(), card("school"))
    path = place_of(tmp_path, cut) / "card.json"
    if damage is None:
        (tmp_path / "copied").mkdir()
        path.parent.rename(tmp_path / "copied" / "1")
    else:
        path.write_bytes(damage)
    assert list_models(tmp_path) == [whole]
    [result] = damaged_models(tmp_path)
    assert reason in result.reason
    assert "\n" not in result.reason
    with pytest.raises(ModelError, match="is damaged"):
        load_model(tmp_path, result.name)
    again = save_model(tmp_path, head(), card("school"))
    assert load_model(tmp_path, "school").card == again


def test_a_version_whose_card_is_gone_is_not_given_twice(tmp_path: Path) -> None:
    first = save_model(tmp_path, head(), card())
    (place_of(tmp_path, first) / "card.json").unlink()
    assert save_model(tmp_path, head(), card()).version == 2
    assert load_model(tmp_path, "school").card.version == 2


def test_no_model_is_kept_or_looked_for_under_a_path(tmp_path: Path) -> None:
    for name in ("../up", "a/b", "..", "a\\b"):
        with pytest.raises(ConfigError, match="is no name for a model"):
            save_model(tmp_path / "models", head(), card(name))
        with pytest.raises(ConfigError, match="is no name for a model"):
            load_model(tmp_path / "models", name)
    assert not list(tmp_path.iterdir())
