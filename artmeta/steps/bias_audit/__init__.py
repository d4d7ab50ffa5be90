"""The bias audit of a run: read from the store, stored again, and written as JSON."""
