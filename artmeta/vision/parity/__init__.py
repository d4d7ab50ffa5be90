"""Whether one model says the same of one picture wherever it runs, and which step is to blame where it does not."""
