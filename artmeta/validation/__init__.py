"""Checks of a collection's data before and after classification, and of its exports.

A `critical` expectation that fails stops the run. Flags are about results and never stop one.
"""

from __future__ import annotations

from artmeta.validation.outcome import Outcome, Severity, Suite, stop_if_unsound
from artmeta.validation.pages import result_pages
from artmeta.validation.suites import check, unsound_works

__all__ = ["Outcome", "Severity", "Suite", "check", "result_pages", "stop_if_unsound", "unsound_works"]
