"""Audits: a random sample of classified works, answered by a person, bounds the precision of sure decisions."""
