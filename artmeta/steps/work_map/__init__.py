"""The map of a collection: its works laid out by the likeness of their pictures."""
