"""Themes: one TOML file a family of markup, data only; catalog.py reads them."""
