"""XML documents whose records are written one at a time, so that memory does not grow with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from artmeta.errors import ExportError
from artmeta.files import replacing

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, 2.2


def write_xml(path: Path, root: str, namespaces: Mapping[str, str], records: Iterable[Any]) -> None:
    """Write elements of lxml below a root element; raise ExportError if the file cannot be written."""
    from lxml import etree

    with (
        replacing(path, private=True, error=ExportError) as part,
        part.open("wb") as stream,
        etree.xmlfile(stream, encoding="utf-8") as file,
    ):
        file.write_declaration()
        with file.element(root, nsmap=dict(namespaces)):
            for record in records:
                file.write(record, pretty_print=True)


class Elements:
    """Makes elements of some namespaces: `elements("dc:title", "A view", lang="en")`."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = dict(namespaces)

    def __call__(self, name: str, *content: Any, **attributes: str | None) -> Any:
        """Return an element with texts and elements as content, None left out; `a_b` is the attribute `a:b`."""
        from lxml import etree

        element = etree.Element(self.tag(name), nsmap=self.namespaces)
        for key, value in attributes.items():
            if value is not None:
                element.set(self.tag(key.replace("_", ":", 1)), legal(value))
        for each in content:
            if isinstance(each, str):
                element.text = legal(each)
            elif each is not None:
                element.append(each)
        return element

    def tag(self, name: str) -> str:
        """Return a name with its namespace, as lxml writes it."""
        prefix, _, local = name.rpartition(":")
        return f"{{{self.namespaces[prefix]}}}{local}" if prefix else local


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)
