"""The Programming Historian lesson on museum pictures, walked from the command line, step by step."""
