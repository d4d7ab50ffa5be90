"""An imported model classifies a folder like one trained here, and leaves again; faults are sentences."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from runs import artmeta_here

from artmeta.errors import ConfigError, ModelError
from artmeta.settings import Settings
from artmeta.steps.model_io import export_model, import_model, picture_files

sys.path.append(str(Path(__file__).parents[1] / "vision"))

from tiny_models import tfjs_export, tfjs_folder, tiny_network

__all__ = ["tfjs_export", "tfjs_folder", "tiny_network"]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    from PIL import Image

    (tmp_path / "pictures").mkdir()
    for number, colour in enumerate(("navy", "tan", "olive")):
        Image.new("RGB", (60, 40), colour).save(tmp_path / "pictures" / f"{number}.png")
    (tmp_path / "pictures" / "broken.jpg").write_text("no picture")
    return tmp_path / "pictures"


def test_a_folder_is_classified_with_an_imported_model(
    tfjs_folder: Path, pictures: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    import_model(tfjs_folder, "school", "teachable-machine", Settings(data_dir=data))
    ran = artmeta_here("classify", pictures, "--model", "school", "--csv", tmp_path / "out.csv", data=data)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("3 pictures classified (3 unsure), 1 could not be read")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    columns = ["file", "topic", "confidence", "Aircraft", "Boat", "House", "status", "sure_topics", "reason"]
    assert list(rows["0.png"]) == [*columns, "promise"]
    for name in ("0.png", "1.png", "2.png"):
        scores = {topic: float(rows[name][topic]) for topic in ("Aircraft", "Boat", "House")}
        assert rows[name]["topic"] == max(scores, key=lambda topic: scores[topic])
        assert sum(scores.values()) == pytest.approx(1, abs=1e-5)
        assert (rows[name]["status"], rows[name]["sure_topics"]) == ("unsure", ""), "it has no thresholds"
    assert rows["broken.jpg"]["reason"]


def test_faults_of_the_commands_are_one_sentence(tfjs_folder: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with pytest.raises(ConfigError, match="is no name for a model"):
        import_model(tfjs_folder, "../up", "ml5", settings)
    with pytest.raises(ModelError, match="no preprocessing called 'ml55'"):
        import_model(tfjs_folder, "school", "ml55", settings)
    with pytest.raises(ModelError, match="no model called 'nobody'"):
        export_model("nobody", None, "tfjs", None, settings)
    with pytest.raises(ConfigError, match="no picture or folder"):
        picture_files([tmp_path / "nowhere"])


def test_a_network_that_was_changed_on_disk_is_refused(tfjs_folder: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    card = import_model(tfjs_folder, "school", "teachable-machine", settings)
    weights = settings.models_dir / "school" / str(card.version) / "network" / "weights.bin"
    data = bytearray(weights.read_bytes())
    data[10] ^= 0xFF
    weights.write_bytes(data)
    with pytest.raises(ModelError, match="not the one described by its model card"):
        export_model("school", None, "tfjs", tmp_path / "out", settings)
