"""Museum metadata enrichment: topics for pictures with calibrated confidences, dates as years, topics over time.

The names of `__all__` are the library; docs/api.md describes each with an example. They are imported on first use,
so that `import artmeta` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from artmeta.api.classifier import Classifier
    from artmeta.api.dates import read_date
    from artmeta.api.pipeline import classify, enrich, evaluate, train
    from artmeta.api.results import StoredResults, open_store
    from artmeta.api.trends import TrendResult, trends
    from artmeta.collection import Collection
    from artmeta.errors import ArtmetaError

    __version__: str

_MODULES = {
    "ArtmetaError": "artmeta.errors",
    "Classifier": "artmeta.api.classifier",
    "Collection": "artmeta.collection",
    "StoredResults": "artmeta.api.results",
    "TrendResult": "artmeta.api.trends",
    "classify": "artmeta.api.pipeline",
    "enrich": "artmeta.api.pipeline",
    "evaluate": "artmeta.api.pipeline",
    "open_store": "artmeta.api.results",
    "read_date": "artmeta.api.dates",
    "train": "artmeta.api.pipeline",
    "trends": "artmeta.api.trends",
}

__all__ = [
    "ArtmetaError",
    "Classifier",
    "Collection",
    "StoredResults",
    "TrendResult",
    "__version__",
    "classify",
    "enrich",
    "evaluate",
    "open_store",
    "read_date",
    "train",
    "trends",
]


if not TYPE_CHECKING:  # a type checker would take any name for one of the package's

    def __getattr__(name: str) -> object:
        """Import a name of the library when it is first used; the version is the installed package's."""
        if name == "__version__":
            from importlib.metadata import version

            value: object = version("artmeta")
        elif name in _MODULES:
            value = getattr(import_module(_MODULES[name]), name)
        else:
            raise AttributeError(f"module 'artmeta' has no attribute '{name}'")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
