"""The report of a published visit, as PDF and as web page."""
