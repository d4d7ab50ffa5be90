"""Each export is a folder that explains itself, appears whole, and points nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from tiny_models import LABELS, SIZE

from artmeta.domain.model_card import ModelCard, TopicMetrics
from artmeta.errors import ExportError
from artmeta.vision.export.agreement import check, measure
from artmeta.vision.export.formats import FORMS, Wish, export_model
from artmeta.vision.export.npm import TFJS
from artmeta.vision.teachable_machine.network import Network
from artmeta.vision.teachable_machine.reading import read_network


def card_of() -> ModelCard:
    metrics = tuple(TopicMetrics(topic, 20, 4, 0.8, 0.75, 0.77) for topic in LABELS)
    return ModelCard(
        "tiny", 1, "own", "own-1", "teachable-machine", "teachable-machine", "words", "1", LABELS, "", "60 works",
        "2026-01-02T03:04:05", "0", metrics=metrics, accuracy=0.8, calibration={"thresholds": {"Boat": 0.9}},
    )  # fmt: skip


@pytest.fixture
def wish(tiny_network: Network, tmp_path: Path) -> Wish:
    """A wish whose page finds its library in the cache, so that no test here needs npm."""
    library = tmp_path / "cache" / "npm" / TFJS.folder / Path(TFJS.file).name
    library.parent.mkdir(parents=True)
    library.write_text("// stands in for TensorFlow.js\n")
    return Wish(tiny_network, card_of(), "centre", tmp_path / "cache")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_explains_itself_and_names_its_topics_in_order(
    wish: Wish, form: str, tmp_path: Path
) -> None:
    export_model(wish, form, tmp_path / "out")
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "Aircraft, Boat, House" in readme
    assert json.loads((tmp_path / "out" / "model_card.json").read_text())["name"] == "tiny"
    labels = tmp_path / "out" / "labels.txt"
    if form not in ("tfjs", "web"):
        assert labels.read_text() == "0 Aircraft\n1 Boat\n2 House\n"
    assert not list(tmp_path.glob(".*.part"))


def test_the_files_for_ml5_can_be_imported_again(wish: Wish, tmp_path: Path, tiny_network: Network) -> None:
    export_model(wish, "tfjs", tmp_path / "out")
    export, network = read_network(tmp_path / "out")
    assert export.labels == LABELS
    assert network.digest == tiny_network.digest
    metadata = json.loads((tmp_path / "out" / "metadata.json").read_text())
    assert metadata["packageName"] == "@teachablemachine/image"
    assert metadata["imageSize"] == SIZE


def test_float16_takes_half_the_room(wish: Wish, tmp_path: Path) -> None:
    from dataclasses import replace

    export_model(wish, "tfjs", tmp_path / "full")
    card = export_model(replace(wish, quantise="float16"), "tfjs", tmp_path / "half")
    sizes = [(tmp_path / name / "weights.bin").stat().st_size for name in ("full", "half")]
    assert sizes[1] <= sizes[0]
    assert "float16" in card.notes[-1]


def test_the_keras_file_is_read_by_plain_keras(wish: Wish, tmp_path: Path, tiny_network: Network) -> None:
    import keras

    from artmeta.vision.keras_door.networks import whole_model
    from artmeta.vision.teachable_machine.input_scale import for_input
    from artmeta.vision.teachable_machine.network import SNIPPET

    export_model(wish, "keras", tmp_path / "out")
    inputs = np.random.default_rng(1).uniform(-1, 1, (2, SIZE, SIZE, 3)).astype(np.float32)
    found = keras.models.load_model(tmp_path / "out" / "model.keras").predict(inputs, verbose=0)
    wanted = whole_model(for_input(tiny_network, SNIPPET)).predict(inputs, verbose=0)
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_the_page_points_nowhere_but_into_its_folder(wish: Wish, tmp_path: Path) -> None:
    export_model(wish, "web", tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    targets = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert {target for target in targets if not target.startswith("data:")} == {
        "page.css", "vendor/tf.js", "model/card.js", "pixels.js", "model.js", "page.js",
    }  # fmt: skip
    for target in targets:
        assert target.startswith("data:") or (tmp_path / "out" / target).is_file()
    for script in ("page.js", "model.js", "pixels.js", "index.html", "page.css"):
        assert "://" not in (tmp_path / "out" / script).read_text().replace("http://", "", 0)
    card = (tmp_path / "out" / "model" / "card.js").read_text()
    told = json.loads(card.removeprefix("window.artmetaCard = ").rstrip().rstrip(";"))
    assert told["thresholds"] == {"Boat": 0.9}
    assert "tells apart Aircraft, Boat and House" in told["lead"]
    assert told["metrics"][0] == ["Aircraft", "20", "4", "0.80", "0.75"]
    assert "Apache License" in (tmp_path / "out" / "vendor" / "LICENCES.txt").read_text()


def test_the_page_of_a_model_for_several_topics_says_so(wish: Wish, tmp_path: Path) -> None:
    from dataclasses import replace

    head = replace(wish.network.head, several=True)
    export_model(replace(wish, network=replace(wish.network, head=head)), "web", tmp_path / "out")
    assert "for each by itself" in (tmp_path / "out" / "model" / "card.js").read_text()


def test_an_export_replaces_an_older_one_and_nothing_else(wish: Wish, tmp_path: Path) -> None:
    export_model(wish, "tfjs", tmp_path / "out")
    (tmp_path / "out" / "old").write_text("left over")
    export_model(wish, "tfjs", tmp_path / "out")
    assert not (tmp_path / "out" / "old").exists()
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    with pytest.raises(ExportError, match="no export of a model"):
        export_model(wish, "tfjs", tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "mine"


def test_unknown_forms_and_smaller_forms_that_do_not_exist_are_refused(wish: Wish, tmp_path: Path) -> None:
    from dataclasses import replace

    with pytest.raises(ExportError, match="no form called 'onnx'"):
        export_model(wish, "onnx", tmp_path / "out")  # type: ignore[arg-type]
    with pytest.raises(ExportError, match="keras cannot be written as 'int8'"):
        export_model(replace(wish, quantise="int8"), "keras", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_smaller_model_that_says_something_else_is_not_written() -> None:
    full = np.float32([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
    agreement = measure(full, full[:, ::-1])
    assert agreement.same_topic == 0
    with pytest.raises(ExportError, match=r"0\.0% keep their likeliest topic"):
        check(agreement, "int8")
    check(measure(full, full), "int8")
