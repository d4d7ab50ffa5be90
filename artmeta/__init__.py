"""Describe a museum's pictures with machine help, and say how far to trust the description."""
