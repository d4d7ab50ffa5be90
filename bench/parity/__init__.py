"""One model and the same pictures in Python, LiteRT and the browser libraries, step by step."""
