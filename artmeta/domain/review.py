"""A review: what a person decided about one work, and what that person was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from artmeta.errors import InputError

Action = Literal["accept", "correct", "reject", "skip", "undo"]
Source = Literal["page", "label_studio", "plan", "audit"]

ACTIONS: tuple[str, ...] = get_args(Action)
SOURCES: tuple[str, ...] = get_args(Source)
LONGEST_NAME = 100  # characters of a reviewer's name and of a review's id


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reviewer saw of a work: the picture's sha256, the model's topics, likeliest first, and its status.

    `confidence` is the calibrated one of the likeliest topic, 0 to 1; None where the model gave none.
    """

    sha256: str
    topics: tuple[str, ...] = ()
    confidence: float | None = None
    status: str = ""
    run_id: str = ""
    model_name: str = ""
    model_version: int | None = None
    model_digest: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision about one work: see the table `reviews`.

    `topics` are all topics that the picture shows: those that were shown for accept, others for correct, none for
    reject, which says that the picture shows none of the topics. `undoes` is the id of the review that is taken back.
    Raises InputError where the parts contradict each other.
    """

    id: str
    artwork_id: str
    reviewer: str
    decided_at: datetime
    action: Action
    shown: Shown
    topics: tuple[str, ...] = ()
    undoes: str = ""
    source: Source = "page"

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise InputError(f"The review '{self.id}' of '{self.artwork_id}' {fault}.")

    def _fault(self) -> str:
        name = self.reviewer
        faults = {
            f"has an id that is empty or longer than {LONGEST_NAME} characters": not 0
            < len(self.id)
            <= LONGEST_NAME,
            "names no work": not self.artwork_id,
            f"has no reviewer's name of 1 to {LONGEST_NAME} printable characters": not (
                0 < len(name.strip()) <= LONGEST_NAME and name.isprintable()
            ),
            f"has the unknown action '{self.action}'": self.action not in ACTIONS,
            f"has the unknown source '{self.source}'": self.source not in SOURCES,
            "has a time without a time zone": self.decided_at.tzinfo is None,
            "undoes a review by another action than 'undo', or none": bool(self.undoes)
            != (self.action == "undo"),
        }
        return next((fault for fault, applies in faults.items() if applies), "") or self._topic_fault()

    def _topic_fault(self) -> str:
        if bool(self.topics) != (self.action in ("accept", "correct")):
            return f"has the action '{self.action}' and the topics {list(self.topics)}"
        if self.action == "accept" and set(self.topics) != set(self.shown.topics):
            return f"accepts {list(self.topics)} where {list(self.shown.topics)} was shown"
        return ""
