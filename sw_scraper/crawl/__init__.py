"""Scrapy glue that is neither spider nor pipeline."""
