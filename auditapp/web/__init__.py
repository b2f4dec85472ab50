"""The Flask kit that features share: session, access rules, errors, languages, navigation. Knows no feature."""
