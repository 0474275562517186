"""Reads a package index the way pip is configured to: index URLs, certificate, proxies, credentials.
Not a resolver: it lists the files of one project and downloads one of them. Nothing downloaded is executed.
"""

import base64
import hashlib
import json
import netrc
import os
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
ATTEMPTS = 4


class IndexError_(Exception):
    """The index did not give what was asked for; the message says what and where."""


class Index:
    """The package indexes that pip would ask, in pip's order."""

    def __init__(self):
        config = pip_config()
        main = config.get("index-url") or default_index()
        extra = config.get("extra-index-url", "").split()
        self.urls = [url.rstrip("/") for url in [main, *extra]]
        self.timeout = float(config.get("default-timeout") or config.get("timeout") or 60)
        handlers = []
        if config.get("proxy"):
            handlers.append(urllib.request.ProxyHandler({"http": config["proxy"], "https": config["proxy"]}))
        context = ssl.create_default_context(cafile=config.get("cert") or None)
        trusted = set(config.get("trusted-host", "").split())
        if trusted & {urllib.parse.urlsplit(url).hostname for url in self.urls}:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        handlers.append(urllib.request.HTTPSHandler(context=context))
        self.opener = urllib.request.build_opener(*handlers)

    def files(self, name):
        """All files of a project as {file name: (url, sha256 or None)}; the first index that has it wins."""
        found = {}
        for base in self.urls:
            url = f"{base}/{normalize(name)}/"
            try:
                body, kind, final = self._get(url)
            except urllib.error.HTTPError as error:
                if error.code == 404:
                    continue
                raise IndexError_(f"{name}: the index answered {error.code}") from error
            entries = from_json(body) if kind.endswith("json") else from_html(body)
            for file, href, digest in entries:
                found.setdefault(file, (urllib.parse.urljoin(final, href), digest))
        if not found:
            raise IndexError_(f"{name}: no index has it")
        return found

    def download(self, url):
        """The bytes behind a URL."""
        body, _, _ = self._get(url)
        return body

    def _get(self, url):
        request = urllib.request.Request(*split_credentials(url))
        request.add_header("Accept", ACCEPT)
        request.add_header("User-Agent", "pilotage-corpus/1")
        for attempt in range(ATTEMPTS):
            try:
                with self.opener.open(request, timeout=self.timeout) as answer:
                    return answer.read(), answer.headers.get_content_type(), answer.url
            except urllib.error.HTTPError as error:
                if error.code < 500 or attempt == ATTEMPTS - 1:
                    raise
            except (OSError, urllib.error.URLError) as error:
                if attempt == ATTEMPTS - 1:
                    raise IndexError_(f"{redact(url)}: {error}") from error
            time.sleep(2**attempt)
        raise IndexError_(f"{redact(url)}: no answer")


def pip_config():
    """pip's settings from files and environment, the later source winning; an empty dict without pip."""
    run = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    config = {}
    levels = {"global": 0, "install": 1, "download": 2, ":env:": 3}
    rows = []
    for line in run.stdout.splitlines():
        match = re.match(r"^(:env:|global|install|download)\.([\w-]+)='(.*)'$", line)
        if match:
            rows.append((levels[match[1]], match[2], match[3]))
    for _, key, value in sorted(rows, key=lambda row: row[0]):
        config[key] = value.replace("\\n", " ")
    return config


def default_index():
    """The index that pip asks when nothing is configured: pip knows its address, this file does not."""
    code = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if run.returncode:
        raise IndexError_("no index is configured and pip does not tell its own; set `PIP_INDEX_URL`")
    return run.stdout.strip()


def from_json(body):
    for entry in json.loads(body)["files"]:
        yield entry["filename"], entry["url"], entry.get("hashes", {}).get("sha256")


def from_html(body):
    parser = Anchors()
    parser.feed(body.decode("utf-8", "replace"))
    for href in parser.hrefs:
        path, _, fragment = href.partition("#")
        digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else None
        yield urllib.parse.unquote(path.rsplit("/", 1)[-1]), path, digest


class Anchors(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hrefs = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.hrefs.append(href)


def split_credentials(url):
    """(url without user information, headers) with the credentials of the URL or of the netrc file."""
    parts = urllib.parse.urlsplit(url)
    user, secret = parts.username, parts.password
    if user is None:
        try:
            entry = netrc.netrc(os.environ.get("NETRC")).authenticators(parts.hostname or "")
            user, secret = (entry[0], entry[2]) if entry else (None, None)
        except (OSError, netrc.NetrcParseError):
            user = None
    host = parts.netloc.rpartition("@")[2]
    bare = urllib.parse.urlunsplit(parts._replace(netloc=host))
    if user is None:
        return bare, None, {}
    pair = f"{urllib.parse.unquote(user)}:{urllib.parse.unquote(secret or '')}"
    return bare, None, {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def redact(url):
    return split_credentials(url)[0]


def normalize(name):
    """The name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def sha256(data):
    return hashlib.sha256(data).hexdigest()
