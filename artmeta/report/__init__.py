"""What a curator reads: one page that says what was found, how sure it is, and what to look at first."""
