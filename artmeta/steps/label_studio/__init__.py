"""Annotations of Label Studio: read from its files, and added to the reviews."""
