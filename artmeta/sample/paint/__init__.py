"""Painting: five subjects, seen in the manner of their age."""
