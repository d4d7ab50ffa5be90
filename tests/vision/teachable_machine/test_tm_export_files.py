"""A folder, a file or a zip leads to exactly one model, and what is too much, or not there, is said."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.errors import ModelError
from artmeta.vision.networks.export_files import MOST_BYTES, MOST_FILES, form_of, open_export

Files = dict[str, bytes]
Zipped = Callable[[Files], Path]
LABELS = b"0 Boat\n1 House\n"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("keras_model.h5", "h5"),
        ("keras_Model.h5", "h5"),
        ("mine.HDF5", "h5"),
        ("model.keras", "keras"),
        ("model_unquant.tflite", "litert"),
        ("model.tflite", "litert"),
        ("a.savedmodel/saved_model.pb", "savedmodel"),
        ("model.json", "tfjs"),
        ("my_model (1).json", "tfjs"),
        ("model_card.json", None),
        ("metadata.json", None),
        ("__MACOSX/._keras_model.h5", None),
        ("._model.json", None),
        ("photo.jpg", None),
    ],
)
def test_a_model_file_is_known_by_its_name(name: str, form: str | None) -> None:
    assert form_of(name) == form


@pytest.mark.parametrize(
    "name",
    ["keras_model.h5", "keras_Model.h5", "model_unquant.tflite", "model.tflite", "inner/folder/model.keras"],
)
def test_a_zip_or_a_folder_or_the_file_give_the_model_and_its_labels(
    zipped: Zipped, tmp_path: Path, name: str
) -> None:
    folder = Path(name).parent
    files = {name: b"", (folder / "labels.txt").as_posix(): LABELS, "__MACOSX/._" + Path(name).name: b"mac"}
    if name.endswith("keras"):
        with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
            archive.writestr("config.json", "{}")
        files[name] = (tmp_path / "inner.zip").read_bytes()
    for each, data in files.items():
        (tmp_path / "export" / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "export" / each).write_bytes(data)
    for path in (zipped(files), tmp_path / "export", tmp_path / "export" / name):
        opened = open_export(path)
        assert (opened.model, opened.data, opened.labels) == (Path(name).name, files[name], LABELS)
        assert opened.origin == path.name


def test_a_file_in_a_full_folder_is_taken_alone(tmp_path: Path) -> None:
    (tmp_path / "keras_model.h5").write_bytes(b"mine")
    (tmp_path / "labels.txt").write_bytes(LABELS)
    (tmp_path / "other.tflite").write_bytes(b"another")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "labels.txt").write_bytes(b"not these")
    assert set(open_export(tmp_path / "keras_model.h5").files) == {"keras_model.h5", "labels.txt"}
    with pytest.raises(ModelError, match=r"several models: keras_model\.h5, other\.tflite"):
        open_export(tmp_path)


@pytest.mark.parametrize("given", ["", "model.savedmodel", "model.savedmodel/saved_model.pb"])
def test_a_savedmodel_has_its_labels_one_folder_above(tmp_path: Path, given: str) -> None:
    variables = tmp_path / "export" / "model.savedmodel" / "variables"
    variables.mkdir(parents=True)
    (variables / "variables.index").write_bytes(b"index")
    (variables.parent / "saved_model.pb").write_bytes(b"graph")
    (tmp_path / "export" / "labels.txt").write_bytes(LABELS)
    opened = open_export(tmp_path / "export" / given)
    assert (opened.form, opened.data, opened.labels) == ("savedmodel", b"graph", LABELS)
    assert opened.files["variables/variables.index"] == b"index"


def test_names_that_climb_out_of_a_zip_are_harmless(
    tfjs_export: Files, zipped: Zipped, tmp_path: Path
) -> None:
    open_export(zipped({**tfjs_export, "../../weights.txt": b"x", "/tmp/absolute.txt": b"x"}))
    assert not (tmp_path.parent.parent / "weights.txt").exists()


def test_what_is_no_export_is_refused_in_a_sentence(tmp_path: Path, zipped: Zipped) -> None:
    def refused(path: Path, sentence: str) -> None:
        with pytest.raises(ModelError, match=sentence) as caught:
            open_export(path)
        assert "\n" not in str(caught.value)

    refused(tmp_path / "nowhere", "no model at")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8")
    refused(tmp_path / "picture.jpg", "neither a folder, a whole zip file nor a model file")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "holds no model file")
    (tmp_path / "empty" / "converted_keras.zip").write_bytes(zipped({"a.h5": b""}).read_bytes())
    refused(tmp_path / "empty", "Give converted_keras.zip, which lies in it")
    refused(zipped({}), "holds no model file")
    refused(zipped({"converted_tflite.zip": b""}), "Give converted_tflite.zip")
    refused(
        zipped({"a/model.json": b"{}", "b/model.json": b"{}"}), "several models: a/model.json, b/model.json"
    )
    whole = zipped({"keras_model.h5": bytes(9999)})
    whole.write_bytes(whole.read_bytes()[:5000])
    refused(whole, "neither a folder, a whole zip file")


def test_a_damaged_zip_is_refused(tfjs_export: Files, zipped: Zipped) -> None:
    path = zipped(tfjs_export)
    data = bytearray(path.read_bytes())
    data[2000:2600] = bytes(600)
    path.write_bytes(data)
    with pytest.raises(ModelError, match="neither a folder, a whole zip file"):
        open_export(path)


def test_more_than_a_model_can_have_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED)
    with large, large.open("keras_model.h5", "w") as entry:
        for _ in range(MOST_BYTES // 1_000_000 + 1):
            entry.write(bytes(1_000_000))
    with pytest.raises(ModelError, match="holds 201 MB of model files"):
        open_export(tmp_path / "large.zip")
    (tmp_path / "model.keras").write_bytes((tmp_path / "large.zip").read_bytes())
    with pytest.raises(ModelError, match="holds 201 MB of model files"):
        open_export(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(MOST_FILES + 1):
            archive.writestr(f"{number}.txt", "")
    with pytest.raises(ModelError, match="more than 10,000 files"):
        open_export(tmp_path / "many.zip")
