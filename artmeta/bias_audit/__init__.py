"""Bias audit: whether a classifier does worse for some groups of works, and whether it learnt from the right things.

Statistics without input or output: frames and arrays in, dataclasses and frames out.
"""
