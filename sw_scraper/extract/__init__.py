"""HTML to values: archive page, records, pagination, tag header, linked data."""
