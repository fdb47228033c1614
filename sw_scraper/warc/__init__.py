"""Raw records in and out."""
