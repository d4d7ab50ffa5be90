"""The library's functions, as `import artmeta` offers them: each checks its arguments and calls the pipeline."""
