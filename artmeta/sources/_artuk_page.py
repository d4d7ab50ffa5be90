"""An artwork's page at Art UK: the labels and selectors of its fields."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.rights import read_rights
from artmeta.errors import SourceChanged

# The labels that pages are known to have; another one beside a missing one may be the same field, renamed.
KNOWN = frozenset(
    (
        "title|artist|date|medium|measurements|accession number|acquisition method|work type|owner|"
        "custodian|work status|credit line|inscription description|signature/marks description|"
        "inscription|location|venue|place of execution|unveiling date|access|condition|commissioner|"
        "funder|object number|provenance|notes|attributions|after|copyright|unique id"
    ).split("|")
)
# Each of these may be missing, but not renamed.
EXPECTED = ("title", "date", "medium", "accession number")
_SIZE = re.compile(r"/w\d+h\d+/")
_NO_AI = re.compile(r"\bno(image)?ai\b", re.I)


class ArtukPage:
    """One artwork's page; its methods raise SourceChanged that names `url` and the field."""

    def __init__(self, text: str, url: str) -> None:
        from selectolax.lexbor import LexborHTMLParser

        self.tree, self.url = LexborHTMLParser(text), url

    @property
    def closed_to_machines(self) -> bool:
        """Whether the page opts out of machine learning."""
        tags = self.tree.css("meta[name='robots'], meta[name='artmeta']")
        return any(_NO_AI.search(tag.attributes.get("content") or "") for tag in tags)

    def artwork(self, identity: str, topics: tuple[str, ...], image_size: int, profile: str) -> Artwork:
        """Read the artwork; a page that shows no picture gives one without images."""
        from artmeta.dates import read_date

        details = self._details()
        rights_text = self._text("#download-artwork")
        rights = read_rights(rights_text)
        return Artwork(
            id=identity,
            title=self._need("h1.artwork-title"),
            artist=self._text("h2.artist a")
            or self._text("h2.artist")
            or details.get("artist", "")
            or self._miss("h2.artist"),
            date=read_date(details.get("date", ""), profile),
            medium=details.get("medium", ""),
            accession_number=details.get("accession number", ""),
            venue=self._need("h3.venue"),
            url=self.url,
            rights=rights,
            rights_text=rights_text,
            images=tuple(ImageAsset(url, rights) for url in self._images(image_size)),
            given_topics=topics,
        )

    def _details(self) -> dict[str, str]:
        """Return the details by label; raise SourceChanged if a label is missing while an unknown one is there."""
        details: dict[str, str] = {}
        for item in self.tree.css(".artwork-details .masonry-item"):
            label, value = item.css_first("h5"), item.css_first("p")
            if label is None or value is None:
                raise SourceChanged(
                    f"{self.url}: a detail has no label or no value ('.masonry-item h5', 'p')."
                )
            details[_plain(label).casefold().rstrip(":")] = _plain(value)
        if "title" not in details:
            raise SourceChanged(
                f"{self.url}: the details have no 'Title' ('.artwork-details .masonry-item')."
            )
        unknown = sorted(details.keys() - KNOWN)
        missing = [name for name in EXPECTED if name not in details]
        if unknown and missing:
            raise SourceChanged(
                f"{self.url}: there is no '{missing[0]}', and '{unknown[0]}' is not known; is it the same, renamed?"
            )
        return details

    def _images(self, size: int) -> list[str]:
        """Return the picture's address, at a size that the image server has."""
        box = self.tree.css_first(".single_img")
        if box is None:
            self._miss(".single_img")
        image = self.tree.css_first(".single_img > img")
        if image is None:
            return []
        address = image.attributes.get("src") or self._miss(".single_img > img[src]")
        return [urljoin(self.url, _SIZE.sub(f"/w{size}h{size}/", address))]

    def _text(self, selector: str) -> str:
        node = self.tree.css_first(selector)
        return _plain(node) if node is not None else ""

    def _need(self, selector: str) -> str:
        return self._text(selector) or self._miss(selector)

    def _miss(self, selector: str) -> str:
        raise SourceChanged(f"{self.url}: the page has no '{selector}'.")


def _plain(node: Any) -> str:
    return " ".join(node.text(separator=" ").split())
