"""Method and provenance: how the topics came about, and what is needed to make this report again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from artmeta.report.section import Facts, Section, Words
from artmeta.report.values import parsed
from artmeta.wording import enumeration, integer, quantity

QUERY = "report_provenance"
TITLE = "Method and provenance"
ORDER = 90

SHORT = 16  # of a digest's 64 characters; enough to compare by eye, the rest is in the database


@dataclass(frozen=True, slots=True)
class Provenance:
    """The run, its model and its records; without a model where none was used."""

    run_id: str
    collection: str
    title: str
    config_digest: str
    code_version: str
    resumed: int
    started_at: datetime
    model_name: str | None
    model_version: int | None
    model_digest: str | None
    backbone: str | None
    vocabulary: str | None
    vocabulary_version: str | None
    card: str | None
    works: int | None
    records_digest: str | None
    profiles: tuple[str, ...]


def build(rows: list[Provenance]) -> Section:
    """Name the run, the model, the configuration, the code and the records, each by its digest."""
    if not rows:
        return Section(TITLE, "This run is not in the database.")
    row = rows[0]
    card = parsed(row.card)
    run, model = tuple(_run(row)), tuple(_model(row, card))
    blocks = (
        Words("The run"),
        Facts(run, CODE),
        *((Words("The model"), Facts(model, CODE)) if model else ()),
    )
    return Section(TITLE, _lead(row, card), blocks)


CODE = frozenset({"Run", "Configuration digest", "Records digest", "Model digest", "Training data digest"})


def _run(row: Provenance) -> Iterator[tuple[str, str]]:
    yield "Run", row.run_id
    yield "Collection", f"{row.title} ({row.collection})"
    yield "Begun", f"{row.started_at:%d %B %Y, %H:%M} UTC"
    if row.resumed:
        yield "Interrupted and taken up again", quantity(row.resumed, "time")
    yield "Works", integer(row.works or 0)
    yield "Records digest", _short(row.records_digest)
    yield ("Dates read by the profile", enumeration(list(row.profiles)) if row.profiles else "–")
    yield "Configuration digest", _short(row.config_digest)
    yield "artmeta", f"version {row.code_version}"


def _model(row: Provenance, card: Any) -> Iterator[tuple[str, str]]:
    if row.model_name is None:
        return
    yield "Model", f"{row.model_name}, version {row.model_version}"
    yield "Model digest", _short(row.model_digest)
    yield "Features by", str(row.backbone)
    yield "Head", str(card.get("head", "–"))
    yield "Vocabulary", f"{row.vocabulary}, version {row.vocabulary_version}"
    for name, key in (
        ("Preprocessing", "preprocessing"),
        ("Trained on", "trained_on"),
        ("Trained", "created_at"),
    ):
        if card.get(key):
            yield name, str(card[key])
    if card.get("data_digest"):
        yield "Training data digest", _short(card["data_digest"])
    for name, value in (card.get("hyperparameters") or {}).items():
        yield f"Hyperparameter: {str(name).replace('_', ' ')}", str(value)


def _short(digest: Any) -> str:
    text = str(digest or "–")
    return f"{text[:SHORT]}…" if len(text) > SHORT else text


def _lead(row: Provenance, card: Any) -> str:
    if row.model_name is None:
        return "No model has classified the pictures in this run. The records were read and checked as described below."
    topics = len(card.get("topics") or [])
    among = f" among {topics} topics" if topics else ""
    return (
        "Each picture was brought to the size the network expects and turned into a list of features by a network that "
        f"was trained on photographs ({row.backbone}). A small head, trained on works with known topics, gave each "
        f"work a confidence for every topic{among}; the likeliest one is counted here. The same records, configuration "
        "and model give the same report."
    )
