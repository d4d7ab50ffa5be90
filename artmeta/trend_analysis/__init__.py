"""Shares of topics over time with their uncertainty: imprecise dates, classification errors, skewed collections.

Statistics only: `analysis.trends` takes frames and returns frames; nothing here reads a file or a database.
"""
