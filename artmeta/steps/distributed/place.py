"""The shared place of a cluster: a folder or a bucket that the merging machine and every worker read and write."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from artmeta.errors import ComputeError, first_line
from artmeta.files import publish, replacing, temporary_folder

if TYPE_CHECKING:
    import pyarrow as pa

S3 = "s3://"
# Three attempts of botocore within the five of s3fs: a store that is gone is reported within a minute.
S3_CONFIG = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 2}}
BLOCK = 16_000_000  # bytes that a worker asks an object store for at a time
CREDENTIALS = (
    "Credentials and endpoint come from the environment of each process (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
    "AWS_ENDPOINT_URL); see docs/scale.md."
)
MOUNT = "Mount it under the same path, writable, on this machine and on every worker."


@dataclass(frozen=True)
class SharedPlace:
    """A place by its address: an absolute folder, or s3://bucket/prefix. Names are relative to it.

    Every method raises ComputeError in one sentence where the place cannot be used, and FileNotFoundError for one
    name that is not there.
    """

    url: str

    @property
    def folder(self) -> Path | None:
        """The folder, None for a bucket."""
        return None if self.url.startswith(S3) else Path(self.url)

    def exists(self, name: str) -> bool:
        """Whether a file of that name is there, whole."""
        with self._explained("read"):
            return bool(self._files.exists(self._path(name)))

    def names(self, under: str) -> list[str]:
        """Return the names of all files below a folder, in order."""
        folder = self._path(under).rstrip("/") + "/"
        with self._explained("read"):
            paths = self._files.find(folder)
        # An object store may list a folder that was emptied as a file of itself.
        held = (path for path in paths if path.startswith(folder) and "/.part-" not in path)
        return sorted(path.removeprefix(self._path("")) for path in held)

    def read(self, name: str) -> bytes:
        """Return the content of a small file."""
        with self._explained("read"):
            content: bytes = self._files.cat_file(self._path(name))
        return content

    def create(self, name: str, content: bytes) -> None:
        """Write a small file whole or not at all; one that is there already is kept."""
        with self._explained("written"):
            if self.folder is not None:
                _create(self.folder / name, content)
                return
            try:
                self._files.pipe_file(self._path(name), content, mode="create")
            except OSError:  # s3fs gives no class of its own to "it is there already"
                if not self._files.exists(self._path(name)):
                    raise

    def remove(self, names: list[str]) -> None:
        """Remove files; one that is gone already is no fault."""
        with self._explained("written"):
            if self.folder is not None:
                for name in names:
                    (self.folder / name).unlink(missing_ok=True)
            elif names:
                self._files.rm([self._path(name) for name in names])

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Open a large file for writing; it can be seen when the block has ended without an error."""
        with self._explained("written"):
            if self.folder is None:
                with self._files.open(self._path(name), "wb") as file:
                    yield file
            else:
                with replacing(self.folder / name, durable=False) as part, part.open("wb") as file:
                    yield file

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        """Open a large file for reading, block by block."""
        with self._explained("read"), self._files.open(self._path(name), "rb", block_size=BLOCK) as file:
            yield file

    def check(self) -> None:
        """Raise ComputeError unless a file can be written here, read and removed again."""
        if self.folder is not None and not self.folder.is_dir():
            raise ComputeError(f"The shared folder {self.url} is not there.", MOUNT)
        name = f"checks/{uuid.uuid4().hex}"
        self.create(name, b"artmeta")
        try:
            self.read(name)
        except FileNotFoundError:
            raise ComputeError(f"The shared place {self.url} does not keep what is written.", MOUNT) from None
        self.remove([name])

    @cached_property
    def _files(self) -> Any:
        try:
            import fsspec

            if self.folder is not None:
                return fsspec.filesystem("file")
            return fsspec.filesystem("s3", use_listings_cache=False, config_kwargs=S3_CONFIG)
        except ImportError as fault:
            raise ComputeError(
                f"The shared place {self.url} cannot be opened: {fault}.", "Install artmeta[dask]."
            ) from None

    def _path(self, name: str) -> str:
        root = self.url.removeprefix(S3).rstrip("/")
        return f"{root}/{name}"

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        """Turn the faults of the file system or the object store into one sentence."""
        try:
            yield
        except FileNotFoundError as fault:
            if done == "read":
                raise
            raise self._fault(done, _reason(fault)) from None
        except self._faults as fault:
            raise self._fault(done, _reason(fault)) from None

    def _fault(self, done: str, reason: str) -> ComputeError:
        hint = CREDENTIALS if self.folder is None else MOUNT
        return ComputeError(f"The shared place {self.url} cannot be {done}: {reason}.", hint)

    @property
    def _faults(self) -> tuple[type[Exception], ...]:
        if self.folder is not None:
            return (OSError,)
        from aiohttp import ClientError as ConnectionFault
        from botocore.exceptions import BotoCoreError, ClientError

        return (OSError, ConnectionFault, BotoCoreError, ClientError)


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(path.parent) as folder, suppress(FileExistsError):
        part = folder / path.name
        part.write_bytes(content)
        publish(part, path, exclusive=True)


def _reason(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or first_line(fault)


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()
