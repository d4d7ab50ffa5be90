"""The Programming Historian lesson on museum pictures, step by step from the command line."""
