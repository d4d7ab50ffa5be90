"""The pipeline's steps, which combine the other packages; each processes what the store does not have yet."""
