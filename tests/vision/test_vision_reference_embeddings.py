"""The nearest works are found, and the references survive their file."""

from __future__ import annotations

import io

import numpy as np
import pytest

from artmeta.errors import ModelError
from artmeta.vision import reference_embeddings as room
from artmeta.vision.reference_embeddings import ReferenceEmbeddings, unit_vectors
from artmeta.vision.targets import one_hot


def remembered(works: int = 50) -> tuple[ReferenceEmbeddings, np.ndarray]:
    vectors = np.random.default_rng(2).gamma(1.0, 1.0, (works, 16)).astype(np.float32)
    names = tuple(f"work-{number}" for number in range(works))
    return ReferenceEmbeddings(
        unit_vectors(vectors).astype(np.float16), one_hot(np.arange(works) % 3, 3), names, names
    ), vectors


def test_each_work_is_nearest_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    reference, vectors = remembered()
    monkeypatch.setattr(room, "BLOCK", 7)
    places, cosines = reference.nearest(vectors * 5, 4)
    assert places.shape == cosines.shape == (50, 4)
    assert np.array_equal(places[:, 0], np.arange(50))
    assert cosines[:, 0] == pytest.approx(1, abs=2e-3)
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_the_nearest_are_those_of_brute_force() -> None:
    reference, vectors = remembered()
    new = vectors[:9] + 0.3
    brute = np.argsort(-(unit_vectors(new) @ reference.embeddings.astype(np.float32).T), axis=1)[:, :5]
    assert np.array_equal(reference.nearest(new, 5)[0], brute)


def test_more_than_there_are_and_none_at_all() -> None:
    reference, vectors = remembered(3)
    assert reference.nearest(vectors[:1], 10)[0].shape == (1, 3)
    assert reference.nearest(vectors[:0], 10)[0].shape == (0, 3)


def test_a_row_of_zeros_is_not_divided() -> None:
    assert np.array_equal(unit_vectors(np.zeros((1, 4), np.float32)), np.zeros((1, 4)))


def test_the_file_gives_the_same_references() -> None:
    reference, _ = remembered()
    again = ReferenceEmbeddings.unpacked(reference.packed())
    assert np.array_equal(again.embeddings, reference.embeddings)
    assert np.array_equal(again.y_true, reference.y_true)
    assert (again.artwork_ids, again.sha256s) == (reference.artwork_ids, reference.sha256s)
    for damaged in (b"", b"no zip", reference.packed()[:200]):
        with pytest.raises(ModelError, match="damaged"):
            ReferenceEmbeddings.unpacked(damaged)


def test_a_file_of_an_earlier_version_holds_topic_numbers() -> None:
    reference, _ = remembered(7)
    names = np.array(reference.artwork_ids)
    file = io.BytesIO()
    numbers = np.arange(7) % 3
    np.savez(file, directions=reference.embeddings, topics=numbers, artwork_ids=names, sha256s=names)
    again = ReferenceEmbeddings.unpacked(file.getvalue())
    assert [again.named(place, "abc") for place in range(4)] == ["a", "b", "c", "a"]
