"""Reading of models in every form of Teachable Machine's and artmeta's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from artmeta.errors import ModelError
from artmeta.vision.networks.export_files import ExportFiles, Form, open_export
from artmeta.vision.networks.labels import encoding_notice, read_labels
from artmeta.vision.networks.network import SNIPPET, LitertNetwork, Network
from artmeta.vision.networks.structure import LayersExport, match
from artmeta.vision.networks.tfjs_read import read_tfjs
from artmeta.vision.teachable_machine.keras_export import MADE_BY, read_keras, written_by_keras_3
from artmeta.vision.teachable_machine.preprocessing import stretched


@dataclass(frozen=True, slots=True)
class ImportedModel:
    """The content of an export: its network, and the names of its topics in the order of the scores.

    `made_by` and `made` are what it says of its maker and its time, '' where it does not; `name` is its own, or its
    file's. `stretches` is whether artmeta's card beside it says that pictures are stretched to a square; `notice` is a
    sentence where the encoding of labels.txt was guessed.
    """

    form: Form
    network: Network | LitertNetwork
    labels: tuple[str, ...]
    name: str
    made: str = ""
    made_by: str = ""
    stretches: bool = False
    notice: str = ""


def read_model(path: Path) -> ImportedModel:
    """Read a model in any form of Teachable Machine's or artmeta's; raise ModelError with the reason if it cannot be.

    TensorFlow is imported for .keras files and SavedModels only.
    """
    opened = open_export(path)
    if opened.form == "tfjs" or (opened.form == "h5" and not written_by_keras_3(opened.data)):
        export = read_tfjs(opened) if opened.form == "tfjs" else read_keras(opened)
        return _imported(opened, match(export), export)
    labels = read_labels(opened.labels)
    network = _network(opened)
    topics = network.head.layers[-1].kernel.shape[1]
    if topics != len(labels):
        raise ModelError(
            f"{opened.model} gives {topics} scores, but labels.txt names {len(labels)} topics.",
            "Model and labels belong to different exports: download it again.",
        )
    made_by = {"litert": "a TensorFlow Lite file", "savedmodel": "a SavedModel"}.get(
        opened.form, "a Keras file"
    )
    return ImportedModel(
        opened.form,
        network,
        labels,
        opened.origin,
        made_by=made_by,
        stretches=stretched(opened.card),
        notice=encoding_notice(opened.labels),
    )


def _imported(opened: ExportFiles, network: Network, export: LayersExport) -> ImportedModel:
    if opened.form != "tfjs":
        network = replace(network, scale=SNIPPET)
    return ImportedModel(
        opened.form,
        network,
        export.labels,
        export.name or export.origin,
        export.made,
        export.made_by or MADE_BY,
        stretched(opened.card),
        "" if opened.form == "tfjs" else encoding_notice(opened.labels),
    )


def _network(opened: ExportFiles) -> Network | LitertNetwork:
    if opened.form == "litert":
        from artmeta.vision.litert import whole

        return whole(opened.data, opened.model)
    from artmeta.vision.keras_backend.read_whole import read_keras_file, read_savedmodel

    if opened.form == "savedmodel":
        return read_savedmodel(opened.files, opened.origin)
    return read_keras_file(opened.data, Path(opened.model).suffix.lower(), opened.model)
