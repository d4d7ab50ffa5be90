"""Channels of the first block that carry nothing of their own are removed; the features stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.vision import pruning
from artmeta.vision.litert import run
from artmeta.vision.litert_graph import Graph, Operation, moments
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.probe_pictures import drawn_pictures
from artmeta.vision.pruning import prune
from artmeta.vision.quantisation import _rounded

Pictures = NDArray[np.float32]


@pytest.fixture(scope="module")
def shown(backbone: Backbone) -> Pictures:
    return np.stack(list(drawn_pictures(6, backbone.size))).astype(np.float32)


def first_depthwise(graph: Graph) -> Operation:
    return next(each for each in graph.operations if each.kind == "DEPTHWISE_CONV_2D")


def distance_of_features(pruned: Graph, backbone: Backbone, shown: Pictures) -> float:
    whole = run(backbone.litert_path.read_bytes(), shown)
    return float(np.linalg.norm(run(pruned.content(), shown) - whole) / np.linalg.norm(whole))


def test_constant_channels_are_removed_without_a_change_of_features(
    backbone: Backbone, shown: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "TOLERANCE", 1e-3)
    monkeypatch.setattr(pruning, "TILE", 2)
    graph = Graph(backbone.litert_path.read_bytes())
    count = len(graph.operations)
    prune(graph, shown, _rounded)
    assert graph.shape(first_depthwise(graph).output) == [1, 112, 112, 18], "14 of 32 are constant"
    assert len(graph.operations) == count - 1, "the projection and the convolution after it are one"
    assert distance_of_features(graph, backbone, shown) < 2e-3


def test_a_projection_that_leaves_out_pixels_is_not_merged_with_the_convolution_after_it(
    backbone: Backbone, shown: Pictures
) -> None:
    graph = Graph(backbone.litert_path.read_bytes())
    (projection,) = graph.consumers(first_depthwise(graph).output)
    graph.set_strides(graph.operations.index(projection), 2, 2)
    whole, count = graph.content(), len(graph.operations)
    prune(graph, shown[:2], _rounded)
    assert graph.shape(first_depthwise(graph).output) == [1, 112, 112, 16]
    assert len(graph.operations) == count
    before, after = run(whole, shown[:2]), run(graph.content(), shown[:2])
    assert np.linalg.norm(after - before) / np.linalg.norm(before) < 0.1


def test_channels_close_to_linear_functions_of_others_are_removed(
    backbone: Backbone, shown: Pictures
) -> None:
    graph = Graph(backbone.litert_path.read_bytes())
    prune(graph, shown[:3], _rounded)
    assert graph.shape(first_depthwise(graph).output) == [1, 112, 112, 16]
    assert distance_of_features(graph, backbone, shown[3:]) < 0.06
    again = Graph(graph.content())
    prune(again, shown[:3], _rounded)
    assert again.content() == graph.content(), "no 16 of the remaining channels can be spared"


def test_no_channels_are_removed_where_they_make_no_tile(
    backbone: Backbone, shown: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "TOLERANCE", 1e-3)
    graph = Graph(whole := Graph(backbone.litert_path.read_bytes()).content())
    prune(graph, shown[:3], _rounded)
    assert graph.content() == whole


def test_moments_are_those_of_all_pixels(backbone: Backbone, shown: Pictures) -> None:
    model = backbone.litert_path.read_bytes()
    (given,) = Graph(model).inputs
    mean, covariance = moments(model, shown, given)
    pixels = shown.reshape(-1, 3).astype(np.float64)
    assert np.allclose(mean, pixels.mean(axis=0))
    assert np.allclose(covariance, np.cov(pixels, rowvar=False, bias=True))
