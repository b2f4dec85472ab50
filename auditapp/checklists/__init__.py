"""The checklist library, its versions, and YAML in and out."""
