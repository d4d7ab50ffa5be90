"""Checks of the results that yield flags for a human; every module is one check, and none stops a run."""
