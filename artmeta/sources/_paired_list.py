"""Pictures in a folder with a list of their metadata: rows are matched with files."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.issues import note, odd
from artmeta.domain.run import Issue
from artmeta.lists.tables import ListRow, open_list
from artmeta.sources._columns import RowReader
from artmeta.sources._folder_layout import FolderLayout, artwork_of
from artmeta.sources._locations import Origin
from artmeta.sources._records import DeferredRecord, Record, validated_records
from artmeta.wording import clause


def paired_with_list(
    root: Path,
    pictures: Sequence[PurePosixPath],
    layout: FolderLayout,
    metadata: Path,
    reader: RowReader,
    origin: Origin,
) -> Iterator[Artwork | Issue]:
    """Yield the rows of the list `metadata` with their pictures, then the pictures that no row names."""
    pairing = _FileMatcher(root, pictures, layout)
    with open_list(metadata) as file:
        rows = reader.rows(file, str(metadata))
        yield from validated_records(pairing.records(rows, reader), origin=origin)
    rest = [name for name in pictures if name not in pairing.taken]
    if rest:
        yield note(
            "without_record",
            f"{clause(len(rest), 'picture', 'has', 'have')} no row in {metadata}, such as {rest[0]}.",
        )
    yield from validated_records(
        ((str(name), DeferredRecord(partial(picture_of, root, name, layout))) for name in rest), origin=origin
    )


def picture_of(root: Path, name: PurePosixPath, layout: FolderLayout) -> Artwork:
    """Make the artwork of a picture in the folder `root` about which only its name is known."""
    return artwork_of(name, (root.resolve() / name).as_uri(), layout)


class _FileMatcher:
    """Finds a row's file by its path, ignoring case and Unicode form, or by its bare name if that is unique."""

    def __init__(self, root: Path, pictures: Sequence[PurePosixPath], layout: FolderLayout) -> None:
        self.root, self.layout = root, layout
        self.taken: set[PurePosixPath] = set()
        self._by_path: dict[str, list[PurePosixPath]] = defaultdict(list)
        self._by_name: dict[str, list[PurePosixPath]] = defaultdict(list)
        for name in pictures:
            for spelling in {_spelling(str(name)), _folded(str(name))}:
                self._by_path[spelling].append(name)
            for spelling in {_folded(name.name), _folded(name.stem)}:
                self._by_name[spelling].append(name)

    def records(self, rows: Iterator[ListRow | Issue], reader: RowReader) -> Iterator[tuple[str, Record]]:
        """Read each row and give it its file."""
        for row in rows:
            if isinstance(row, Issue):
                yield row.artwork_id, row
            else:
                yield row.place, DeferredRecord(partial(self._paired, row, reader))

    def _paired(self, row: ListRow, reader: RowReader) -> Artwork | Issue:
        artwork = reader.read(row)
        if isinstance(artwork, Issue) or not artwork.images:
            return artwork
        named = {name: self._find(name.replace("\\", "/")) for name in reader.names(row)}
        files = [name for name in named.values() if name is not None]
        if not files:
            return odd(
                f"{artwork.id} ({row.place})",
                "no_image",
                f"There is no picture '{next(iter(named))}' in {self.root}.",
            )
        self.taken.update(files)
        labels = self.layout.sort(files[0])
        return replace(
            artwork,
            images=tuple(ImageAsset(self._uri(each, name), artwork.rights) for name, each in named.items()),
            given_topics=artwork.given_topics or labels.topics,
            split=artwork.split or labels.split,
        )

    def _uri(self, file: PurePosixPath | None, name: str) -> str:
        """Say where a file is; one of several that is not there keeps its name, and is an issue when it is fetched."""
        return (self.root.resolve() / file).as_uri() if file else (self.root / name).resolve().as_uri()

    def _find(self, name: str) -> PurePosixPath | None:
        exact, folded = _spelling(name).removeprefix("./"), _folded(name).removeprefix("./")
        for candidates in (
            [picture for picture in self._by_path[exact] if _spelling(str(picture)) == exact],
            self._by_path[folded],
            self._by_name[PurePosixPath(folded).name],
        ):
            if len(candidates) == 1:
                return candidates[0]
        return None


def _spelling(name: str) -> str:
    """Return a name in NFC: disks of macOS and lists of spreadsheets compose letters differently."""
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _spelling(name).casefold()
