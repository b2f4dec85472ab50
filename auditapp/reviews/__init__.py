"""The second pair of eyes: reviewing, returning and publishing visits."""
