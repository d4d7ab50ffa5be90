"""Sound data in, sound data out: what a collection must look like before and after it is classified.

This gate may stop a run; a `critical` expectation that fails does. Doubts about sound data are flags, and stop nothing.
"""

from __future__ import annotations

from artmeta.validation.outcome import Outcome, Severity, Suite, stop_if_unsound
from artmeta.validation.suites import check

__all__ = ["Outcome", "Severity", "Suite", "check", "stop_if_unsound"]
