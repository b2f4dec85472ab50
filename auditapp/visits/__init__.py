"""Waves, assignments, and the capture of a visit: operations, photos, submission."""
