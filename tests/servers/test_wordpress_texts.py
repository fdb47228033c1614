"""The generator of the test site's texts keeps what it promises."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import pytest
import wordpress_words as words
from wordpress_texts import GOALS, PAGE_SIZE, build_content, listed_terms


@pytest.mark.parametrize("seed", [1, 17, 2026])
def test_posts_of_one_timestamp_never_straddle_a_page_border(seed: int) -> None:
    """Some lists hold posts of one timestamp, and in none of them is there a page border between two such posts."""
    dates = defaultdict(list)
    for post in build_content(seed)["posts"]:
        if post["status"] == "publish":
            for term in listed_terms(post):
                dates[term].append(post["date"])
    ties = [
        (term, place)
        for term, listed in dates.items()
        for place, (newer, older) in enumerate(pairwise(sorted(listed, reverse=True)), start=1)
        if newer == older
    ]
    assert len(ties) > 10
    assert [tie for tie in ties if tie[1] % PAGE_SIZE == 0] == []


def test_the_same_seed_gives_the_same_content() -> None:
    """Content depends on the seed and on nothing else."""
    first, again, other = (json.dumps(build_content(seed)) for seed in (17, 17, 18))
    assert first == again
    assert first != other


@pytest.mark.parametrize("seed", [1, 17, 2026])
def test_sizes_and_odd_posts_do_not_depend_on_the_seed(seed: int) -> None:
    """Every seed gives terms of the promised sizes, and the first goal gets every odd title."""
    posts = [post for post in build_content(seed)["posts"] if post["status"] == "publish" and post["type"] == "post"]
    sizes = {slug: sum(slug in post["terms"]["sdgs"] for post in posts) for slug, *_ in GOALS}
    assert sizes == {slug: size for slug, _, size, _ in GOALS}
    titles = {post["title"] for post in posts if "partnership" in post["terms"]["sdgs"]}
    assert set(words.ODD_TITLES) <= titles
    assert len({post["title"] for post in posts}) < len(posts)
