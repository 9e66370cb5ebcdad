"""The folder for a stick or a classroom: complete, served by any Python, and nothing outside it can be read."""

from __future__ import annotations

import errno
import gzip
import http.client
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from hub.bench.classroom import load
from hub.errors import BuildError
from hub.lab.classroom import OWN, pack, prepare, serveur
from hub.lab.classroom.__main__ import main
from tests.chromium import Watch
from tests.lab.notebook import Notebook, unusual

PAGE = "<!doctype html><title>Accueil</title>" + "<p>Une ligne.</p>" * 100


@pytest.fixture
def small(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name, text in {
        "index.html": PAGE,
        "404.html": "<p>Rien ici",
        "r/index.html": "<p>Règles",
        "assets/hub-0123456789/a.js": "1",
        ".built": "x",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("rien à voir")
    return site


@contextmanager
def started(folder: Path) -> Iterator[int]:
    """The folder's own server, in a Python that knows nothing of this project."""
    command = [sys.executable, "-I", "-S", str(folder / "serveur.py"), "--port", "0", "--sans-navigateur"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/") as server:
        try:
            assert server.stdout is not None
            yield int(re.findall(r"127\.0\.0\.1:(\d+)", server.stdout.readline())[0])
        finally:
            server.terminate()


def ask(port: int, path: str, how: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    line.putrequest(how, path, skip_accept_encoding=True)
    for name, value in headers.items():
        line.putheader(name.replace("_", "-"), value)
    line.endheaders()
    answer = line.getresponse()
    found = answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
    line.close()
    return found


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), (["--port", "x"], 2), (["--foo"], 2)])
def test_it_says_in_french_what_can_be_said_to_it(arguments: list[str], status: int) -> None:
    command = [sys.executable, "-I", "-S", serveur.__file__, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    words = told.stdout + told.stderr
    assert told.returncode == status and "utilisation : serveur.py [--lan]" in words
    assert not re.search(r"usage|options:|invalid|error|unrecognized", words)


def test_the_folder_has_all_it_needs_and_a_second_copy_only_what_changed(small: Path, tmp_path: Path) -> None:
    said: list[str] = []
    folder = prepare(small, tmp_path / "stick", said.append)
    assert {path.name for path in folder.iterdir()} == {
        "hub",
        "serveur.py",
        "serveur.ps1",
        "LISEZ-MOI.txt",
        "demarrer.bat",
        "demarrer-salle.bat",
        "contenu.json",
    }
    assert gzip.decompress((folder / "hub" / "index.html.gz").read_bytes()).decode() == PAGE
    assert not (folder / "hub" / ".built").exists()
    (small / "r" / "index.html").write_text("<p>Autres règles")
    (small / "assets" / "hub-0123456789" / "a.js").unlink()
    prepare(small, folder, said.append)
    assert "4 files, 4 of them new" in said[0] and "3 files, 1 of them new" in said[1]
    assert (folder / "hub" / "r" / "index.html").read_text() == "<p>Autres règles"
    assert not (folder / "hub" / "assets" / "hub-0123456789" / "a.js").exists()


def test_one_zip_holds_the_folder_without_twins_and_without_notebooks_unless_wanted(
    small: Path, tmp_path: Path
) -> None:
    (small / "lab").mkdir()
    (small / "lab" / "index.html").write_text("x")
    file = pack(small, tmp_path / "out" / "hub.zip", log=lambda line: None)
    with zipfile.ZipFile(file) as found:
        names = set(found.namelist())
        assert found.read("hub-salle/hub/index.html").decode() == PAGE
        assert found.read("hub-salle/demarrer.bat").count(b"\r\n") > 10, "Windows wants its line ends"
        found.extractall(tmp_path / "there")
    assert {f"hub-salle/{n}" for n in OWN} < names and "hub-salle/hub/lab/index.html" not in names
    assert not [n for n in names if n.endswith((".gz", ".built"))]
    again = pack(small, tmp_path / "again.zip", log=lambda line: None)
    assert again.read_bytes() == file.read_bytes()
    more = pack(small, tmp_path / "more.zip", True, lambda line: None)
    assert "hub-salle/hub/lab/index.html" in zipfile.ZipFile(more).namelist()
    with started(tmp_path / "there" / "hub-salle") as port:
        assert ask(port, "/")[2].decode() == PAGE
    with pytest.raises(BuildError, match="nothing to pack"):
        pack(tmp_path / "nothing", tmp_path / "x.zip")


def test_a_free_port_is_chosen_by_itself(small: Path) -> None:
    with serveur.opened(small) as first, serveur.opened(small) as second:
        assert first.server_address[1] != second.server_address[1]


def test_a_port_that_the_system_refuses_is_passed_over(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refused(serveur.Server):
        def server_bind(self) -> None:
            if self.server_address[1] == serveur.PORT:  # type: ignore[index]
                raise OSError(errno.EACCES, "reserved")
            super().server_bind()

    monkeypatch.setattr(serveur, "Server", Refused)
    with serveur.opened(small) as server:
        assert server.server_address[1] > serveur.PORT


def test_what_starts_on_windows_says_in_french_that_the_folder_is_not_there_and_changes_no_folder() -> None:
    """It can't run here: who starts it inside a zip has this file alone, and a shared folder is no place to change to."""
    text = (Path(serveur.__file__).parent / "demarrer.bat").read_text("utf-8")
    first = text.index('if not exist "%~dp0hub\\index.html"')
    assert first < text.index("py -3") and "Extraire tout" in text[first : text.index("py -3")]
    assert not re.search(r"^\s*cd ", text, re.M) and text.count('"%~dp0serveur.') == 3


def test_no_site_and_two_names_that_a_stick_takes_for_one_are_told(small: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nothing to copy"):
        prepare(tmp_path / "nothing", tmp_path / "stick", print)
    (small / "R").mkdir()
    (small / "R" / "index.html").write_text("x")
    with pytest.raises(BuildError, match="one file on a USB stick"):
        prepare(small, tmp_path / "stick", print)


def test_the_server_for_windows_says_of_files_what_the_others_say(small: Path, tmp_path: Path) -> None:
    """It can't run here: what it holds is compared with the other one's tables."""
    text = (prepare(small, tmp_path / "stick", lambda line: None) / "serveur.ps1").read_text("utf-8-sig")
    assert dict(re.findall(r"'(\.\w+)' = '([^']+)'", text)) == serveur.TYPES
    assert f'"{serveur.WORKER_POLICY}"' in text and "'worker.js', 'sw.js' -contains" in text


def test_any_python_serves_the_folder_and_nothing_outside_it(small: Path, tmp_path: Path) -> None:
    folder = prepare(small, tmp_path / "stick", lambda line: None)
    (folder / "hub" / "link.txt").symlink_to(tmp_path / "secret.txt")
    with started(folder) as port:
        status, headers, body = ask(port, "/", Accept_Encoding="gzip")
        assert (status, headers["content-encoding"], headers["cache-control"]) == (200, "gzip", "no-cache")
        assert gzip.decompress(body).decode() == PAGE
        assert ask(port, "/")[2].decode() == PAGE
        assert ask(port, "/", If_None_Match=headers["etag"], Accept_Encoding="gzip")[::2] == (304, b"")
        assert ask(port, "/", "HEAD")[::2] == (200, b"")
        assert "immutable" in ask(port, "/assets/hub-0123456789/a.js")[1]["cache-control"]
        assert ask(port, "/r")[1]["location"] == "/r/"
        assert ask(port, "/", "POST")[0] == 501
        for path in (
            "/nope",
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/link.txt",
            "/serveur.py",
            "/../serveur.py",
            "/r%5c..",
            "/%00",
        ):
            status, _, body = ask(port, path)
            assert status == 404 and b"rien" not in body, path


def test_a_room_gets_every_file(small: Path, tmp_path: Path) -> None:
    folder = prepare(small, tmp_path / "stick", lambda line: None)
    lines = load(folder, ["", "r/", "assets/hub-0123456789/a.js"], 5, {})
    assert (
        lines[0].startswith("5 seats, 3 files each") and "in 15 requests" in lines[1] and lines[1].endswith("0 refused")
    )
    assert load(folder, ["", "nope"], 2, {})[1].endswith("2 refused")


def test_without_the_wish_for_the_room_only_this_computer_is_served(small: Path, tmp_path: Path) -> None:
    folder = prepare(small, tmp_path / "stick", lambda line: None)
    for lan, host in ((False, "127.0.0.1"), (True, "0.0.0.0")):
        with serveur.Server(folder / "hub", 0, lan) as server:
            assert server.server_address[0] == host


def test_a_port_that_is_taken_is_told_in_one_french_line(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.lab.classroom.__main__.ROOT", tmp_path)
    folder = prepare(small, tmp_path / "stick", lambda line: None)
    with serveur.Server(folder / "hub", 0) as server:
        port = server.server_address[1]
        line = f"Le port {port} est déjà pris. Essayez : --port {port + 1}\n"
        done = subprocess.run(
            [sys.executable, "-I", str(folder / "serveur.py"), "--port", str(port)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (1, "", line)
        assert main(["--site", str(small), "--port", str(port)]) == 1
        assert capsys.readouterr().err == line


@pytest.mark.browser
def test_a_notebook_runs_from_the_stick(site: Path, tmp_path: Path, page: Page, watch: Watch) -> None:
    folder = prepare(site, tmp_path / "stick", lambda line: None)
    with started(folder) as port:
        notebook = Notebook(page, f"http://127.0.0.1:{port}/", "demo-cours").run()
        page.get_by_text("réussi sur 7").first.wait_for(timeout=60_000)
        assert notebook.errors() == notebook.complaints() == unusual(watch) == []
