"""Client companies with their regions and stores, and who of them may see what."""
