"""One malformed input and what the audit of it must give. Plain data; the kinds are made by the other modules."""

import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

EPOCH = (2020, 1, 1, 0, 0, 0)

PROBLEM = "problem"  # a Problem must name `names`
AUDITED = "audited"  # at least one source or binary of the input was analysed
EITHER = "either"  # one of the two, or exit code 3 when it is audited alone
IGNORED = "ignored"  # not an input of ours: no finding in it, and no crash


@dataclass
class Case:
    """`path` is what `pilotage audit` gets, relative to the folder of all cases."""

    name: str
    path: str
    expect: str
    names: str = ""
    why: str = ""
    seconds: int = 60


class Folder:
    """Writes cases below one folder and remembers them."""

    def __init__(self, root):
        self.root = Path(root)
        self.cases = []

    def file(self, name, body, expect, why, names=None, seconds=60):
        """A case that is one file."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        self.cases.append(Case(name, name, expect, names or target.name, why, seconds))

    def tree(self, name, files, expect, why, names, seconds=60):
        """A case that is a folder of files; returns the folder, for what is no plain file."""
        root = self.root / name
        root.mkdir(parents=True, exist_ok=True)
        for path, body in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(body)
        self.cases.append(Case(name, name, expect, names, why, seconds))
        return root


def wheel(members, name="broken", tag="cp314-cp314-manylinux_2_17_x86_64"):
    """A wheel from [(member, bytes)], uncompressed, with the metadata that every wheel has."""
    info = f"{name}-1.0.dist-info"
    rest = [
        (f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()),
        (f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()),
        (f"{info}/RECORD", b""),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # repeated names are wanted here
        for member, body in [*members, *rest]:
            archive.writestr(zipfile.ZipInfo(member, EPOCH), body)
    return out.getvalue()


def wheel_name(stem):
    return f"{stem}-1.0-cp314-cp314-manylinux_2_17_x86_64.whl"
