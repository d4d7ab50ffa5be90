"""An int8 backbone is the float32 one but for rounding, has a digest of its own, and is one network on every engine."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from ai_edge_litert.schema_py_generated import BuiltinOperator
from ai_edge_litert.tools.flatbuffer_utils import convert_bytearray_to_object
from numpy.typing import NDArray
from tiny_models import LABELS

from artmeta.progress import listening
from artmeta.vision import quantisation
from artmeta.vision.backbones import DEFAULT, load_backbone
from artmeta.vision.export.litert_model import FLOAT_PARTS
from artmeta.vision.litert import INT8_TOGETHER, KERNELS, Embedder, run
from artmeta.vision.litert_metadata import with_metadata
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import PIXELS
from artmeta.vision.probe_pictures import noise_pictures

ALIKE = 0.99  # cosine of the features of a noise picture, measured 0.996; without equalised channels 0.96
# Distance of the features of two engines, relative to their length.
APART = {"float32": 1e-4, "int8": 0.1}


@pytest.fixture(scope="module")
def quantised(vision_cache: Path) -> Backbone:
    return load_backbone(DEFAULT, vision_cache, precision="int8")


def cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))


def test_features_are_those_of_the_float32_network_but_for_rounding(
    backbone: Backbone, quantised: Backbone
) -> None:
    shown = noise_pictures(3, backbone.size)
    small, full = Embedder(quantised), Embedder(backbone)
    for picture in shown:
        assert cosine(small.embed(picture), full.embed(picture)) > ALIKE
    assert cosine(small.embed(shown[0]), full.embed(shown[1])) < ALIKE, "pictures that differ must not pass"


def test_it_is_smaller_and_has_a_digest_of_its_own(backbone: Backbone, quantised: Backbone) -> None:
    assert quantised.digest.startswith(f"{DEFAULT}-int8-")
    assert quantised.width == backbone.width
    assert quantised.litert_path.stat().st_size < backbone.litert_path.stat().st_size / 3


def test_readers_of_either_field_find_its_operations(
    backbone: Backbone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quantisation, "PICTURES", 2)
    model = quantisation.quantise(
        backbone.litert_path.read_bytes(), backbone.size, float_operations=FLOAT_PARTS
    )
    file = convert_bytearray_to_object(bytearray(with_metadata(model, "harbour", LABELS, PIXELS)))
    codes = {each.builtinCode: each.deprecatedBuiltinCode for each in file.operatorCodes}
    assert BuiltinOperator.QUANTIZE in codes
    assert all(code == older for code, older in codes.items()), (
        "0, the code of ADD, for what the quantiser adds"
    )


def test_its_making_reports_progress(backbone: Backbone, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: list[tuple[object, ...]] = []
    monkeypatch.setattr(quantisation, "PICTURES", 2)
    with listening(lambda *report: reports.append(report)):
        quantisation.quantise(backbone.litert_path.read_bytes(), backbone.size)
    assert reports == [("quantise", 6, 6, "pictures")]


def test_features_do_not_depend_on_how_many_pictures_are_seen_at_once(quantised: Backbone) -> None:
    shown = noise_pictures(INT8_TOGETHER + 1, quantised.size)
    single, many = Embedder(quantised), Embedder(quantised, many=True)
    assert np.array_equal(many.embed_all(shown), np.stack([single.embed(each) for each in shown]))


def test_a_profiler_that_keeps_the_frames_of_a_call_does_not_stop_the_next(backbone: Backbone) -> None:
    picture, embedder, kept = noise_pictures(1, backbone.size)[0], Embedder(backbone), []
    sys.setprofile(lambda frame, event, value: kept.append(frame))  # as Dask's does, now and then
    try:
        first = embedder.embed(picture)
        assert np.array_equal(first, embedder.embed(picture))
    finally:
        sys.setprofile(None)
    assert kept


def test_threads_that_share_a_network_get_the_features_of_one_thread(backbone: Backbone) -> None:
    embedder, pictures = Embedder(backbone), noise_pictures(4, backbone.size)
    alone = [embedder.embed(picture) for picture in pictures]
    together = Barrier(len(pictures))

    def repeated(picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        together.wait()
        return [embedder.embed(picture) for _ in range(8)]

    with ThreadPoolExecutor(len(pictures)) as threads:
        for features, expected in zip(threads.map(repeated, pictures), alone, strict=True):
            assert all((each == expected).all() for each in features)


def test_engines_agree(backbone: Backbone, quantised: Backbone) -> None:
    shown = noise_pictures(1, backbone.size)
    for network in (backbone, quantised):
        model = network.litert_path.read_bytes()
        first, *others = (run(model, shown, kernels)[0] for kernels in KERNELS)
        for other in others:
            assert np.linalg.norm(first - other) < APART[network.precision] * np.linalg.norm(first)


def test_drawn_pictures_are_always_the_same_and_smooth() -> None:
    pictures = noise_pictures(2, 64)
    assert np.array_equal(pictures, noise_pictures(2, 64))
    assert not np.array_equal(pictures[0], pictures[1])
    neighbours = np.corrcoef(pictures[:, :, :-1].ravel(), pictures[:, :, 1:].ravel())[0, 1]
    assert neighbours > 0.6, "near pixels are alike, as in photographs; those of white noise are not"
