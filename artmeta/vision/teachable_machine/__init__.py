"""Models made with Google's Teachable Machine, as teachers and curators bring them: read and kept."""
