"""Scrapy item pipelines, one step a module."""
