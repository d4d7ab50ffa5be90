"""An import proves itself: it classifies a picture before it is kept, and nothing is kept of one that cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_pictures import blocks_of_colour
from numpy.typing import NDArray
from tiny_models import LABELS, SIZE

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.litert import LEAST, Embedder, signature
from artmeta.vision.litert_graph import Graph
from artmeta.vision.model_store import load_model
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import SNIPPET, Network
from artmeta.vision.own_network import backbone_for
from artmeta.vision.teachable_machine.importing import import_model
from artmeta.vision.teachable_machine.preprocessing import preprocessing

Files = dict[str, bytes]
NUMBERED = "".join(f"{number} {label}\n" for number, label in enumerate(LABELS)).encode()


@dataclass(frozen=True)
class Home:
    """An empty data folder to import into."""

    folder: Path

    def brought_in(self, files: Files, way: str = "") -> ModelCard:
        for name, data in files.items():
            (self.folder / "export" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "export" / name).write_bytes(data)
        return import_model(
            self.folder / "export", "mine", way, self.folder / "models", self.folder / "cache"
        )

    def confidences(
        self, card: ModelCard, shown: NDArray[np.uint8], half: bool = False
    ) -> NDArray[np.float64]:
        """Classify as a run does; `half` keeps features in half precision in between, as the store does."""
        embedder = Embedder(backbone_for(self.folder / "models", card, self.folder / "cache"))
        vectors = np.stack([embedder.embed(one) for one in shown])
        vectors = vectors.astype(np.float16).astype(np.float32) if half else vectors
        return load_model(self.folder / "models", "mine").head.confidences(vectors)

    def refused(self, files: Files, sentence: str) -> None:
        with pytest.raises(ModelError, match=sentence) as caught:
            self.brought_in(files)
        assert "\n" not in str(caught.value)
        assert not list(self.folder.glob("models/**/*"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture(scope="module")
def keras_model(tiny_network: Network) -> Any:
    from artmeta.vision.keras_backend.networks import whole_model

    return whole_model(replace(tiny_network, scale=SNIPPET))


def litert(model: Any, io: str) -> bytes:
    """Convert to LiteRT as Teachable Machine does: float32, or quantised with integers in and out."""
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if io != "float32":
        shown = blocks_of_colour(40) / np.float32(127.5) - 1
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([one[None]] for one in shown)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.dtypes.as_dtype(io)
    return bytes(converter.convert())


@pytest.fixture(scope="module", params=["float32", "uint8", "int8"])
def litert_file(request: pytest.FixtureRequest, keras_model: Any) -> tuple[str, bytes]:
    return request.param, litert(keras_model, request.param)


def plainly(kind: str, data: bytes, shown: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Ask LiteRT without artmeta, as Teachable Machine's code does: quantised networks get the pixels as they are."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=data)
    interpreter.allocate_tensors()
    place, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    confidences = []
    for one in shown:
        values = {"float32": one / np.float32(127.5) - 1, "uint8": one, "int8": one.astype(int) - 128}[kind]
        interpreter.set_tensor(place["index"], values[None].astype(kind))
        interpreter.invoke()
        given = interpreter.get_tensor(result["index"])[0].astype(np.float32)
        scale, zero = result["quantization"]
        confidences.append((given - zero) * scale if scale else given)
    return np.stack(confidences)


def test_a_litert_file_says_what_it_says_without_artmeta(litert_file: tuple[str, bytes], home: Home) -> None:
    kind, data = litert_file
    card = home.brought_in({"model.tflite": data, "labels.txt": NUMBERED})
    shown = blocks_of_colour(12)
    expected = plainly(kind, data, shown)
    assert np.ptp(expected, axis=0).max() > 0.2, "a network that ignores its input proves nothing"
    confidences = home.confidences(card, shown)
    np.testing.assert_allclose(confidences, expected / expected.sum(axis=1, keepdims=True), atol=1e-5)
    np.testing.assert_allclose(confidences.sum(axis=1), 1, atol=1e-9)
    assert (card.head, card.preprocessing, card.topics) == ("whole network", "keras-snippet", LABELS)
    assert "cannot be exported" in card.notes[-1]


def test_topics_that_do_not_exclude_each_other_keep_their_confidences(
    tiny_network: Network, home: Home
) -> None:
    from artmeta.vision.keras_backend.networks import whole_model

    several = replace(tiny_network, scale=SNIPPET, head=replace(tiny_network.head, multi_label=True))
    data = litert(whole_model(several), "float32")
    assert signature(data, "it").multi_label
    card = home.brought_in({"model.tflite": data, "labels.txt": NUMBERED})
    shown = blocks_of_colour(6)
    expected = plainly("float32", data, shown).clip(LEAST, 1 - LEAST)
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-5)


def test_both_versions_of_keras_2_classify_on_an_empty_data_folder(
    keras_export: Files, home: Home, keras_model: Any
) -> None:
    card = home.brought_in(keras_export)
    shown = blocks_of_colour(6)
    expected = np.asarray(keras_model(shown / np.float32(127.5) - 1))
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-5)
    assert card.preprocessing == "keras-snippet"


def test_what_keras_3_saved_in_either_format_is_read_layer_by_layer(keras_model: Any, home: Home) -> None:
    shown = blocks_of_colour(6)
    expected = np.asarray(keras_model(shown / np.float32(127.5) - 1))
    for name in ("keras_Model.h5", "model.keras"):
        apart = Home(home.folder / name)
        (apart.folder / "export").mkdir(parents=True)
        keras_model.save(apart.folder / "export" / name)
        card = apart.brought_in({"labels.txt": b"Aircraft\nBoat\nHouse"})
        assert card.head == "teachable-machine"
        np.testing.assert_allclose(apart.confidences(card, shown), expected, atol=1e-5)


def scaling_itself(scale: float, offset: float) -> Any:
    """A network of random weights that takes values of 0 to 255; LiteRT has an offset as an operation of its own."""
    import keras

    layers, random = keras.layers, keras.initializers.RandomNormal(stddev=1, seed=1)
    inner = keras.Sequential([keras.Input((SIZE, SIZE, 3)), layers.Rescaling(scale, offset)])
    inner.add(layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer=random))
    ends = [layers.GlobalAveragePooling2D(), layers.Dense(3, "softmax", kernel_initializer=random)]
    return keras.Sequential([keras.Input((SIZE, SIZE, 3)), inner, *ends])


def test_a_network_that_scales_pixels_itself_gets_pixels(home: Home, tmp_path: Path) -> None:
    folded, first = scaling_itself(1 / 255, 0), scaling_itself(1 / 127.5, -1)
    folded.save(tmp_path / "model.keras")
    shown = blocks_of_colour(6)
    for model, name, data in (
        (folded, "model.keras", (tmp_path / "model.keras").read_bytes()),
        (first, "model.tflite", litert(first, "float32")),
    ):
        apart = Home(home.folder / Path(name).suffix)
        card = apart.brought_in({name: data, "labels.txt": NUMBERED})
        assert card.preprocessing == "keras-pixels"
        expected = np.asarray(model(shown.astype(np.float32)))
        np.testing.assert_allclose(apart.confidences(card, shown), expected, atol=1e-4)


def test_a_network_whose_scaling_is_hidden_in_its_weights_wants_its_preprocessing_named(home: Home) -> None:
    files = {"model.tflite": litert(scaling_itself(1 / 255, 0), "float32"), "labels.txt": NUMBERED}
    home.refused(files, "tells them apart by pixels of 0 to 255")
    assert home.brought_in(files, "keras-pixels").preprocessing == "keras-pixels"
    assert home.brought_in(files, "keras-snippet").version == 2


def test_a_network_for_a_fixed_number_of_pictures_is_given_one(home: Home) -> None:
    import keras

    layers, pixels = keras.layers, keras.Input((SIZE, SIZE, 3), batch_size=2)
    values = layers.GlobalAveragePooling2D()(layers.Conv2D(8, 3, activation="relu")(pixels))
    model = keras.Model(pixels, layers.Dense(3, "softmax")(values))
    card = home.brought_in({"model.tflite": litert(model, "float32"), "labels.txt": NUMBERED})
    shown = blocks_of_colour(2)
    expected = np.asarray(model(shown.astype(np.float32) / 127.5 - 1))
    np.testing.assert_allclose(home.confidences(card, shown), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("name", "form", "way"),
    [
        ("", "tfjs", "teachable-machine"),
        ("", "h5", "keras-snippet"),
        ("", "litert", "keras-snippet"),
        ("ml5", "h5", "ml5"),
    ],
)
def test_the_preprocessing_is_that_of_the_form_unless_one_is_named(name: str, form: str, way: str) -> None:
    assert preprocessing(name, form).name == way


def test_a_litert_file_with_two_outputs_is_refused_by_its_name(backbone: Backbone) -> None:
    graph = Graph(backbone.litert_path.read_bytes())
    graph._graph.outputs = np.array([graph.operations[0].output, graph.operations[-1].output], np.int32)
    with pytest.raises(ModelError, match=r"^mine\.tflite has 1 input and 2 outputs, where one of each"):
        signature(graph.content(), "mine.tflite")


def test_a_keras_file_with_two_inputs_or_of_any_size_is_refused(home: Home, tmp_path: Path) -> None:
    import keras

    pictures, years = keras.Input((None, None, 3)), keras.Input((1,))
    mean = keras.layers.GlobalAveragePooling2D()(pictures)
    dated = keras.layers.Concatenate()([mean, years])
    for inputs, features, sentence in (
        ([pictures, years], dated, r"model\.keras has 2 inputs and 1 output, where one of each is needed"),
        (pictures, mean, "takes pictures of any size"),
    ):
        model = keras.Model(inputs, keras.layers.Dense(2, "softmax")(features))
        model.save(tmp_path / "model.keras")
        home.refused(
            {"model.keras": (tmp_path / "model.keras").read_bytes(), "labels.txt": NUMBERED}, sentence
        )


def test_a_litert_file_that_is_no_classifier_of_pictures_is_refused(keras_model: Any, home: Home) -> None:
    import keras

    home.refused(
        {"model_edgetpu.tflite": b"    TFL3 edgetpu-custom-op", "labels.txt": NUMBERED}, "for the Edge TPU"
    )
    home.refused({"model_edgetpu.tflite": b"cut", "labels.txt": NUMBERED}, "damaged or no LiteRT file")
    sounds = keras.Sequential([keras.Input((440,)), keras.layers.Dense(3, "softmax")])
    home.refused(
        {"model_edgetpu.tflite": litert(sounds, "float32"), "labels.txt": NUMBERED}, r"shape \[1, 440\]"
    )
    eyes = keras.Model(keras_model.input, keras_model.get_layer("features").output)
    home.refused({"model_edgetpu.tflite": litert(eyes, "float32"), "labels.txt": NUMBERED}, "ends in MEAN")


def test_model_and_labels_of_different_exports_are_refused(keras_model: Any, home: Home) -> None:
    data = litert(keras_model, "float32")
    home.refused(
        {"model.tflite": data, "labels.txt": b"Boat\nHouse"}, "gives 3 scores, but labels.txt names 2"
    )
    home.refused({"model.tflite": data, "labels.txt": b"\n"}, "names no topics")
    (home.folder / "export" / "labels.txt").unlink()
    home.refused({}, "labels.txt, which names the topics, is missing")


def _taller(model: bytes) -> bytes:
    """Ask for a first convolution that its weights do not fit."""
    return model.replace(b'"filters":8', b'"filters":9')


def _circle(model: bytes) -> bytes:
    """Let the first layer wait for the last."""
    return model.replace(b'[["input",0,0,{}]]', b'[["add",0,0,{}]]')


def _unknown(model: bytes) -> bytes:
    return model.replace(b'"class_name":"ReLU"', b'"class_name":"Wavelet"')


def _strange(model: bytes) -> bytes:
    return model.replace(b'"padding":"same"', b'"padding":"sideways"')


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_taller, "has the shape"),
        (_circle, "no network that can be built"),
        (_unknown, "of the kind Wavelet"),
        (_strange, "no network that can be built: .*sideways"),
    ],
)
def test_a_network_that_cannot_be_built_leaves_nothing_behind(
    tfjs_export: Files, home: Home, change: Callable[[bytes], bytes], sentence: str
) -> None:
    changed = change(tfjs_export["model.json"])
    assert changed != tfjs_export["model.json"]
    home.refused({**tfjs_export, "model.json": changed}, sentence)


def test_a_network_that_overflows_is_found_by_the_proof(
    tfjs_export: Files, tiny_network: Network, home: Home
) -> None:
    from artmeta.vision.networks.tfjs_write import tfjs_files

    weights = {**tiny_network.weights, "project/kernel": np.full((1, 1, 8, 8), 3e38, np.float32)}
    broken = replace(tiny_network, weights=weights)
    home.refused(tfjs_files(broken, LABELS, "tiny", "2026-01-02"), "cannot classify a picture")
    assert not list(home.folder.glob("cache/backbones/*.tflite"))


@pytest.mark.parametrize(
    ("operation", "named"),
    [("read", "ReadFile"), ("print", "PrintV2"), ("python", "EagerPyFunc"), ("keep", "ShardedFilename")],
)
def test_a_savedmodel_with_an_operation_that_no_classifier_needs_is_refused(
    home: Home, operation: str, named: str
) -> None:
    """What keeps weights is in every SavedModel, but not in what it does with pictures."""
    import tensorflow as tf

    operations: dict[str, Callable[[], Any]] = {
        "read": lambda: tf.io.read_file("labels.txt"),
        "print": lambda: tf.print("seen"),
        "python": lambda: tf.py_function(lambda: 1, [], tf.int32),
        "keep": lambda: tf.raw_ops.ShardedFilename(basename="weights", shard=0, num_shards=1),
    }

    class Does(tf.Module):  # type: ignore[misc]
        @tf.function(input_signature=[tf.TensorSpec([None, SIZE, SIZE, 3])])
        def serve(self, pictures: Any) -> Any:
            operations[operation]()
            return pictures

    tf.saved_model.save(Does(), str(home.folder / "export" / "model.savedmodel"))
    home.refused({"labels.txt": NUMBERED}, rf"no classifier of pictures needs \(.*{named}")


def test_features_that_half_precision_cannot_hold_are_not_kept(tiny_network: Network, home: Home) -> None:
    """Of such a network the confidences are kept instead, as of one whose layers are not known."""
    from artmeta.vision.keras_backend.networks import whole_model
    from artmeta.vision.networks.tfjs_write import tfjs_files

    faint = faint_features(tiny_network)
    shown = blocks_of_colour(6)
    card = home.brought_in(tfjs_files(faint, LABELS, "faint", "2026-01-02"))
    expected = np.asarray(whole_model(faint)(faint.scale.scaled(shown)))
    np.testing.assert_allclose(home.confidences(card, shown, half=True), expected, atol=1e-3)
    assert np.ptp(expected, axis=0).max() > 0.2, "a network that ignores its input proves nothing"
    assert card.head == "whole network"
    assert "lose too much in half precision" in card.notes[-1]


def faint_features(network: Network) -> Network:
    """Return a network that tells pictures apart by features below what half precision holds (6e-8)."""
    faint = np.float32(1e-10)
    hidden, output = network.head.layers
    louder = replace(hidden, kernel=hidden.kernel / faint)
    made_faint = {"bn/gamma", "bn/beta", "depth_bn/gamma", "depth_bn/beta"}
    weights = {
        name: array * faint if name in made_faint else array for name, array in network.weights.items()
    }
    weights["depth/depthwise_kernel"] = (
        weights["depth/depthwise_kernel"] / faint
    )  # its input is faint already
    return replace(network, weights=weights, head=replace(network.head, layers=(louder, output)))


def test_a_damaged_savedmodel_is_refused(home: Home) -> None:
    home.refused(
        {"model.savedmodel/saved_model.pb": b"no graph", "labels.txt": NUMBERED}, "model.savedmodel|export"
    )
