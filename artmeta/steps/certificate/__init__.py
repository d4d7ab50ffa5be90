"""Certificates: random samples of sure works that people review, and dated statements on the precision they show."""
