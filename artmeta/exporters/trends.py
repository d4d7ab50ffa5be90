"""Topics over time: a row for each topic and stretch of years, with its share, interval and denominator."""

from __future__ import annotations

from artmeta.exporters.csv import write_table as write

__all__ = ["QUERY", "SUFFIX", "write"]

SUFFIX = ".trends.csv"
QUERY = "topic_trends"
