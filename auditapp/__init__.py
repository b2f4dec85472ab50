"""Mystery shopper audits: from an assigned visit to the client's action plan."""
