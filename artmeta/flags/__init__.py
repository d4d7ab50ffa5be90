"""Doubts about the results, for a human; every module here is one doubt, and none stops a run."""
