"""Pure values and rules of the trade. Nothing here knows a session, a request, a clock or a file."""
