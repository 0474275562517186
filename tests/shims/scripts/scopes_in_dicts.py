"""A module with a dict display that has scopes in its keys and in its values."""

import sys
import tempfile
from pathlib import Path

SOURCE = '''
"""Documentation."""
table = {
    bytes: lambda: memoryview(b"abc"),
    type(i for i in range(1)): lambda: (i for i in range(3)),
    **{"more": 1},
    len([x for x in "ab"]): lambda: sorted("ba"),
}
'''

with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "scopes.py").write_text(SOURCE)
    sys.path.insert(0, folder)
    import scopes

print(scopes.__doc__, [getattr(key, "__name__", key) for key in scopes.table])
for value in scopes.table.values():
    print(type(value()).__name__ if callable(value) else value)
