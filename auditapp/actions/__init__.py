"""The action plan of a store."""
