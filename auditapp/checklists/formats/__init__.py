"""Checklists as files: spreadsheets of several kinds and translation files, in and out. Knows no Flask.

A reader returns what `Imported` holds, or raises DefinitionError with everything that is wrong, each with its place.
"""
