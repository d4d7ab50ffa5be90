"""Each export is a folder that explains itself, appears whole, and points nowhere else."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn_pictures import blocks_of_colour as pictures
from PIL import Image
from tiny_models import LABELS, SIZE

from artmeta.domain.model_card import ModelCard, TopicMetrics
from artmeta.errors import ExportError
from artmeta.imaging.decode import decode
from artmeta.npm import TFJS
from artmeta.vision.agreement import check, measure
from artmeta.vision.export.formats import FORMS, ExportRequest, export_model
from artmeta.vision.litert import Embedder
from artmeta.vision.model_store import load_model
from artmeta.vision.networks.network import InputScale, Network
from artmeta.vision.networks.tfjs_read import read_network
from artmeta.vision.own_network import backbone_for
from artmeta.vision.teachable_machine.importing import import_model
from artmeta.vision.teachable_machine.read_model import read_model

OWN_SCALE = InputScale((0.0171, 0.0175, 0.0174), (-2.1179, -2.0357, -1.8044))


def card_of() -> ModelCard:
    metrics = tuple(TopicMetrics(topic, 20, 4, 0.8, 0.75, 0.77) for topic in LABELS)
    return ModelCard(
        "tiny",
        1,
        "own",
        "own-1",
        "teachable-machine",
        "teachable-machine",
        "words",
        "1",
        LABELS,
        "",
        "60 works",
        "2026-01-02T03:04:05",
        "0",
        metrics=metrics,
        accuracy=0.8,
        calibration={"thresholds": {"Boat": 0.9}},
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the page finds its library, so that no test here needs npm."""
    folder = tmp_path_factory.mktemp("cache")
    library = folder / "npm" / TFJS.folder / Path(TFJS.file).name
    library.parent.mkdir(parents=True)
    library.write_text("// stands in for TensorFlow.js\n")
    return folder


@pytest.fixture(scope="module")
def export_request(tiny_network: Network, cache: Path) -> ExportRequest:
    return ExportRequest(tiny_network, card_of(), "centre", cache)


ALL = [*((form, "") for form in FORMS), ("tfjs", "float16"), ("litert", "float16"), ("litert", "int8")]
ALLOWED = {"": 2e-4, "float16": 0.02, "int8": 0.15}  # of a confidence; kept features are half precision


@pytest.fixture(scope="module")
def exports(
    export_request: ExportRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Every form that a model leaves in, written once from a network with a scale of its own, as artmeta's has.

    The model stretches pictures, as one does that was imported for ml5.
    """
    place = tmp_path_factory.mktemp("exports")
    network = replace(
        export_request.network, scale=OWN_SCALE, head=replace(export_request.network.head, temperature=1.5)
    )
    for form, quantise in ALL:
        shown = pictures(40) if quantise == "int8" else export_request.pictures
        card = replace(export_request.card, preprocessing="ml5")
        mine = replace(
            export_request, network=network, card=card, crop="stretch", quantise=quantise, pictures=shown
        )
        export_model(mine, form, place / f"{form}-{quantise}")
    return {each: place / "-".join(each) for each in ALL}


@pytest.fixture(scope="module")
def returned(exports: dict[tuple[str, str], Path], cache: Path) -> Path:
    """The models that came of importing every form again, each under the form's name."""
    for each, folder in exports.items():
        import_model(folder, "-".join(filter(None, each)), "", cache / "models", cache)
    return cache / "models"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_explains_itself_and_names_its_topics_in_order(
    exports: dict[tuple[str, str], Path], form: str
) -> None:
    out = exports[form, ""]
    readme = (out / "README.md").read_text()
    assert "Aircraft, Boat, House" in readme
    assert json.loads((out / "model_card.json").read_text())["name"] == "tiny"
    if form not in ("tfjs", "web"):
        assert (out / "labels.txt").read_text() == "0 Aircraft\n1 Boat\n2 House\n"
    assert not list(out.parent.glob(".*.part"))


@pytest.mark.parametrize("each", ALL, ids="-".join)
def test_every_form_comes_back_and_says_the_same(
    returned: Path, each: tuple[str, str], export_request: ExportRequest, cache: Path
) -> None:
    from artmeta.vision.keras_backend.networks import whole_model

    model = load_model(returned, "-".join(filter(None, each)))
    backbone = backbone_for(returned, model.card, cache)
    embedder, shown = Embedder(backbone), pictures(8)
    vectors = np.stack([embedder.embed(one) for one in shown]).astype(np.float16)
    served = model.head.confidences(vectors.astype(np.float32))
    head = replace(export_request.network.head, temperature=1.5)
    scaled = shown * np.float32(OWN_SCALE.factor) + np.float32(OWN_SCALE.offset)
    expected = np.asarray(whole_model(replace(export_request.network, head=head, scale=OWN_SCALE))(scaled))
    assert model.card.topics == LABELS
    np.testing.assert_allclose(served, expected, atol=ALLOWED[each[1]])
    assert np.ptp(expected, axis=0).max() > 0.2, "a network that ignores its input proves nothing"
    assert backbone.crop == "stretch"
    assert model.card.preprocessing == ("ml5" if each[0] in ("tfjs", "web") else "keras-stretched")


@pytest.mark.parametrize("form", ["litert", "keras", "savedmodel"])
def test_the_code_of_the_readme_gives_the_confidences_of_the_model(
    exports: dict[tuple[str, str], Path], export_request: ExportRequest, form: str, tmp_path: Path
) -> None:
    from artmeta.vision.keras_backend.networks import whole_model

    out = shutil.copytree(exports[form, ""], tmp_path / form)
    shown = Image.fromarray(pictures(1)[0]).resize((3 * SIZE, 2 * SIZE))
    shown.save(out / "picture.jpg", quality=95, subsampling=0)
    lines = (out / "README.md").read_text().splitlines()
    code = textwrap.dedent("\n".join(line for line in lines if line.startswith("    ")))
    names: dict[str, object] = {}
    with contextlib.chdir(out):
        exec(code, names)
    head = replace(export_request.network.head, temperature=1.5)
    network = replace(export_request.network, head=head, scale=OWN_SCALE)
    scaled = OWN_SCALE.scaled(decode(out / "picture.jpg", SIZE, "stretch"))
    expected = np.asarray(whole_model(network)(scaled[None]))
    np.testing.assert_allclose(np.ravel(np.asarray(names["scores"])), expected[0], atol=5e-3)


def test_what_came_back_layer_by_layer_leaves_again(returned: Path, cache: Path, tmp_path: Path) -> None:
    from artmeta.vision.export.portable import portable_of

    for form in ("tfjs", "keras"):
        model = load_model(returned, form)
        network, crop = portable_of(returned, model)
        export_model(ExportRequest(network, model.card, crop, cache), "tfjs", tmp_path / form)
        assert read_model(tmp_path / form).labels == LABELS
    for form in ("litert", "savedmodel"):
        with pytest.raises(ExportError, match="imported as a LiteRT file; its layers are not known"):
            portable_of(returned, load_model(returned, form))


def test_the_files_for_ml5_can_be_imported_again(
    export_request: ExportRequest, tmp_path: Path, tiny_network: Network
) -> None:
    export_model(export_request, "tfjs", tmp_path / "out")
    export, network = read_network(tmp_path / "out")
    assert export.labels == LABELS
    assert network.digest == tiny_network.digest
    metadata = json.loads((tmp_path / "out" / "metadata.json").read_text())
    assert metadata["packageName"] == "@teachablemachine/image"
    assert metadata["imageSize"] == SIZE


def test_the_keras_file_is_read_by_plain_keras(
    export_request: ExportRequest, tmp_path: Path, tiny_network: Network
) -> None:
    import keras

    from artmeta.vision.keras_backend.networks import whole_model
    from artmeta.vision.networks.input_scale import for_input
    from artmeta.vision.networks.network import SNIPPET

    export_model(export_request, "keras", tmp_path / "out")
    inputs = np.random.default_rng(1).uniform(-1, 1, (2, SIZE, SIZE, 3)).astype(np.float32)
    result = keras.models.load_model(tmp_path / "out" / "model.keras").predict(inputs, verbose=0)
    expected = whole_model(for_input(tiny_network, SNIPPET)).predict(inputs, verbose=0)
    np.testing.assert_allclose(result, expected, atol=1e-6)


def test_layers_of_the_keras_file_have_no_dot_in_their_names(tmp_path: Path) -> None:
    import keras

    from artmeta.vision.keras_backend.write_formats import save_keras

    pixels = keras.Input((2,))
    inner = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, name="conv.0")], name="inner.1")
    model = keras.Model(pixels, inner(keras.layers.Dense(2, name="features.0.1")(pixels)))
    save_keras(model, tmp_path / "model.keras")
    read = keras.models.load_model(tmp_path / "model.keras")
    assert [one.path for one in read.variables if "." in one.path] == []
    np.testing.assert_array_equal(read(np.eye(2)), model(np.eye(2)))


def test_the_page_points_nowhere_but_into_its_folder(export_request: ExportRequest, tmp_path: Path) -> None:
    export_model(export_request, "web", tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    targets = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert {target for target in targets if not target.startswith("data:")} == {
        "page.css",
        "vendor/tf.js",
        "model/card.js",
        "orientation.js",
        "pixels.js",
        "model.js",
        "page.js",
    }
    for target in targets:
        assert target.startswith("data:") or (tmp_path / "out" / target).is_file()
    for script in ("page.js", "model.js", "orientation.js", "pixels.js", "index.html", "page.css"):
        assert "://" not in (tmp_path / "out" / script).read_text().replace("http://", "", 0)
    card = (tmp_path / "out" / "model" / "card.js").read_text()
    exported_card = json.loads(card.removeprefix("window.artmetaCard = ").rstrip().rstrip(";"))
    assert exported_card["thresholds"] == {"Boat": 0.9}
    assert "tells apart Aircraft, Boat and House" in exported_card["lead"]
    assert exported_card["metrics"][0] == ["Aircraft", "20", "4", "0.80", "0.75"]
    assert "Apache License" in (tmp_path / "out" / "vendor" / "LICENCES.txt").read_text()


def test_the_page_of_a_model_for_several_topics_says_so(
    export_request: ExportRequest, tmp_path: Path
) -> None:
    head = replace(export_request.network.head, multi_label=True)
    export_model(
        replace(export_request, network=replace(export_request.network, head=head)), "web", tmp_path / "out"
    )
    assert "for each by itself" in (tmp_path / "out" / "model" / "card.js").read_text()


def test_an_export_replaces_an_older_one_and_nothing_else(
    export_request: ExportRequest, tmp_path: Path
) -> None:
    export_model(export_request, "tfjs", tmp_path / "out")
    (tmp_path / "out" / "old").write_text("left over")
    export_model(export_request, "tfjs", tmp_path / "out")
    assert not (tmp_path / "out" / "old").exists()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    with pytest.raises(ExportError, match="no export of a model"):
        export_model(export_request, "tfjs", tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "mine"


def test_unknown_forms_and_smaller_forms_that_do_not_exist_are_refused(
    export_request: ExportRequest, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="no form called 'onnx'"):
        export_model(export_request, "onnx", tmp_path / "out")  # type: ignore[arg-type]
    with pytest.raises(ExportError, match="keras cannot be written as 'int8'"):
        export_model(replace(export_request, quantise="int8"), "keras", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_smaller_model_that_says_something_else_is_not_written() -> None:
    full = np.float32([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
    agreement = measure(full, {"XNNPACK": full, "reference": full[:, ::-1]})
    assert agreement.same_topic == 0
    with pytest.raises(
        ExportError, match=r"worst of LiteRT's kernels \(XNNPACK, reference\) 0\.0% keep their likeliest"
    ):
        check(agreement, "int8")
    check(measure(full, {"XNNPACK": full}), "int8")
