"""What many visits together say: for now, what a changed checklist would do to their scores."""
