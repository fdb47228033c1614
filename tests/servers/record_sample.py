"""Makes data/sample/partnership.warc.gz anew: a WordPress on loopback plays http://demo.example and is harvested.

Run it with the project's Python: ``python tests/servers/record_sample.py``. It needs the programs that
``make test-servers`` installs. Texts, names and places are invented (tests/support/wordpress_words.py); the bytes
differ from one run to the next in times and record ids only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from wordpress_server import OWN_THEME, WordPress, missing_programs  # noqa: E402  (the folder of support modules)

from sw_scraper import open_dataset  # noqa: E402  (sorted after it)

SAMPLE = ROOT / "data" / "sample" / "partnership.warc.gz"
MOST_BYTES = 300_000


def main() -> int:
    """Record, check, copy; the exit status is 0 when the new recording is in place."""
    if missing := missing_programs():
        print(f"Nothing recorded: {missing}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sw-sample-") as name, WordPress() as site:
        data = Path(name)
        served = site.serve(OWN_THEME, url="http://demo.example")
        crawl = subprocess.run(_command(data, served.port), cwd=ROOT, check=False)
        if crawl.returncode:
            print(f"Nothing recorded: the harvest ended with {crawl.returncode}", file=sys.stderr)
            return 1
        return _keep(data)


def _command(data: Path, port: int) -> list[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", "tag", "-a", "site=demo", "-a", "tag=partnership"]
    settings = {
        "SW_DATA_DIR": str(data),
        "SW_RESOLVE": f"demo.example:80:127.0.0.1:{port}",
        "DOWNLOAD_DELAY": "0",
    }
    for setting in settings.items():
        command += ["-s", "=".join(setting)]
    return command


def _keep(data: Path) -> int:
    """Checks the one harvest and puts its recording into place."""
    (harvest,) = open_dataset(data).harvests().to_pylist()
    recording = data / harvest["warc_file"]
    size = recording.stat().st_size
    if harvest["verdict"] != "complete" or size > MOST_BYTES:
        print(f"Nothing recorded: verdict {harvest['verdict']}, {size} bytes", file=sys.stderr)
        return 1
    SAMPLE.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(recording, SAMPLE)
    print(
        f"{SAMPLE.relative_to(ROOT)}: {size} bytes, {harvest['n_pages']} pages, {harvest['n_teasers']} teasers, "
        f"harvest {harvest['harvest_id']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
