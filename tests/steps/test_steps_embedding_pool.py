"""The workers see every picture once, in any order; one that kills its worker is set aside alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image
from runs import PATIENCE

from artmeta.errors import ArtmetaError, ModelError
from artmeta.steps import embedding_pool
from artmeta.steps.embedding_pool import CHUNK, KILLED, embed_all
from artmeta.steps.embedding_worker import PictureFile, packed_features
from artmeta.vision.backbones import load_backbone
from artmeta.vision.litert import Embedder
from artmeta.vision.networks.backbone import Backbone


class Deadly(type(Path())):  # type: ignore[misc]
    """A path that ends whichever process looks at it, as a file that breaks a decoder in C would."""

    def open(self, *how: object) -> NoReturn:
        os._exit(9)


def picture_at(path: Path) -> PictureFile:
    return PictureFile(hashlib.sha256(path.read_bytes()).hexdigest(), path)


@pytest.fixture(scope="module")
def backbone(compiled_backbone: Path) -> Backbone:
    return load_backbone("mobilenetv2", compiled_backbone)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[PictureFile]:
    folder, random = tmp_path_factory.mktemp("pictures"), np.random.default_rng(3)
    paths = [folder / f"{number}.png" for number in range(2 * CHUNK + 3)]
    for path in paths:
        Image.fromarray(random.integers(0, 255, (40, 50, 3), dtype=np.uint8)).save(path)
    return [picture_at(path) for path in paths]


def test_every_picture_is_seen_once_and_as_one_process_sees_it(
    backbone: Backbone, pictures: list[PictureFile]
) -> None:
    from artmeta.imaging.decode import decode

    seen = {one.sha256: one for one in embed_all(pictures, backbone, workers=2)}
    assert sorted(seen) == sorted(picture.sha256 for picture in pictures)
    alone = Embedder(backbone).embed(decode(pictures[5].path)).astype("<f2").tobytes()
    assert seen[pictures[5].sha256].vector == alone


def test_a_picture_that_kills_its_worker_stops_no_other(
    backbone: Backbone, pictures: list[PictureFile]
) -> None:
    deadly = [
        PictureFile("deadly", Deadly(pictures[0].path)),
        PictureFile("deadly too", Deadly(pictures[1].path)),
    ]
    among = [*pictures[:7], deadly[0], *pictures[7:30], deadly[1], *pictures[30:]]
    seen = list(embed_all(among, backbone, workers=2))
    reasons = {one.sha256: one.reason for one in seen if one.reason}
    assert reasons == {"deadly": KILLED, "deadly too": KILLED}
    assert {one.kind for one in seen if one.reason} == {"busy"}, "what ended a process may pass"
    assert {one.sha256 for one in seen} == {picture.sha256 for picture in among}


def test_the_reason_of_a_file_that_is_no_picture_names_no_file_as_others_may_have_its_bytes(
    backbone: Backbone, tmp_path: Path
) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("Dear Sir or Madam")
    (seen,) = embed_all([picture_at(text)], backbone, workers=1)
    assert (
        seen.reason.startswith("The file is not a picture: it is plain text.") and seen.kind == "unreadable"
    )


def test_a_file_that_is_another_one_now_is_not_seen_under_the_old_name(
    backbone: Backbone, pictures: list[PictureFile], tmp_path: Path
) -> None:
    changed, lost = PictureFile("0" * 64, pictures[0].path), PictureFile("1" * 64, tmp_path / "lost.png")
    seen = {one.sha256: one for one in embed_all([changed, lost], backbone, workers=1)}
    assert (seen[changed.sha256].kind, seen[lost.sha256].kind) == ("busy", "gone")
    assert "has changed" in seen[changed.sha256].reason and not seen[changed.sha256].vector


def test_a_backbone_that_cannot_be_loaded_is_one_sentence_and_no_fault_of_pictures(
    backbone: Backbone, pictures: list[PictureFile], tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.tflite"
    damaged.write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"damaged\.tflite cannot be loaded"):
        list(embed_all(pictures, replace(backbone, litert_path=damaged), workers=1))


def test_processes_that_end_whatever_they_look_at_stop_the_run(
    backbone: Backbone, pictures: list[PictureFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_pool, "DEATHS", 2)
    deadly = [PictureFile(str(number), Deadly(pictures[0].path)) for number in range(4)]
    with pytest.raises(ArtmetaError, match="2 processes in a row"):
        list(embed_all(deadly, backbone, workers=1))


def test_workers_end_when_the_process_they_work_for_is_killed(backbone: Backbone, tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT.format(backbone=backbone))
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    assert workers
    patience = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


PARENT = """
import multiprocessing
import time
from pathlib import Path, PosixPath

from artmeta.steps.embedding_pool import _pool
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import InputScale

if __name__ == "__main__":
    pool = _pool({backbone}, 2)
    pool.submit(time.sleep, 0), pool.submit(time.sleep, 0)
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)
    time.sleep(600)
"""


class FixedFeatures:
    """An embedder whose network gives the same features for every picture."""

    def __init__(self, *features: float) -> None:
        self.features = np.array(features, np.float32)

    def embed_all(self, pictures: Iterable[np.ndarray]) -> np.ndarray:
        return np.stack([self.features for _ in pictures])


def test_features_beyond_half_precision_are_clipped_and_others_than_numbers_refused() -> None:
    pixels = np.zeros((2, 2, 3), np.uint8)
    (stored,) = packed_features(FixedFeatures(1e6, -1e6, 0.5), [(pixels, "a.png")])  # type: ignore[arg-type]
    assert np.frombuffer(stored, "<f2").tolist() == [65504.0, -65504.0, 0.5]
    for odd in (np.nan, np.inf):
        with pytest.raises(ModelError, match=r"features for a\.png that are not finite"):
            packed_features(FixedFeatures(1.0, odd), [(pixels, "a.png")])  # type: ignore[arg-type]
