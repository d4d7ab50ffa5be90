"""Whatever form a model leaves in, the same pixels give the same confidences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter
from drawn_pictures import blocks_of_colour as pictures
from numpy.typing import NDArray
from test_export_folders import card_of
from tiny_models import LABELS, SIZE

from artmeta.errors import ExportError
from artmeta.vision.export.formats import ExportRequest, export_model
from artmeta.vision.export.half_weights import half_precision_note
from artmeta.vision.export.litert_model import litert_model
from artmeta.vision.heads import Dense, Head
from artmeta.vision.litert import Embedder, run
from artmeta.vision.model_store import load_model
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER, PIXELS, SNIPPET, InputScale, Network
from artmeta.vision.own_network import backbone_for
from artmeta.vision.teachable_machine.importing import import_model

TORCH = InputScale((0.0171, 0.0175, 0.0174), (-2.1179, -2.0357, -1.8044))  # a scale of each colour's own


def scaled(pixels: NDArray[np.uint8], scale: InputScale) -> NDArray[np.float32]:
    return (pixels * np.float32(scale.factor) + np.float32(scale.offset)).astype(np.float32)


def confidences(network: Network, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    from artmeta.vision.keras_backend.networks import whole_model

    return whole_model(network).predict(inputs, verbose=0)


def test_a_network_for_another_scale_says_the_same(tiny_network: Network) -> None:
    network, shown = replace(tiny_network, scale=TORCH), pictures(5)
    expected = confidences(network, scaled(shown, TORCH))
    assert np.ptp(expected, axis=0).max() > 0.05, "a network that ignores its input proves nothing"
    for given in (BROWSER, SNIPPET, PIXELS):
        np.testing.assert_allclose(
            confidences(for_input(network, given), scaled(shown, given)), expected, atol=2e-6
        )
    assert np.abs(confidences(network, scaled(shown, BROWSER)) - expected).max() > 1e-2


def test_a_network_that_expects_what_it_gets_is_left_alone(tiny_network: Network) -> None:
    assert for_input(tiny_network, BROWSER) is tiny_network


def test_the_temperature_is_part_of_what_leaves(tiny_network: Network) -> None:
    warm = replace(tiny_network, head=replace(tiny_network.head, temperature=3.0))
    inputs = scaled(pictures(4), BROWSER)
    expected = confidences(tiny_network, inputs) ** (1 / 3)
    np.testing.assert_allclose(
        confidences(warm, inputs), expected / expected.sum(axis=1, keepdims=True), atol=1e-6
    )


def test_litert_says_the_same_as_keras_in_float32_and_nearly_in_smaller_forms(tiny_network: Network) -> None:
    shown = pictures(40)
    inputs = scaled(shown, SNIPPET)
    expected = confidences(for_input(tiny_network, SNIPPET), inputs)
    full, agreement = litert_model(tiny_network, "", pictures(0))
    np.testing.assert_allclose(run(full, inputs), expected, atol=1e-5)
    assert (agreement.pictures, agreement.synthetic, agreement.same_topic) == (12, True, 1)
    by_name = Interpreter(model_content=full).get_signature_runner("serving_default")
    (given,) = by_name.get_input_details()
    np.testing.assert_allclose(by_name(**{given: inputs[:1]})["output_0"], expected[:1], atol=1e-5)
    for kind in ("float16", "int8"):
        smaller, agreement = litert_model(tiny_network, kind, shown)
        assert not agreement.synthetic
        assert agreement.same_topic >= 0.9
        assert 0 < agreement.largest < 0.15
        assert np.abs(run(smaller, inputs) - expected).max() < 0.2


def test_an_int8_model_needs_pictures_to_be_measured_on(tiny_network: Network) -> None:
    with pytest.raises(ExportError, match="needs 20 pictures or more"):
        litert_model(tiny_network, "int8", pictures(19))


def test_an_imported_model_sees_and_says_what_the_export_says(
    tfjs_folder: Path, tmp_path: Path, tiny_network: Network
) -> None:
    card = import_model(tfjs_folder, "school", "keras-snippet", tmp_path / "models", tmp_path / "cache")
    model = load_model(tmp_path / "models", "school")
    backbone = backbone_for(tmp_path / "models", model.card, tmp_path / "cache")
    shown = pictures(3)
    vectors = np.stack([Embedder(backbone).embed(one) for one in shown])
    expected = confidences(replace(tiny_network, scale=SNIPPET), scaled(shown, SNIPPET))
    np.testing.assert_allclose(model.head.confidences(vectors), expected, atol=1e-5)
    assert (card.topics, backbone.size, backbone.width, backbone.crop) == (LABELS, SIZE, 8, "centre")


def test_a_logistic_head_leaves_as_one_layer(tiny_network: Network, tmp_path: Path) -> None:
    from artmeta.vision.networks.tfjs_read import read_network
    from artmeta.vision.networks.tfjs_write import tfjs_files, write_tfjs

    rng = np.random.default_rng(2)
    only = Dense(rng.normal(0, 1, (8, 3)).astype(np.float32), np.float32([0.3, -0.2, 0.1]))
    network = replace(tiny_network, head=Head((only,)))
    write_tfjs(tfjs_files(network, LABELS, "one", "2026-01-01"), tmp_path / "one")
    result = read_network(tmp_path / "one")[1].head
    assert len(result.layers) == 1
    np.testing.assert_array_equal(result.layers[0].bias, only.bias)


def test_topics_that_do_not_exclude_each_other_leave_as_sigmoids(
    tiny_network: Network, tmp_path: Path
) -> None:
    from artmeta.vision.networks.tfjs_read import read_network
    from artmeta.vision.networks.tfjs_write import tfjs_files, write_tfjs

    several = replace(tiny_network, head=replace(tiny_network.head, multi_label=True, temperature=2.0))
    inputs = scaled(pictures(3), BROWSER)
    apart, exclusive = confidences(several, inputs), confidences(tiny_network, inputs)
    odds = np.sqrt(exclusive[:, :1] / exclusive[:, 1:2])  # temperature 2 halves the difference of two sums
    mine = apart / (1 - apart)
    np.testing.assert_allclose(mine[:, :1] / mine[:, 1:2], odds, rtol=1e-4)
    write_tfjs(tfjs_files(several, LABELS, "several", "2026-01-01"), tmp_path / "several")
    result = read_network(tmp_path / "several")[1]
    assert result.head.multi_label
    np.testing.assert_allclose(confidences(result, inputs), apart, atol=1e-6)


def wide_network(network: Network, kernel: np.ndarray, last: np.ndarray) -> Network:
    """Put another head on a network: a hidden layer large enough to be kept in half precision."""
    wide = Dense(kernel.astype(np.float32), np.zeros(kernel.shape[1], np.float32), relu=True)
    output = Dense(last.astype(np.float32), np.zeros(len(LABELS), np.float32))
    return replace(network, head=Head((wide, output)))


def test_a_tensor_that_half_precision_cannot_hold_stays_in_float32(tiny_network: Network) -> None:
    """Neither too large ones (infinite) nor too small ones (zero) are lost, and the card names them."""
    from artmeta.vision.networks.tfjs_read import network_in
    from artmeta.vision.networks.tfjs_write import tfjs_files

    rng = np.random.default_rng(4)
    kernel, last = rng.normal(0, 0.8, (8, 200)), rng.normal(0, 0.1, (200, 3))
    for factor, kept in (
        (1.0, ""),
        (1e6, ", except dense_Dense1/kernel"),
        (1e-9, ", except dense_Dense1/kernel"),
    ):
        network = wide_network(tiny_network, kernel * factor, last / factor)
        files = tfjs_files(network, LABELS, "wide", "2026-01-02", float16=True)
        assert (network_in(files).head.layers[0].kernel == network.head.layers[0].kernel).all() == bool(kept)
        note = half_precision_note(network, files, pictures(12))
        assert f"half the size{kept}" in note
        assert "float16 against the model, measured on 12 pictures: 100.0% keep" in note


def test_a_network_that_half_precision_makes_another_is_not_written(
    tiny_network: Network, tmp_path: Path
) -> None:
    """Its topics rest on differences of large values, smaller than the steps of half precision."""
    signs = np.where(np.arange(200) % 2, 1, -1)
    kernel = 5000 + np.random.default_rng(4).normal(0, 0.5, (8, 200))
    network = wide_network(tiny_network, kernel, signs[:, None] * np.float32([0.3, 0, -0.3]))
    for form in ("tfjs", "litert"):
        out = tmp_path / form
        with pytest.raises(
            ExportError, match=r"float16 model is not written.*12 synthetic pictures: .* required"
        ):
            export_model(ExportRequest(network, card_of(), "centre", tmp_path, "float16"), form, out)
        assert not out.exists()
