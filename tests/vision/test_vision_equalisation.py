"""Equalised channels and corrected biases: the same network in float32, nearer to it in int8."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.vision import quantisation
from artmeta.vision.equalisation import correct_biases, equalise
from artmeta.vision.first_convolution import fold_input_scale, pair_columns
from artmeta.vision.litert import run
from artmeta.vision.litert_graph import Graph, activation_statistics
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.probe_pictures import dead_leaves_pictures, noise_pictures

Pictures = NDArray[np.float32]


@pytest.fixture(scope="module")
def shown(backbone: Backbone) -> Pictures:
    return noise_pictures(2, backbone.size).astype(np.float32)


@pytest.fixture(scope="module")
def equalised(backbone: Backbone, shown: Pictures) -> Graph:
    graph = Graph(backbone.litert_path.read_bytes())
    equalise(graph, activation_statistics(graph.content(), shown), quantisation._rounded)
    return graph


def apart(one: Pictures, other: Pictures) -> float:
    return float(np.linalg.norm(one - other) / np.linalg.norm(other))


def test_equalised_channels_give_the_same_features(
    backbone: Backbone, equalised: Graph, shown: Pictures
) -> None:
    full = backbone.litert_path.read_bytes()
    assert equalised.content() != full
    assert apart(run(equalised.content(), shown), run(full, shown)) < 2e-3, (
        "a ReLU6 cuts off at rounded factors"
    )


def test_the_input_scale_is_worked_into_the_first_kernel(backbone: Backbone, shown: Pictures) -> None:
    full = backbone.litert_path.read_bytes()
    graph = Graph(full)
    assert fold_input_scale(graph, 127)
    assert [each.kind for each in graph.operations[:2]] == ["PAD", "CONV_2D"]
    assert apart(run(graph.content(), shown - 127), run(full, shown)) < 0.02, (
        "the border alone has another colour"
    )
    again = Graph(graph.content())
    assert not fold_input_scale(again)
    assert again.content() == graph.content(), "there is no scale any more"


def test_a_first_convolution_of_pairs_of_pixels_gives_the_same(backbone: Backbone, shown: Pictures) -> None:
    graph = Graph(backbone.litert_path.read_bytes())
    fold_input_scale(graph, 127)
    single, pixels = graph.content(), shown - 127
    pair_columns(graph)
    assert graph.shape(graph.inputs[0]) == [1, 224, 112, 6]
    paired = run(graph.content(), pixels.reshape(-1, 224, 112, 6))
    assert apart(paired, run(single, pixels)) < 1e-5
    pair_columns(again := Graph(graph.content()))
    assert again.content() == graph.content(), "there are no single pixels any more"


def test_channels_of_large_fields_have_one_range(
    backbone: Backbone, equalised: Graph, shown: Pictures
) -> None:
    before = activation_statistics(backbone.litert_path.read_bytes(), shown)
    after = activation_statistics(equalised.content(), shown)
    bottleneck = equalised.operations[5].output  # 32 -> 16 channels without an activation, then 1 x 1 kernels
    widths = [
        np.ptp([each.low[bottleneck].min(0), each.high[bottleneck].max(0)], axis=0)
        for each in (before, after)
    ]
    assert widths[0].max() > 2 * widths[0].min()
    assert widths[1].max() < 1.2 * widths[1].min()
    highest = after.high[equalised.operations[3].output].max(axis=0)
    assert np.median(highest) > 5.7, "those below 6 are enlarged to 6, where ReLU6 cuts off"


def test_corrected_biases_bring_the_mean_of_the_output_back(equalised: Graph, shown: Pictures) -> None:
    graph, statistics = Graph(equalised.content()), activation_statistics(equalised.content(), shown)
    stem = graph.operations[3]
    given, kernel_at, bias_at = stem.inputs
    kernel, bias = graph.constant(kernel_at), graph.constant(bias_at)
    correct_biases(graph, statistics)
    step = np.abs(kernel).max(axis=(1, 2, 3), keepdims=True) / 127
    lost = ((kernel - np.round(kernel / step) * step) * statistics.mean[given].mean(axis=0)).sum(
        axis=(1, 2, 3)
    )
    gained = graph.constant(bias_at) - bias
    output = stem.output
    unit = (statistics.high[output].max(1).mean() - statistics.low[output].min(1).mean()) / 255
    assert np.abs(lost).max() > unit / 2, "else nothing had to be corrected"
    assert np.abs(gained - lost).max() <= unit / 8 + 1e-6


def test_ranges_are_rounded_outward() -> None:
    for value, rounded in (
        (0.0, 0.0),
        (6.0, 6.0),
        (5.99, 6.0),
        (0.0312, 0.032),
        (-2.1179, -2.2),
        (4.401, 4.5),
    ):
        assert quantisation._outward(value) == pytest.approx(rounded)


def test_dead_leaves_have_edges_and_are_always_the_same() -> None:
    leaves = dead_leaves_pictures(2, 64)
    assert np.array_equal(leaves, dead_leaves_pictures(2, 64)) and not np.array_equal(*leaves)
    equal = (leaves[:, :, :-1] == leaves[:, :, 1:]).all(axis=-1).mean()
    assert 0.5 < equal < 0.95, "areas of one colour, and edges between them"
