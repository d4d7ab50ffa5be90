"""Vectors survive the store within half precision, whatever their values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from artmeta.errors import StoreError
from artmeta.store.vectors import LARGEST, pack, unpack

SMALLEST = 2.0**-14  # the least normal half; below it the error is absolute
matrices = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=20),
    elements=st.floats(-1e6, 1e6, width=32),
)


@given(matrices)
def test_a_vector_comes_back_within_half_precision(matrix: NDArray[np.float32]) -> None:
    back = unpack(pack(matrix))
    assert back.dtype == np.float32
    assert back.shape == matrix.shape
    assert np.allclose(back, np.clip(matrix, -LARGEST, LARGEST), rtol=2**-11, atol=SMALLEST * 2**-11)


@given(matrices)
def test_packing_again_changes_nothing(matrix: NDArray[np.float32]) -> None:
    blobs = pack(matrix)
    assert pack(unpack(blobs)) == blobs
    assert {len(blob) for blob in blobs} == {2 * matrix.shape[1]}


def test_a_vector_is_little_endian() -> None:
    assert pack(np.array([[1.0, -2.0]], dtype=np.float32)) == [b"\x00\x3c\x00\xc0"]


def test_a_mobilenet_vector_takes_2560_bytes() -> None:
    matrix = np.random.default_rng(1).normal(size=(4, 1280)).astype(np.float32)
    assert [len(blob) for blob in pack(matrix)] == [2560] * 4
    assert np.abs(unpack(pack(matrix)) - matrix).max() < 2e-3


def test_no_vectors_are_no_vectors() -> None:
    assert unpack([]).shape == (0, 0)
    assert pack(np.empty((0, 1280), dtype=np.float32)) == []


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_refused(value: float) -> None:
    matrix = np.ones((3, 4), dtype=np.float32)
    matrix[1, 2] = value
    with pytest.raises(StoreError, match="row 1"):
        pack(matrix)


@pytest.mark.parametrize("blobs", [[b"\x00\x3c", b"\x00"], [b"\x00"], [b"\x00\x3c", b"\x00\x3c\x00\x3c"]])
def test_blobs_of_two_lengths_are_refused(blobs: list[bytes]) -> None:
    with pytest.raises(StoreError, match="bytes"):
        unpack(blobs)
