"""Value to value: text, URLs, dates, keys. Pure: no clock, no network, no logger."""
