"""Who asserts a topic of a work, and with which status."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal["sure", "unsure", "unfamiliar"]
STATUSES: tuple[Status, ...] = get_args(Status)
Origin = Literal["machine", "human-approved", "human-rejected", "human", "disputed"]
"""Of a topic: proposed by a model and seen by nobody; approved or rejected by a person; added by a person; or
approved by one person and rejected by another."""
MACHINE: Origin = "machine"
