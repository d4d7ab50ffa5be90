"""Every topic's confidence: one row an artwork and topic, so that the columns are the same for every vocabulary."""

from __future__ import annotations

from artmeta.exporters.csv import write_table as write

__all__ = ["QUERY", "SUFFIX", "write"]

SUFFIX = ".confidences.csv"
QUERY = "confidences_for_spreadsheets"
