"""Scheduled runs with a real Prefect server, killed and started again: run it by `python -m bench.nights`."""
