"""IIIF Image API addresses in a list: a base address or an info.json becomes a request for a small picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from artmeta.errors import BudgetSpent, SourceError
from artmeta.picture_formats import has_picture_suffix
from artmeta.sources._iiif_pictures import addresses_of
from artmeta.sources._iiif_sizes import service_level

if TYPE_CHECKING:
    from artmeta.web import Web

_INFO = re.compile(r"/info\.json$", re.I)
_REQUEST = re.compile(
    r"/[^/]+/[^/]+/!?[\d.]+/(?:default|native|color|colour|gr[ae]y|bitonal)(?:\.\w+)?$", re.I
)
_ENDPOINT = re.compile(r"/iiif/[123]/[^/]+/?$|[?&]iiif=[^&]+$", re.I)  # which holds an identifier alone
_PRESENTATION = re.compile(r"manifest|collection|canvas|sequence|annotation|presentation", re.I)


def base_address(address: str) -> str:
    """Return the base of an Image API address that is no picture yet, '' where the address is none."""
    if _INFO.search(address):
        return _INFO.sub("", address)
    parts = urlsplit(address)
    if not parts.scheme.startswith("http") or _REQUEST.search(address) or _PRESENTATION.search(parts.path):
        return ""
    if _ENDPOINT.search(address):
        return address.rstrip("/")
    named = "/iiif/" in parts.path.lower() or (parts.hostname or "").startswith("iiif.")
    picture = bool(parts.query) or has_picture_suffix(parts.path) or not parts.path.strip("/")
    return address.rstrip("/") if named and not picture else ""


class ImageApi:
    """Builds requests whose longer side has `size` pixels, as far as a server's compliance level allows.

    A server of level 2 is asked once for its info.json, one of a lower level once for each picture.
    """

    def __init__(self, web: Web, size: int) -> None:
        self.web, self.size = web, size
        self._servers: dict[str, Any] = {}

    def request(self, base: str) -> str:
        """Return the address of a small picture; where there is no info.json, the request that most servers allow."""
        server = base.rpartition("/")[0]
        if server not in self._servers:
            self._servers[server] = self._info(base)
        info = self._servers[server]
        if isinstance(info, dict) and service_level(info) < 2:  # noqa: PLR2004  the level's own name
            info = self._info(base)
        if not isinstance(info, dict):
            return f"{base}/full/{self.size},/0/default.jpg"
        service = {**info, "id": base, "@id": base}
        size = {key: info.get(key) for key in ("width", "height")} if service_level(info) < 2 else {}  # noqa: PLR2004
        whole = f"{base}/full/full/0/default.jpg"
        return addresses_of({**size, "id": whole, "service": [service]}, self.size, {})[0]

    def _info(self, base: str) -> Any:
        try:
            age = self.web.policy.page_max_age
            return self.web.json(f"{base}/info.json", max_age=age)
        except BudgetSpent:
            raise
        except SourceError:
            return None
