"""Topics over time with their doubts: dates that are ranges, a classifier that errs, collections that are skewed.

Statistics only: frames go in (`analysis.trends`), frames come out; nothing here reads a file or a database.
"""
