"""The five subjects, and what stands around them."""
