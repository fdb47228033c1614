"""Rows to files: schema, journal, commits, views, exports."""
