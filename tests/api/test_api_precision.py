"""A model of another precision: trained, listed, exported with its arithmetic or with the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

import artmeta
from artmeta.errors import ConfigError, ExportError, ModelError
from artmeta.settings import Settings
from artmeta.steps.folders import classify_folder, folder_slug
from artmeta.steps.model_io import export_model
from artmeta.store.database import Store
from artmeta.vision import quantisation
from artmeta.vision.export.portable import portable_of
from artmeta.vision.litert import signature
from artmeta.vision.model_store import StoredModel, load_model
from artmeta.vision.networks.network import Network

pytestmark = pytest.mark.usefixtures("at_work")


def test_an_int8_model_says_its_precision_wherever_it_goes(studio: Path) -> None:
    model = artmeta.train(studio / "known", "small", precision="int8")
    full = artmeta.Classifier.load("mine")
    assert (model.card.precision, full.card.precision) == ("int8", "float32")
    assert model.card.backbone_digest.startswith("mobilenetv2-int8-")
    scans = [studio / "scans" / f"{number}.png" for number in range(3)]
    topics = [each.predict(scans)["topic_id"].tolist() for each in (model, full)]
    assert topics[0] == topics[1], "pictures of three colours, which no rounding mixes up"
    exported = export_model("small", None, "litert", None, Settings.read(), pictures=[studio / "known"])
    data = (exported.folder / "model.tflite").read_bytes()
    assert signature(data, "the export").topics == 3
    assert len(data) < 4_000_000, "weights of 8 bits"
    assert exported.card.notes[-1].startswith("int8 against the int8 model that artmeta serves, measured on ")
    assert exported.card.precision == "int8"
    exported = export_model("small", None, "tfjs", None, Settings.read(), "float16", [studio / "known"])
    assert (
        "float16 against the float32 network of the int8 model, measured on 24 pictures"
        in exported.card.notes[-2]
    )
    readme = (exported.folder / "README.md").read_text(encoding="utf-8")
    assert exported.card.precision == "float32" and all(note in readme for note in exported.card.notes[-2:])
    assert "float32 against the int8 model that artmeta serves, measured on 24 pictures" in readme
    with pytest.raises(ExportError, match="needs 20 pictures or more"):
        export_model("small", None, "litert", None, Settings.read(), "int8")
    one, other = (
        portable_of(Settings.read().models_dir, each)[0] for each in (stored("small"), stored("mine"))
    )
    assert isinstance(one, Network) and isinstance(other, Network)
    assert one.head is not other.head and one.weights is other.weights, (
        "the backbone is built for one of them"
    )


def stored(name: str) -> StoredModel:
    return load_model(Settings.read().models_dir, name)


def test_a_model_of_an_earlier_quantisation_is_refused_before_anything_is_fetched(
    studio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = artmeta.train(studio / "known", "small", precision="int8")
    monkeypatch.setattr(quantisation, "RECIPE", "quantised in another way")
    changed = "'small' was trained on .*: the weights or the quantisation have changed since"
    with pytest.raises(ModelError, match=changed) as caught:
        model.predict([studio / "scans" / "0.png"])
    assert caught.value.hint.startswith("Train it again with the same options")
    settings = Settings.read()
    with pytest.raises(ModelError, match=changed):
        classify_folder(tmp_path, "small", None, settings)
    with Store.open(settings.database, read_only=True) as store:
        assert store.rows("runs", collection=folder_slug(tmp_path)) == []


def test_other_precisions_and_fine_tuning_are_refused_in_a_sentence(studio: Path) -> None:
    with pytest.raises(ConfigError, match="precision"):
        artmeta.train(studio / "known", "other", precision="int4")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="A fine-tuned model has the precision float32, not int8"):
        artmeta.train(studio / "known", "other", precision="int8", head="fine-tuned")
    with pytest.raises(
        ModelError, match=r"backbone 'efficientnet-lite9'\. Did you mean 'efficientnet-lite"
    ) as caught:
        artmeta.train(studio / "known", "other", backbone="efficientnet-lite9")
    assert "ARTMETA_WEIGHTS" in caught.value.hint
    with Store.open(Settings.read().database, read_only=True) as store:
        assert store.rows("runs", collection="other-training") == store.rows("runs", collection="other") == []
