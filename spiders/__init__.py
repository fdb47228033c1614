"""Scrapy spiders: requests out, values up."""
