"""A real WordPress on loopback: private copy, private database, one web server for each theme.

Nothing of the system's own WordPress, MariaDB or PHP is written to, and every process is stopped by its id. Should
the test process itself be killed, the kernel ends the servers (``setpriv --pdeathsig``).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import wordpress_texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

OWN_THEME = "percorsi"
STOCK_THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")

_SYSTEM = Path("/usr/share/wordpress")
_OURS = Path(__file__).resolve().parents[1] / "servers" / "wordpress"
_PROGRAMS = ("php", "mariadbd", "mariadb-install-db")
# mariadbd and mariadb-install-db are where only root's PATH looks.
_PATH = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"
_PATIENCE_S = 30.0


def missing_programs() -> str | None:
    """What of WordPress is not installed and how to get it; None when everything is there."""
    missing = [program for program in _PROGRAMS if not _program(program)]
    missing += [f"the theme {theme}" for theme in STOCK_THEMES if not _theme(theme).is_dir()]
    if not (_SYSTEM / "wp-load.php").is_file():
        missing.append("WordPress")
    if not missing:
        return None
    return f"{', '.join(missing)} not found (Debian packages; `make test-servers` installs them)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One theme of the site, answering on a port of 127.0.0.1.

    Attributes:
        theme: the theme's folder name.
        url: the site's own address, without a final slash; what its links begin with.
        port: where it listens, whatever ``url`` says.
    """

    theme: str
    url: str
    port: int


class WordPress:
    """Database, files and web servers of one site; a context manager.

    Args:
        seed: of the content, see ``wordpress_texts``.
    """

    def __init__(self, *, seed: int = wordpress_texts.SEED) -> None:
        self.content = wordpress_texts.build_content(seed)
        # A short path of its own: a unix socket's may have 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="sw-wp-"))
        self._root = self._folder / "site"
        self._socket = self._folder / "db.sock"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> WordPress:
        try:
            self._copy_files()
            self._start_database()
            self._php("install.php")
            content = self._folder / "content.json"
            content.write_text(json.dumps(self.content), encoding="utf-8")
            self._php("fill.php", str(content))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def serve(self, theme: str, *, url: str | None = None, hides: str = "") -> Served:
        """Starts a web server that shows the site with one theme.

        Args:
            theme: one of OWN_THEME and STOCK_THEMES.
            url: the address that the site believes to have, without a final slash; None means where it listens.
            hides: words for what the archives do not show or the site switches off: ``dates``, ``rest``.

        Returns:
            Where it listens; it answers already.
        """
        port = _free_port()
        served = Served(theme=theme, url=url or f"http://127.0.0.1:{port}", port=port)
        log = self._log(f"{theme}-{port}.log")
        quiet = ("-d", "display_errors=0", "-d", "log_errors=0", "-d", "expose_php=0")
        command = ["php", *quiet, "-S", f"127.0.0.1:{port}", "-t", str(self._root), str(self._root / "router.php")]
        server = self._start(command, log=log, theme=theme, url=served.url, hides=hides)
        # Its own word, and not a connection, which another process on the same port would answer as well.
        _wait_for(lambda: b") started" in log.read_bytes(), server, log=log)
        return served

    def export(self, served: Served) -> dict[str, Any]:
        """What WordPress's own functions say of every term and its posts; see ``export.php`` for the keys."""
        exported = self._php("export.php", theme=served.theme, url=served.url)
        values: dict[str, Any] = json.loads(exported)
        return values

    def give_term(self, post_url: str, taxonomy: str, slug: str) -> None:
        """Add a term to a post that is published, as an editor's bulk action does, without saving the post."""
        self._php("give_term.php", post_url.rstrip("/").rpartition("/")[2], taxonomy, slug)

    def app_password(self) -> tuple[str, str]:
        """Login and a new application password of the administrator, for the site's admin API."""
        login, password = json.loads(self._php("app_password.php"))
        return login, password

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of every server that runs, the database first."""
        return tuple(process.pid for process in self._processes)

    def stop(self) -> None:
        """Ends every process that was started, the newest first, and removes the files; safe to call again."""
        while self._processes:
            process = self._processes.pop()
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _copy_files(self) -> None:
        """A private copy, with one language and the four themes only."""

        def left_out(folder: str, names: list[str]) -> set[str]:
            if folder == str(_SYSTEM / "wp-content" / "languages"):
                return {name for name in names if "it_IT" not in name}
            if folder == str(_SYSTEM):
                return {"wp-config.php", ".htaccess"}
            return set()

        shutil.copytree(_SYSTEM, self._root, ignore=left_out, ignore_dangling_symlinks=True)
        content = self._root / "wp-content"
        shutil.copytree(_OURS / "mu-plugins", content / "mu-plugins")
        shutil.copytree(_OURS / "themes", content / "themes", dirs_exist_ok=True)
        for theme in STOCK_THEMES:
            shutil.copytree(_theme(theme), content / "themes" / theme, dirs_exist_ok=True)
        for name in ("wp-config.php", "router.php"):
            shutil.copy(_OURS / name, self._root / name)

    def _start_database(self) -> None:
        data = self._folder / "db"
        as_root = ["--user=root"] if os.geteuid() == 0 else []
        install = ["mariadb-install-db", "--no-defaults", *as_root, f"--datadir={data}", "--skip-test-db"]
        _run([*install, "--auth-root-authentication-method=normal"], env=_environment())
        # Nothing of this database has to survive a crash.
        hurried = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync", "--skip-innodb-doublewrite"]
        command = ["mariadbd", "--no-defaults", *as_root, f"--datadir={data}", f"--socket={self._socket}"]
        command += ["--skip-networking", f"--pid-file={self._folder / 'db.pid'}", *hurried]
        log = self._log("mariadb.log")
        server = self._start(command, log=log)
        _wait_for(lambda: _connects(self._socket), server, log=log)

    def _php(self, script: str, *arguments: str, theme: str = OWN_THEME, url: str = "http://demo.example") -> str:
        command = ["php", "-d", "display_errors=stderr", "-d", "memory_limit=512M", "-d", "error_reporting=E_ERROR"]
        command += [str(_OURS / script), str(self._root), *arguments]
        return _run(command, env=self._wordpress_environment(theme, url))

    def _wordpress_environment(self, theme: str, url: str) -> dict[str, str]:
        return _environment() | {"SW_WP_SOCKET": str(self._socket), "SW_WP_THEME": theme, "SW_WP_URL": url}

    def _start(
        self, command: list[str], *, log: Path, theme: str = "", url: str = "", hides: str = ""
    ) -> subprocess.Popen[bytes]:
        env = self._wordpress_environment(theme, url) | {"SW_WP_HIDES": hides}
        leash = ["setpriv", "--pdeathsig", "TERM", "--"] if _program("setpriv") else []
        with log.open("wb") as output:
            process = _popen([*leash, *command], output=output, env=env)
        self._processes.append(process)
        return process

    def _log(self, name: str) -> Path:
        return self._folder / name


def _popen(command: list[str], *, output: IO[bytes], env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        _with_path(command), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=env
    )


def _run(command: list[str], *, env: dict[str, str]) -> str:
    done = subprocess.run(
        _with_path(command), stdin=subprocess.DEVNULL, capture_output=True, env=env, check=False, timeout=120
    )
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode:
        errors = done.stderr.decode("utf-8", "replace")
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {' '.join(command)}\n{output}\n{errors}")
    return output


def _with_path(command: list[str]) -> list[str]:
    return [_program(command[0]) or command[0], *command[1:]]


def _program(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


def _theme(name: str) -> Path:
    return _SYSTEM / "wp-content" / "themes" / name


def _environment() -> dict[str, str]:
    return {"PATH": _PATH, "LC_ALL": "C.UTF-8", "HOME": tempfile.gettempdir()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _connects(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, suppress(OSError):
        probe.settimeout(1)
        probe.connect(str(path))
        return True
    return False


def _wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], *, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"no answer from {process.args!r} (exit {process.returncode}); it said:\n{said}")
        time.sleep(0.02)
