"""A library comes from npm once, is checked, and its absence is one clear sentence."""

from __future__ import annotations

import base64
import hashlib
import io
import stat
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from artmeta.errors import ExportError
from artmeta.npm import TFJS, Package, library


def packed() -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz") as archive:
        for name, text in (("package/dist/tf.js", b"tf"), ("package/LICENSE", b"free"), ("../escape", b"no")):
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    return data.getvalue()


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Package]:
    """A stand-in for npm that brings one archive; the package that this archive is."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "archive.tgz").write_bytes(packed())
    program = tmp_path / "bin" / "npm"
    program.write_text(f'#!/bin/sh\n/bin/cp {tmp_path}/archive.tgz "$4/x.tgz"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    digest = base64.b64encode(hashlib.sha512(packed()).digest()).decode()
    return program, replace(TFJS, file="dist/tf.js", integrity=f"sha512-{digest}")


def test_a_library_is_fetched_once_with_its_licence(npm: tuple[Path, Package], tmp_path: Path) -> None:
    program, package = npm
    path = library(package, tmp_path / "cache")
    assert path.read_bytes() == b"tf"
    assert path.with_name("LICENCE.txt").read_bytes() == b"free"
    program.unlink()
    assert library(package, tmp_path / "cache") == path
    assert not (tmp_path / "cache" / "escape").exists()


def test_another_archive_than_expected_is_refused(npm: tuple[Path, Package], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="brought another @tensorflow/tfjs"):
        library(replace(npm[1], integrity="sha512-no"), tmp_path / "cache")


def test_without_npm_or_network_the_sentence_says_what_to_do(
    npm: tuple[Path, Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm[0].write_text("#!/bin/sh\necho 'npm error network request failed' >&2\nexit 1\n")
    with pytest.raises(ExportError, match="network request failed"):
        library(npm[1], tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ExportError, match="npm is not on this machine") as fault:
        library(npm[1], tmp_path / "cache")
    assert "npm/tensorflow-tfjs-4.22.0" in fault.value.hint


def test_a_cache_that_cannot_be_written_is_one_sentence(npm: tuple[Path, Package], tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder belongs")
    with pytest.raises(ExportError, match=r"cache/npm.* could not be written: Not a directory"):
        library(npm[1], tmp_path / "cache")
