"""Rows to files: schema, journal, commits, views, exports.

A writer opens the dataset, locks a tag, hands over rows page by page and commits once::

    from sw_scraper.store.store import open_store
    from sw_scraper.store.records import HarvestHead, HarvestRecord, TagFacts

    store = open_store("data")
    with store.lock(key.tag_id):
        known = store.state_of(key.tag_id)
        writer = store.begin(HarvestHead(harvest_id=..., key=key, extractor_version=...))
        writer.add_rows(rows)                    # sightings columns; verdict and scope come with the commit
        result = writer.commit(HarvestRecord(...))
    store.refresh_views()                        # once, at the end of a run

A reader needs only ``open_dataset`` of ``sw_scraper.store.dataset``.
"""
