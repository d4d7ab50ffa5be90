from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_models import keras_2_file

from artmeta.errors import ModelError
from artmeta.vision.networks.network import Network
from artmeta.vision.networks.tfjs_files import manifest_entries, read_weights
from artmeta.vision.networks.tfjs_read import read_network
from artmeta.vision.teachable_machine.read_model import read_model

Files = dict[str, bytes]
Zipped = Callable[[Files], Path]


def changed(files: Files, name: str, change: Callable[[Any], Any]) -> Files:
    data = json.loads(files[name])
    data = change(data) or data
    return {**files, name: json.dumps(data).encode()}


def same(result: Network, expected: Network) -> bool:
    heads = zip(result.head.layers, expected.head.layers, strict=True)
    return result.digest == expected.digest and all(np.array_equal(a.kernel, b.kernel) for a, b in heads)


def test_folder_and_zip_give_the_same_network(
    tfjs_folder: Path, tfjs_export: Files, zipped: Zipped, tiny_network: Network
) -> None:
    for path in (tfjs_folder, tfjs_folder / "model.json", zipped(tfjs_export)):
        export, network = read_network(path)
        assert same(network, tiny_network)
        assert export.labels == ("Aircraft", "Boat", "House")
        assert (export.name, network.size, network.width) == ("tiny", 32, 8)


def test_a_zip_with_a_folder_inside_is_read_and_names_that_climb_are_harmless(
    tfjs_export: Files, zipped: Zipped, tmp_path: Path
) -> None:
    inside = {f"my model/{name}": data for name, data in tfjs_export.items()}
    read_network(zipped({**inside, "../../evil.json": b"{}"}))
    assert not (tmp_path.parent.parent / "evil.json").exists()


def test_the_files_of_both_versions_of_keras_2_give_the_same_network(
    keras_export: Files, zipped: Zipped, tiny_network: Network
) -> None:
    result = read_model(zipped(keras_export))
    assert isinstance(result.network, Network)
    assert same(result.network, tiny_network)
    assert (result.form, result.labels) == ("h5", ("Aircraft", "Boat", "House"))
    norms = [each for each in result.network.backbone["layers"] if each["class_name"] == "BatchNormalization"]
    assert [each["config"]["axis"] for each in norms] == [3, 3], (
        "a number, as TensorFlow.js and Keras 3 take it"
    )


def test_layers_renamed_by_a_retraining_do_not_change_what_is_found(
    tfjs_export: Files, zipped: Zipped, tiny_network: Network
) -> None:
    text = tfjs_export["model.json"].decode()
    for old, new in (
        ("dense_Dense1", "dense_Dense7"),
        ("dense_Dense2", "dense_Dense8"),
        ("sequential_4", "sequential_12"),
    ):
        text = text.replace(old, new)
    assert same(read_network(zipped({**tfjs_export, "model.json": text.encode()}))[1], tiny_network)


def test_weights_in_several_shards_are_joined(
    tfjs_export: Files, zipped: Zipped, tiny_network: Network
) -> None:
    data = tfjs_export["weights.bin"]
    files = changed(
        tfjs_export, "model.json", lambda m: m["weightsManifest"][0].update(paths=["a.bin", "b.bin"])
    )
    del files["weights.bin"]
    assert same(read_network(zipped({**files, "a.bin": data[:999], "b.bin": data[999:]}))[1], tiny_network)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 255), min_size=1, max_size=60), st.floats(1e-6, 10), st.floats(-5, 5))
def test_quantised_weights_come_back_as_scale_times_value_plus_minimum(
    values: list[int], scale: float, low: float
) -> None:
    for dtype in ("uint8", "uint16"):
        entry = {
            "name": "w",
            "shape": [len(values)],
            "dtype": "float32",
            "quantization": {"dtype": dtype, "scale": scale, "min": low},
        }
        model = {"weightsManifest": [{"paths": ["w.bin"], "weights": [entry]}]}
        result = read_weights(model, {"w.bin": np.asarray(values, dtype).tobytes()})["w"]
        np.testing.assert_allclose(result, np.asarray(values) * scale + low, rtol=1e-5, atol=1e-5)


def test_float16_weights_survive_writing_and_reading() -> None:
    array = np.linspace(-3, 3, 12, dtype=np.float16).reshape(3, 4)
    entry, data = next(manifest_entries({"w": array}))
    result = read_weights({"weightsManifest": [{"paths": ["w.bin"], "weights": [entry]}]}, {"w.bin": data})[
        "w"
    ]
    assert len(data) == 24
    np.testing.assert_array_equal(result, array.astype(np.float32))


def _drop_tensor(model: Any) -> None:
    entries = model["weightsManifest"][0]["weights"]
    entries.append({"name": "stray/kernel", "shape": [0], "dtype": "float32"})


def _rename_tensor(model: Any) -> None:
    model["weightsManifest"][0]["weights"][0]["name"] = "elsewhere/kernel"


def _only_dense(model: Any) -> None:
    model["modelTopology"]["config"]["layers"] = model["modelTopology"]["config"]["layers"][1:]


REFUSED: list[tuple[str, Callable[[Files], Files], str]] = [
    (
        "pose",
        lambda f: changed(f, "metadata.json", lambda m: m.update(packageName="@teachablemachine/pose")),
        "pose model",
    ),
    (
        "audio",
        lambda f: changed(
            f, "metadata.json", lambda m: {"wordLabels": ["a"], "tfjsSpeechCommandsVersion": "0.4.0"}
        ),
        "audio model",
    ),
    ("other kind", lambda f: changed(f, "metadata.json", lambda m: m.update(packageName="x/y")), "kind x/y"),
    ("no metadata", lambda f: {k: v for k, v in f.items() if k != "metadata.json"}, "no metadata.json"),
    (
        "no labels",
        lambda f: changed(f, "metadata.json", lambda m: m.pop("labels") and None),
        "does not list",
    ),
    (
        "too few labels",
        lambda f: changed(f, "metadata.json", lambda m: m["labels"].pop() and None),
        "3 scores but names 2 topics",
    ),
    (
        "no weights file",
        lambda f: {k: v for k, v in f.items() if k != "weights.bin"},
        "weights.bin that model.json names is missing",
    ),
    ("short weights", lambda f: {**f, "weights.bin": f["weights.bin"][:-8]}, "ends within"),
    ("long weights", lambda f: {**f, "weights.bin": f["weights.bin"] + b"\0" * 8}, "8 bytes before"),
    (
        "a tensor too many",
        lambda f: changed(f, "model.json", _drop_tensor),
        "15 tensors where its layers need 14",
    ),
    ("a tensor missing", lambda f: changed(f, "model.json", _rename_tensor), "lacks 1 of the 14 tensors"),
    ("no backbone", lambda f: changed(f, "model.json", _only_dense), "not that of an image model"),
    ("no JSON", lambda f: {**f, "model.json": b"<html>"}, "not valid JSON"),
    (
        "a graph",
        lambda f: changed(f, "model.json", lambda m: m.update(modelTopology={"node": []})),
        "frozen graph",
    ),
    ("a list", lambda f: {**f, "metadata.json": b"[]"}, "a list where an object"),
    (
        "labels are numbers",
        lambda f: changed(f, "metadata.json", lambda m: m.update(labels=[1, 2, 3])),
        "does not list",
    ),
    (
        "labels are one text",
        lambda f: changed(f, "metadata.json", lambda m: m.update(labels="abc")),
        "does not list",
    ),
    (
        "an empty label",
        lambda f: changed(f, "metadata.json", lambda m: m.update(labels=["a", " ", "c"])),
        "place 1 has no",
    ),
    (
        "a shard outside",
        lambda f: changed(
            f, "model.json", lambda m: m["weightsManifest"][0].update(paths=["../weights.bin"])
        ),
        "../weights.bin that model.json names is missing",
    ),
    (
        "a manifest of texts",
        lambda f: changed(f, "model.json", lambda m: m.update(weightsManifest=["weights.bin"])),
        "malformed at weightsManifest.0",
    ),
    (
        "a shape of texts",
        lambda f: changed(
            f, "model.json", lambda m: m["weightsManifest"][0]["weights"][0].update(shape="big")
        ),
        "malformed at weightsManifest.0.weights.0.shape",
    ),
    (
        "a negative shape",
        lambda f: changed(
            f, "model.json", lambda m: m["weightsManifest"][0]["weights"][0].update(shape=[-1])
        ),
        "malformed at",
    ),
    (
        "an unknown type",
        lambda f: changed(
            f, "model.json", lambda m: m["weightsManifest"][0]["weights"][0].update(dtype="complex64")
        ),
        "complex64, which is not known",
    ),
    (
        "no paths",
        lambda f: changed(f, "model.json", lambda m: m["weightsManifest"][0].pop("paths") and None),
        "malformed at weightsManifest.0.paths",
    ),
    (
        "layers are a text",
        lambda f: changed(f, "model.json", lambda m: m["modelTopology"]["config"].update(layers="x")),
        "cannot be followed",
    ),
    (
        "a layer without settings",
        lambda f: changed(
            f, "model.json", lambda m: m["modelTopology"]["config"]["layers"][0].pop("config") and None
        ),
        "cannot be followed",
    ),
    (
        "a topology of numbers",
        lambda f: changed(f, "model.json", lambda m: m.update(modelTopology=7)),
        "describes no layers",
    ),
    (
        "weights without numbers",
        lambda f: {**f, "weights.bin": b"\xff" * len(f["weights.bin"])},
        "are no numbers",
    ),
    (
        "a huge picture",
        lambda f: {**f, "model.json": f["model.json"].replace(b"[null,32,32,3]", b"[null,99999,99999,3]")},
        "99999 x 99999",
    ),
    (
        "colours first",
        lambda f: {
            **f,
            "model.json": f["model.json"].replace(
                b'"kernel_size":', b'"data_format":"channels_first","kernel_size":'
            ),
        },
        "colours first",
    ),
    (
        "notes are a text",
        lambda f: changed(
            changed(f, "metadata.json", lambda m: m.update(userMetadata="x")),
            "metadata.json",
            lambda m: m["labels"].pop() and None,
        ),
        "names 2 topics",
    ),
]


@pytest.mark.parametrize(
    ("change", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_no_whole_image_model_is_refused_with_its_own_sentence(
    tfjs_export: Files, zipped: Zipped, change: Callable[[Files], Files], sentence: str
) -> None:
    with pytest.raises(ModelError, match=sentence):
        read_network(zipped(change(tfjs_export)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"labels.txt": None}, "labels.txt, which names the topics, is missing"),
        ({"labels.txt": b"0 Boat\n2 House\n"}, "'1 <topic>' is expected"),
        ({"labels.txt": b"0 Boat\n1 House\n"}, "gives 3 scores but names 2 topics"),
        ({"labels.txt": b"Boat\nHouse\nCar\nDog\n"}, "gives 3 scores but names 4 topics"),
        ({"keras_model.h5": b"no hdf5"}, "damaged or no Keras model"),
        ({"keras_model.h5": b""}, "damaged or no Keras model"),
    ],
)
def test_broken_keras_exports_are_refused(
    keras_export: Files, zipped: Zipped, change: dict[str, bytes | None], sentence: str
) -> None:
    files = {**keras_export, **change}
    with pytest.raises(ModelError, match=sentence):
        read_model(zipped({name: data for name, data in files.items() if data is not None}))


def _without_description(file: h5py.File) -> None:
    del file.attrs["model_config"]


def _no_description(file: h5py.File) -> None:
    file.attrs["model_config"] = b"{"


def _a_tensor_less(file: h5py.File) -> None:
    del file["model_weights/sequential_1/conv/kernel:0"]


def _no_layer_names(file: h5py.File) -> None:
    del file["model_weights"].attrs["layer_names"]


def _in_another_file(file: h5py.File) -> None:
    group = file["model_weights/sequential_1/conv"]
    del group["kernel:0"]
    group["kernel:0"] = h5py.ExternalLink("elsewhere.h5", "/kernel")


def _no_numbers(file: h5py.File) -> None:
    file["model_weights/sequential_1/bn/gamma:0"][3] = np.nan


def _weights_alone(file: h5py.File) -> None:
    del file["model_weights"]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_without_description, "does not describe the network"),
        (_no_description, "damaged or no Keras model"),
        (_a_tensor_less, "damaged or no Keras model"),
        (_no_layer_names, "lacks 14 of the 14 tensors|damaged or no Keras model"),
        (_in_another_file, "lies in another file"),
        (_no_numbers, "bn/gamma of keras_model.h5 holds values that are no numbers"),
        (_weights_alone, "damaged or no Keras model"),
    ],
)
def test_a_keras_file_that_lacks_something_is_refused_in_a_sentence(
    tiny_network: Network, tmp_path: Path, damage: Callable[[h5py.File], None], sentence: str
) -> None:
    path = tmp_path / "keras_model.h5"
    path.write_bytes(keras_2_file(tiny_network))
    (tmp_path / "labels.txt").write_text("Aircraft\nBoat\nHouse\n")
    with h5py.File(path, "r+") as file:
        damage(file)
    with pytest.raises(ModelError, match=sentence) as caught:
        read_model(path)
    assert "\n" not in str(caught.value)
