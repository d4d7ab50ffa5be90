"""The artwork of a IIIF manifest: metadata by labels, pictures by canvases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import Field, field_validator

from artmeta.config import StrictTable
from artmeta.domain.artwork import Artwork, ImageAsset, Rights
from artmeta.domain.issues import odd
from artmeta.domain.rights import read_rights
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged
from artmeta.sources._iiif_json import all_texts, id_of, listed, texts
from artmeta.sources._iiif_labels import FIELDS, USUAL, rank, rank_in_lists
from artmeta.sources._iiif_pictures import CanvasPicture, Fetch, pictures_of, stands_for


class ManifestOptions(StrictTable):
    """The options that concern one manifest."""

    language: str = "en"  # taken first where a text is given in several
    # our field -> labels, in any language, in order
    metadata: dict[str, list[str]] = Field(default_factory=dict)
    topics: dict[str, str] = Field(default_factory=dict)  # the museum's word for a topic -> topic id
    image_size: int = Field(default=512, ge=64, le=4096)  # pixels of the longer side; a model sees 224
    pictures: int = Field(default=1, ge=1)  # of one work; the first is classified

    @field_validator("metadata")
    @classmethod
    def _known_fields(cls, metadata: dict[str, list[str]]) -> dict[str, list[str]]:
        unknown = [field for field in metadata if field not in FIELDS]
        if unknown:
            raise ValueError(f"there is no field '{unknown[0]}'; known are {', '.join(FIELDS)}")
        return metadata


def read_manifest(
    manifest: Mapping[str, Any],
    page: str,
    options: ManifestOptions,
    profile: str,
    fetch: Fetch = lambda _: None,
) -> Artwork | Issue:
    """Make the artwork of a manifest; an Issue if it shows no picture (a film, a sound).

    A manifest without id is named by the address it was read from. `fetch` reads an annotation page of which only the
    address is given. Raises SourceChanged, naming `page` and field, if it has no label or no canvases.
    """
    from artmeta.dates import read_date

    identity, title = id_of(manifest) or page, texts(manifest.get("label"), options.language)
    if not title:
        raise SourceChanged(f"{page}: the manifest has no 'label'.")
    pictures = pictures_of(manifest, page, options.image_size, fetch)
    if not pictures:
        return odd(
            identity, "no_image", f"{identity} ('{title[0]}') shows {stands_for(manifest)}, no picture."
        )
    field = _Metadata(manifest, options)
    rights, rights_text = _rights(manifest, field, pictures, options.language)
    return Artwork(
        id=identity,
        title=field.first("title") or title[0],
        artist="; ".join(field.all("artist")),
        date=read_date(field.first("date") or _nav_year(manifest), profile),
        medium="; ".join(field.all("medium")),
        accession_number=field.first("accession_number"),
        venue=_provider(manifest, options.language) or field.first("venue"),
        url=_home(manifest) or identity,
        rights=rights,
        rights_text=rights_text,
        images=tuple(
            ImageAsset(one.url, rights, fallback=one.fallback) for one in pictures[: options.pictures]
        ),
        given_topics=tuple(dict.fromkeys(options.topics.get(word, word) for word in field.all("topics"))),
    )


class _Metadata:
    """A manifest's pairs of label and value, found by any of a field's labels in any language."""

    def __init__(self, manifest: Mapping[str, Any], options: ManifestOptions) -> None:
        self.options = options
        self.pairs: list[tuple[list[str], list[str]]] = []
        for pair in listed(manifest.get("metadata")):
            if isinstance(pair, dict):
                self.pairs.append((all_texts(pair.get("label")), texts(pair.get("value"), options.language)))

    def all(self, name: str) -> list[str]:
        """The values of a field under the label that fits best, the museum's own words for it first."""
        ways: tuple[Callable[[str], tuple[int, int] | None], ...] = (
            lambda label: rank(label, self.options.metadata.get(name, ())),
            lambda label: rank(label, USUAL[name]),
            lambda label: rank_in_lists(label, name),
        )
        for way in ways:
            fits: dict[tuple[int, int], list[str]] = {}
            for labels, values in self.pairs:
                best = min((fit for label in labels if (fit := way(label))), default=None)
                if best is not None and values:
                    fits.setdefault(best, []).extend(values)
            if fits:
                return list(dict.fromkeys(fits[min(fits)]))
        return []

    def first(self, name: str) -> str:
        """The first value of a field, '' if there is none."""
        return next(iter(self.all(name)), "")


def _rights(
    manifest: Mapping[str, Any], field: _Metadata, pictures: list[CanvasPicture], language: str
) -> tuple[Rights, str]:
    """Read what the picture itself states, else the manifest: its licence, its metadata, the statement shown with it.

    A licence stands beside a notice ("© A Museum"), but not beside a reservation of rights or another licence.
    """
    if pictures[0].rights:
        return read_rights(pictures[0].rights), pictures[0].rights
    licence = " ".join(
        id_of(one) for key in ("rights", "license") for one in listed(manifest.get(key))
    ).strip()
    statement = manifest.get("requiredStatement", manifest.get("attribution"))
    shown = statement.get("value", statement) if isinstance(statement, dict) else statement
    rest = "\n".join([*field.all("rights"), *texts(shown, language)])
    if not licence:
        return read_rights(rest), rest
    together = f"{licence}\n{rest}".strip()
    agrees = read_rights(together) != "in_copyright" and read_rights(rest) in ("in_copyright", "unknown")
    return (read_rights(licence), licence) if agrees else (read_rights(together), together)


def _nav_year(manifest: Mapping[str, Any]) -> str:
    """The year by which a viewer sorts the work, where its metadata gives no date."""
    date = manifest.get("navDate", "")
    return date[:4] if isinstance(date, str) and date[:4].isdecimal() else ""


def _provider(manifest: Mapping[str, Any], language: str) -> str:
    agents = [agent for agent in listed(manifest.get("provider")) if isinstance(agent, dict)]
    return next(iter(texts(agents[0].get("label"), language)), "") if agents else ""


def _home(manifest: Mapping[str, Any]) -> str:
    for key in ("homepage", "related"):
        for one in listed(manifest.get(key)):
            if id_of(one).startswith(("http://", "https://")):
                return id_of(one)
    return ""
