"""The preloaded library as a test runner sees it: a few functions, and the file of events that it writes.
It knows nothing of pytest."""

import ctypes
import json
import os
import subprocess


class Library:
    """The functions; all of them are to be called between tests."""

    def __init__(self):
        # The library is part of the process already. The GIL is kept during calls.
        functions = ctypes.PyDLL(None)
        self._begin = functions.pilotage_begin
        self._closely = functions.pilotage_look_closely
        self._closely.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        self._fail = functions.pilotage_fail
        self._fail.argtypes = [ctypes.c_int64, ctypes.c_int, ctypes.c_char_p]
        self.end = functions.pilotage_end
        self.results = os.environ["PILOTAGE_CHECK_RESULTS"]
        self._folder = self.results
        self._offset = 0
        self._sites = {}

    def begin(self):
        """What comes now is told apart from what was before."""
        self._begin()
        self._skip()

    def look_closely(self, suspects):
        """`suspects`: numbers of calls, by entry."""
        lines = [f"{entry}\t{','.join(map(str, sorted(numbers)))}\n" for entry, numbers in suspects.items()]
        self._closely("".join(lines).encode(), self._all_sites().encode())
        self._skip()

    def fail(self, number, memory_only, folder):
        """Of the calls from now on, that of this number fails; -1: none, and all places are told. For forked processes."""
        self._folder = folder
        self._fail(number, memory_only, folder.encode())
        self._skip()

    def allow(self, test):
        """What was found in this test is no finding. Several processes may add a line at once."""
        with open(os.path.join(self.results, "allowed"), "a", encoding="utf-8") as file:
            file.write(f"{test}\n")

    def events(self):
        """What was told since the last beginning."""
        return read_events(self._file(), self._offset)

    def _file(self):
        return os.path.join(self._folder, f"{os.getpid()}.jsonl")

    def _skip(self):
        try:
            self._offset = os.path.getsize(self._file())
        except OSError:
            self._offset = 0

    def _all_sites(self):
        """Instructions that call through pointers, of every watched library."""
        paths = {event["path"] for event in read_events(self._file(), 0) if event["event"] == "watched"}
        missing = sorted(paths - self._sites.keys())
        if missing:
            env = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD" and not name.startswith("PILOTAGE_CHECK_")}
            command = [os.environ["PILOTAGE_CHECK_PROGRAM"], "__sites", *missing]
            done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
            self._sites.update(dict.fromkeys(missing, ""))
            path = None
            for line in done.stdout.splitlines(keepends=True):
                if line.startswith(" "):
                    self._sites[path] += line
                else:
                    path = line.rstrip("\n")
        return "".join(f"{path}\n{lines}" for path, lines in self._sites.items())


def read_events(path, offset):
    """The lines of a file from `offset` on; a damaged one is left out."""
    events = []
    try:
        with open(path, "rb") as file:
            file.seek(offset)
            lines = file.read().splitlines()
    except OSError:
        return events
    for line in lines:
        try:
            events.append(json.loads(line))
        except ValueError:
            continue
    return events


def suspects(events):
    """Numbers of calls, by entry, that may hold wrong references."""
    found = {}
    for event in events:
        if event["event"] == "fault" and event["candidate"]:
            found.setdefault(event["entry"], set()).add(event["ordinal"])
    return found


def faults(events):
    """What is certain, each cause once."""
    found = {}
    for event in events:
        if event["event"] == "fault" and not event["candidate"]:
            places = [(place["path"], place["offset"]) for place in (event["from"], *event["at"])]
            found[event["fault"], event["entry"], tuple(places)] = event
    return list(found.values())


def describe(event):
    """One line for people; `pilotage check` tells the rest."""
    code, words = WORDS[event["fault"]]
    giver = event["from"].get("item", "")
    words = words.format(
        entry=event["entry"] or "an extension",
        many=f"{event['amount']} references" if event["amount"] > 1 else "a reference",
        object=f"an object of type `{event['object']}`" if event["object"] else "an object",
        giver=f" that `{giver}` gave" if giver else "",
        call=event["at"][1].get("item", "the API"),
        amount=event["amount"],
    )
    caller = event.get("caller", "").split(" in ")[0]
    return f"error[{code}]: {words}" + (f" (called at {caller})" if caller else "")


WORDS = {
    "leaked-reference": ("REF001", "`{entry}` leaks {many} to {object}{giver}"),
    "over-release": ("REF003", "`{entry}` releases {many} to {object} that it does not own"),
    "use-after-release": ("REF006", "`{entry}` uses {object} after releasing it"),
    "stale-borrowed-reference": ("REF007", "`{entry}` uses {object} that it had borrowed and that has died"),
    "buffer-not-released": ("REF013", "`{entry}` does not release a buffer"),
    "leaked-memory": ("REF014", "`{entry}` loses a block of {amount} bytes{giver}"),
    "mismatched-allocator": ("REF015", "`{entry}` gives memory to the wrong function"),
    "null-without-exception": ("ERR003", "`{entry}` tells of failure and sets no exception"),
    "result-with-exception-set": ("ERR004", "`{entry}` returns a result while an exception is set"),
    "call-with-exception-pending": ("ERR006", "`{entry}` calls `{call}` while an exception is set"),
    "api-without-gil": ("GIL001", "`{entry}` calls `{call}` without the GIL"),
}
