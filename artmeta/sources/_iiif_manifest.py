"""One manifest is one work: its words by their labels, its pictures by its canvases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.rights import read_rights
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged
from artmeta.sources._accounting import odd
from artmeta.sources._iiif_pictures import pictures_of, stands_for
from artmeta.sources._iiif_words import all_texts, id_of, listed, texts

# How houses call these; a collection file's [source.metadata] goes before.
USUAL: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "artist": ("artist", "creator", "artist/maker", "maker", "author", "painter", "künstler", "urheber", "artiste",
               "auteur", "créateur", "autore", "artista", "kunstenaar", "vervaardiger"),
    "date": ("date", "date created", "created", "creation date", "dated", "published", "datierung", "datum",
             "entstehungsdatum", "date de création", "data", "fecha"),
    "medium": ("medium", "materials", "material", "technique", "materials and techniques", "material/technik",
               "technik", "matériaux", "tecnica", "materiaal"),
    "accession_number": ("accession number", "object number", "inventory number", "identifier", "shelfmark",
                         "inventarnummer", "numéro d'inventaire", "inventarisnummer", "signatur"),
    "venue": ("repository", "institution", "holding institution", "location", "museum", "owner", "collection",
              "sammlung", "standort"),
    "topics": ("subject", "subjects", "topic", "topics", "depicted", "schlagwort", "sujet", "soggetto", "onderwerp"),
    "rights": ("rights", "license", "licence", "copyright", "rechte", "lizenz", "droits"),
}  # fmt: skip
FIELDS = tuple(USUAL)


class Choices(Protocol):
    """What the collection file chose, of what concerns one manifest."""

    @property
    def language(self) -> str:
        """The language taken first."""

    @property
    def metadata(self) -> dict[str, list[str]]:
        """Our field -> the house's labels."""

    @property
    def topics(self) -> dict[str, str]:
        """The house's word -> topic id."""

    @property
    def image_size(self) -> int:
        """Pixels of the longer side."""

    @property
    def pictures(self) -> int:
        """How many pictures of a work."""


def read_manifest(manifest: Mapping[str, Any], page: str, choices: Choices, profile: str) -> Artwork | Issue:
    """Make the artwork of a manifest; an Issue if it shows no picture (a film, a sound).

    Raises SourceChanged, naming `page` and field, if it has no id, no label or no canvases.
    """
    from artmeta.dates import read_date

    identity, title = id_of(manifest), texts(manifest.get("label"), choices.language)
    if not identity:
        raise SourceChanged(f"{page}: the manifest has no 'id' or '@id'.")
    if not title:
        raise SourceChanged(f"{page}: the manifest has no 'label'.")
    pictures = pictures_of(manifest, page, choices.image_size)
    if not pictures:
        return odd(
            identity, "no_image", f"{identity} ('{title[0]}') shows {stands_for(manifest)}, no picture."
        )
    field = _Metadata(manifest, choices)
    rights_text = _rights_text(manifest, field, choices.language)
    rights = read_rights(rights_text)
    return Artwork(
        id=identity,
        title=field.first("title") or title[0],
        artist="; ".join(field.all("artist")),
        date=read_date(field.first("date") or _nav_year(manifest), profile),
        medium="; ".join(field.all("medium")),
        accession_number=field.first("accession_number"),
        venue=_provider(manifest, choices.language) or field.first("venue"),
        url=_home(manifest) or identity,
        rights=rights,
        rights_text=rights_text,
        images=tuple(ImageAsset(url, rights) for url in pictures[: choices.pictures]),
        given_topics=tuple(dict.fromkeys(choices.topics.get(word, word) for word in field.all("topics"))),
    )


class _Metadata:
    """A manifest's pairs of label and value, found by any of a field's labels in any language."""

    def __init__(self, manifest: Mapping[str, Any], choices: Choices) -> None:
        self.choices = choices
        self.pairs: list[tuple[set[str], list[str]]] = []
        for pair in listed(manifest.get("metadata")):
            if isinstance(pair, dict):
                labels = {label.casefold().strip(" :") for label in all_texts(pair.get("label"))}
                self.pairs.append((labels, texts(pair.get("value"), choices.language)))

    def all(self, name: str) -> list[str]:
        """The values of a field under the first of its labels that is there."""
        wanted: Sequence[str] = (*self.choices.metadata.get(name, ()), *USUAL[name])
        for label in wanted:
            found = [text for labels, values in self.pairs if label.casefold() in labels for text in values]
            if found:
                return found
        return []

    def first(self, name: str) -> str:
        """The first value of a field, '' if there is none."""
        return next(iter(self.all(name)), "")


def _rights_text(manifest: Mapping[str, Any], field: _Metadata, language: str) -> str:
    """Find the licence: the manifest's address of one, else its metadata, else the statement to be shown with it."""
    for given in (*listed(manifest.get("rights")), *listed(manifest.get("license"))):
        if id_of(given):
            return id_of(given)
    if field.first("rights"):
        return field.first("rights")
    statement = manifest.get("requiredStatement")
    shown = statement.get("value") if isinstance(statement, dict) else manifest.get("attribution")
    return " ".join(texts(shown, language))


def _nav_year(manifest: Mapping[str, Any]) -> str:
    """The year by which a viewer sorts the work, where its metadata gives no date."""
    given = manifest.get("navDate", "")
    return given[:4] if isinstance(given, str) and given[:4].isdecimal() else ""


def _provider(manifest: Mapping[str, Any], language: str) -> str:
    agents = [agent for agent in listed(manifest.get("provider")) if isinstance(agent, dict)]
    return next(iter(texts(agents[0].get("label"), language)), "") if agents else ""


def _home(manifest: Mapping[str, Any]) -> str:
    for key in ("homepage", "related"):
        for one in listed(manifest.get(key)):
            if id_of(one).startswith(("http://", "https://")):
                return id_of(one)
    return ""
