"""A small image model as Teachable Machine would export it, drawn from a seed: real layers, no real weights."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from artmeta.errors import ExportError
from artmeta.npm import TFJS, library
from artmeta.vision.heads import Dense, Head
from artmeta.vision.networks.network import BROWSER, Network
from artmeta.vision.networks.tfjs_write import tfjs_files, write_tfjs
from bench.parity.tools import ML5, ML5_OLD, OLD_TFJS, TM_IMAGE

SIZE, LABELS = 32, ("Aircraft", "Boat", "House")


def layer(kind: str, name: str, source: str, **settings: Any) -> dict[str, Any]:
    nodes = [[[part, 0, 0, {}] for part in source.split("+")]] if source else []
    return {"name": name, "class_name": kind, "config": {"name": name, **settings}, "inbound_nodes": nodes}


def norm(name: str, source: str) -> dict[str, Any]:
    return layer("BatchNormalization", name, source, axis=-1, epsilon=0.001, center=True, scale=True)


def graph(prefix: str = "", size: int = SIZE) -> dict[str, Any]:
    """MobileNet's own kinds of layers, each at least once; names can bear a prefix, as after a retraining."""
    p = prefix
    plain = {"use_bias": False, "activation": "linear"}
    layers = [
        layer("InputLayer", f"{p}input", "", batch_input_shape=[None, size, size, 3], dtype="float32"),
        layer("ZeroPadding2D", f"{p}pad", f"{p}input", padding=[[0, 1], [0, 1]]),
        layer(
            "Conv2D",
            f"{p}conv",
            f"{p}pad",
            filters=8,
            kernel_size=[3, 3],
            strides=[2, 2],
            padding="valid",
            **plain,
        ),
        norm(f"{p}bn", f"{p}conv"),
        layer("ReLU", f"{p}relu", f"{p}bn", max_value=6),
        layer(
            "DepthwiseConv2D",
            f"{p}depth",
            f"{p}relu",
            kernel_size=[3, 3],
            strides=[1, 1],
            padding="same",
            **plain,
        ),
        norm(f"{p}depth_bn", f"{p}depth"),
        layer("ReLU", f"{p}depth_relu", f"{p}depth_bn", max_value=6),
        layer(
            "Conv2D",
            f"{p}project",
            f"{p}depth_relu",
            filters=8,
            kernel_size=[1, 1],
            strides=[1, 1],
            padding="same",
            **plain,
        ),
        layer("Add", f"{p}add", f"{p}relu+{p}project"),
    ]
    return {
        "name": "model1",
        "layers": layers,
        "input_layers": [[f"{p}input", 0, 0]],
        "output_layers": [[f"{p}add", 0, 0]],
    }


def weights(prefix: str = "", seed: int = 3) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    result: dict[str, np.ndarray] = {}
    kernels = {
        "conv/kernel": (3, 3, 3, 8),
        "depth/depthwise_kernel": (3, 3, 8, 1),
        "project/kernel": (1, 1, 8, 8),
    }
    for name, shape in kernels.items():
        result[prefix + name] = rng.normal(0, 0.5, shape).astype(np.float32)
    for bn in ("bn", "depth_bn"):
        for part in ("gamma", "beta", "moving_mean", "moving_variance"):
            result[f"{prefix}{bn}/{part}"] = rng.uniform(0.5, 1.5, 8).astype(np.float32)
    return result


@pytest.fixture(scope="session")
def tiny_network() -> Network:
    rng = np.random.default_rng(5)
    hidden = Dense(
        rng.normal(0, 0.8, (8, 10)).astype(np.float32), rng.normal(0, 0.1, 10).astype(np.float32), relu=True
    )
    output = Dense(rng.normal(0, 0.8, (10, 3)).astype(np.float32), np.zeros(3, np.float32))
    return Network(graph(), weights(), Head((hidden, output)), SIZE, BROWSER)


@pytest.fixture
def tfjs_export(tiny_network: Network) -> dict[str, bytes]:
    return tfjs_files(tiny_network, LABELS, "tiny", "2026-01-02T03:04:05.678Z")


@pytest.fixture
def tfjs_folder(tfjs_export: dict[str, bytes], tmp_path: Path) -> Path:
    write_tfjs(tfjs_export, tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    def make(files: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(tmp_path / "converted.zip", "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return tmp_path / "converted.zip"

    return make


def keras_2_topology(network: Network, version: str) -> dict[str, Any]:
    """Describe a network as Keras 2.2.4-tf or 2.4.0 did in model_config, with what Keras 3 refuses."""
    topology = json.loads(tfjs_files(network, LABELS, "tiny", "2026-01-02")["model.json"])["modelTopology"]
    topology = {key: topology[key] for key in ("class_name", "config")}
    eyes, _ = topology["config"]["layers"]
    model = eyes["config"]["layers"][0]
    for each in model["config"]["layers"]:
        if each["class_name"] == "BatchNormalization":
            each["config"] |= {"axis": [3], "momentum": 0.999, "trainable": True}
        elif version == "2.4.0" and "Conv2D" in each["class_name"]:
            each["config"]["groups"] = 1
    if version == "2.4.0":
        model["class_name"] = "Functional"
        shape = {
            "batch_input_shape": [None, SIZE, SIZE, 3],
            "dtype": "float32",
            "sparse": False,
            "ragged": False,
        }
        eyes["config"]["layers"].insert(
            0, {"class_name": "InputLayer", "config": {**shape, "name": "model1_input"}}
        )
    return topology


def keras_2_file(network: Network, version: str = "2.4.0") -> bytes:
    """Write keras_model.h5 in the shape that Keras 2 gave it: a description, and a group of weights a model."""
    data = io.BytesIO()
    dense = {
        f"dense_Dense{number}/{part}": array
        for number, each in enumerate(network.head.layers, start=1)
        for part, array in (("kernel", each.kernel), ("bias", each.bias))
        if part == "kernel" or array.any()
    }
    with h5py.File(data, "w") as file:
        file.attrs["model_config"] = json.dumps(keras_2_topology(network, version)).encode()
        file.attrs["keras_version"], file.attrs["backend"] = version.encode(), b"tensorflow"
        root = file.create_group("model_weights")
        root.attrs["layer_names"] = [b"sequential_1", b"sequential_3"]
        for name, arrays in (("sequential_1", network.weights), ("sequential_3", dense)):
            group = root.create_group(name)
            group.attrs["weight_names"] = [f"{key}:0".encode() for key in arrays]
            for key, array in arrays.items():
                group.create_dataset(f"{key}:0", data=array)
    return data.getvalue()


@pytest.fixture(params=["2.2.4-tf", "2.4.0"])
def keras_export(request: pytest.FixtureRequest, tiny_network: Network) -> dict[str, bytes]:
    """A Keras export of each of the two versions that Teachable Machine's files name."""
    labels = "".join(f"{number} {label}\n" for number, label in enumerate(LABELS))
    return {"keras_model.h5": keras_2_file(tiny_network, request.param), "labels.txt": labels.encode()}


@pytest.fixture(scope="session")
def libraries() -> Path:
    """The cache with the JavaScript libraries, kept between runs: they are fixed versions with fixed digests."""
    cache = Path(tempfile.gettempdir()) / "artmeta-test-libraries"
    try:
        for package in (TFJS, OLD_TFJS, TM_IMAGE, ML5_OLD, ML5):
            library(package, cache)
    except ExportError as fault:
        pytest.skip(f"the JavaScript libraries cannot be had: {fault.message}")
    return cache
