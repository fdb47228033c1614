"""Site profiles: where they are looked for, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sw_scraper.errors import ConfigError
from sw_scraper.sites.profiles import find_profile, load_profiles, parse_profile, profile_folders, profile_of_url

GOOD = 'key = "{key}"\nname = "N"\nbase_url = "https://{key}.example/"\n'


def test_lookup_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """./sites comes before the configuration folder, that before the built-in ones; the profile names its file."""
    config = tmp_path / "config"
    for folder, name in ((tmp_path / "sites", "here"), (config / "sw_scraper" / "sites", "config")):
        folder.mkdir(parents=True)
        (folder / "demo.toml").write_text(GOOD.format(key="demo").replace('"N"', f'"{name}"'), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    profile = find_profile("demo", load_profiles())
    assert (profile.name, profile.file) == ("here", "sites/demo.toml")
    (tmp_path / "sites" / "demo.toml").unlink()
    assert find_profile("demo", load_profiles()).name == "config"
    assert (Path("sites"), config / "sw_scraper" / "sites") == profile_folders()
    (config / "sw_scraper" / "sites" / "demo.toml").unlink()
    assert find_profile("demo", load_profiles()).file == "built-in demo.toml"


def test_secondowelfare_profile() -> None:
    """The first site: Italian, Europe/Rome, both hosts, goal 17 for Partnership."""
    profile = find_profile("secondowelfare", load_profiles(()))
    assert (profile.language, profile.timezone) == ("it", "Europe/Rome")
    assert profile.hosts == ("www.secondowelfare.it", "secondowelfare.it")
    assert [t.archive_path for t in profile.taxonomies] == ["/sdgs/{slug}/", "/tag/{slug}/", "/category/{slug}/"]
    assert profile.known_tags == ("sdgs/partnership",)
    assert dict(profile.aliases) == {"/S-partnership": "sdgs/partnership"}
    assert dict(profile.goal_numbers) == {"sdgs/partnership": 17}


def test_profile_of_url_minds_the_port() -> None:
    """The usual ports belong to the host; another port is another site."""
    profiles = load_profiles(())
    for url in ("https://secondowelfare.it/tag/x/", "https://WWW.secondowelfare.it:443/"):
        found = profile_of_url(url, profiles)
        assert found is not None
        assert found.key == "secondowelfare"
    for url in ("https://secondowelfare.it:8443/", "https://secondowelfare.it.evil.example/", "http://[::1/"):
        assert profile_of_url(url, profiles) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key = ", "not valid TOML"),
        (GOOD.format(key="x") + 'langage = "it"\n', "unknown key 'langage'"),
        ('key = "x"\nname = "N"\n', "lacks base_url"),
        (GOOD.format(key="x") + "hosts = 3\n", "hosts in a site profile must be a list"),
        (GOOD.format(key="x").replace("example/", "example/blog"), "must be scheme and host"),
        (GOOD.format(key="X y").replace("X y.e", "x.e"), "the key 'X y'"),
        (GOOD.format(key="x") + '[[taxonomies]]\nname = "tag"\narchive_path = "/tag/"\n', "hold {slug} once"),
        (GOOD.format(key="x") + 'known_tags = ["tag/a"]\n', "'tag/a' is no taxonomy/slug"),
        (GOOD.format(key="x") + 'origin = "fake"\n', "origin 'fake'"),
        (
            GOOD.format(key="x")
            + '[[taxonomies]]\nname = "t"\narchive_path = "/t/{slug}"\n[goal_numbers]\n"t/a" = 18\n',
            "goal_numbers.t/a must be",
        ),
    ],
)
def test_faulty_profiles_are_refused(text: str, said: str) -> None:
    """A faulty profile is refused with its file and what is wrong."""
    with pytest.raises(ConfigError) as caught:
        parse_profile(text, file="sites/x.toml")
    assert said in caught.value.what
    assert caught.value.where == "sites/x.toml"
    assert caught.value.hint
