"""Runs cases of the module `pilotage_cases` inside the interpreter under test: `inside.py FOLDER NAME...`; prints one JSON line per step.
Started by run.py. Before a case its name is printed, so that a crash has a name.
"""

import json
import sys
from pathlib import Path


def main(folder, names):
    sys.path.insert(0, folder)
    import pilotage_cases as cases

    space = {"__name__": "prelude"}
    exec(compile((Path(__file__).parent / "prelude.py").read_text(), "prelude.py", "exec"), space)

    def evaluate(text):
        return eval(text, space)

    def execute(text):
        exec(text, space)

    def identity(value):
        kept = [value]
        return kept[0]

    cases.setup(evaluate, execute, identity)
    known = set(cases.names())
    for name in names:
        tell(begin=name)
        if name not in known:
            tell(end=name, told="no such case", texts="")
            continue
        try:
            told, texts = cases.run(name)
        except BaseException as error:
            told, texts = f"run raised {type(error).__name__}: {error}", ""
        tell(end=name, told=told, texts=texts)
    tell(done=len(names))


def tell(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
