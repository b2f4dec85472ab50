"""The platform: configuration, database, clock, files, jobs. Knows no view and no feature."""
