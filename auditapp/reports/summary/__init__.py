"""The client summary: all visits of a wave by one checklist, as far as a reader may see them."""
