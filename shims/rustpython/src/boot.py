"""Makes the VM look, to packages and to pip, like the CPython whose binary interface it has.

Runs once at the start, before `site`. `load`, `execute` and `after_fork` are functions of the host.
"""

import _frozen_importlib_external as external
import _imp
import sys

SUFFIX = ".cpython-314-x86_64-linux-gnu.so"
SUFFIXES = [SUFFIX, ".abi3.so", ".so"]


def identity(version_info):
    # Read by `platform`, by pip and by packages that ask for CPython.
    compiler = sys.version.rpartition("with ")[2].rstrip("]\n")
    build = sys.version.partition(", ")[2].partition(")")[0]
    sys.version_info = version_info
    sys.hexversion = 0x030E00F0
    sys.version = "3.14.0 (Pilotage, " + build + ") [" + compiler + "]"
    sys.implementation.name = "cpython"
    sys.implementation.version = version_info
    sys.implementation.hexversion = sys.hexversion
    # Not CPython's own tag: the byte code of this VM is another one.
    sys.implementation.cache_tag = "pilotage-314"
    # The module with the variables of the build is named after the flags.
    build = __import__("_sysconfigdata")
    sys.abiflags = ""
    sys._is_gil_enabled = lambda: True
    variables = build.build_time_vars
    variables.update(
        ABIFLAGS="",
        EXT_SUFFIX=SUFFIX,
        Py_GIL_DISABLED=0,
        SOABI="cpython-314-x86_64-linux-gnu",
        py_version_nodot_plat="314",
    )
    name = "_sysconfigdata__" + sys.platform + "_" + sys.implementation._multiarch
    sys.modules[name] = build


def imports(load, execute, after_fork):
    _imp.extension_suffixes = lambda: list(SUFFIXES)
    _imp.create_dynamic = lambda spec, file=None: load(spec)
    _imp.exec_dynamic = execute
    external.EXTENSION_SUFFIXES[:] = SUFFIXES
    finder = external.FileFinder.path_hook(*external._get_supported_file_loaders())
    for at, hook in enumerate(sys.path_hooks):
        if getattr(hook, "__name__", "") == "path_hook_for_FileFinder":
            sys.path_hooks[at] = finder
    sys.path_importer_cache.clear()
    posix = __import__("posix")
    posix.register_at_fork(after_in_child=after_fork)


def compile_again():
    """The VM's compiler mistakes one scope for another in a dict display that has scopes in its keys. A module that it
    refuses for that reason is compiled again with such a display in pieces: `{**{key: value}, **{key: value}}`."""
    original = external.SourceLoader.source_to_code

    def source_to_code(self, data, path, *, _optimize=-1):
        try:
            return original(self, data, path, _optimize=_optimize)
        except SyntaxError as error:
            if "in the symbol table" not in str(error):
                raise
            ast = __import__("ast")
        tree = ast.parse(data, path)
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                pieces = zip(node.keys, node.values)
                node.values = [ast.Dict([key], [value]) if key else value for key, value in pieces]
                node.keys = [None] * len(node.values)
        return compile(ast.fix_missing_locations(tree), path, "exec", 0, True, _optimize)

    external.SourceLoader.source_to_code = source_to_code


def foreign_wheels():
    """After a module was not found: is it there for another interpreter or machine?"""
    sys.meta_path.append(OtherBuilds)


class OtherBuilds:
    """The last finder: finds nothing, but says why."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        stem = name.rpartition(".")[2]
        for folder in sys.path if path is None else path:
            try:
                names = __import__("posix").listdir(folder or ".")
            except OSError:
                continue
            for file in names:
                if file.startswith(stem + ".") and file.endswith((".so", ".pyd", ".dylib")):
                    raise ImportError(explain(name, file), name=name, path=folder + "/" + file)
        return None


def explain(name, file):
    tag = file.split(".", 1)[1].rsplit(".", 1)[0]
    found = "`" + file + "` was built for " + built_for(tag)
    return found + ": install the cp314 or abi3 wheel for manylinux x86_64 that has `" + name + "`"


def built_for(tag):
    if tag.endswith("win_amd64") or tag.endswith("win32") or "darwin" in tag:
        return "another operating system (`" + tag + "`)"
    if "musl" in tag:
        return "musl (`" + tag + "`), and this is glibc"
    parts = tag.split("-")
    if parts[0] == "cpython" and len(parts) > 1:
        version = parts[1]
        if version.endswith("t"):
            return "the free-threaded CPython " + dotted(version[:-1])
        if version != "314":
            return "CPython " + dotted(version)
        return "another machine (`" + "-".join(parts[2:]) + "`)"
    if parts[0].startswith(("pypy", "graalpy", "graal")):
        return "another interpreter (`" + tag + "`)"
    return "something else (`" + tag + "`)"


def dotted(version):
    return version[0] + "." + version[1:] if version.isdigit() else version


class Patched:
    """The first finder: patches a module once it was imported, and is gone then."""

    def __init__(self, name, patch):
        self.name = name
        self.patch = patch

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = external.PathFinder.find_spec(name, path, target)
        if spec is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                self.patch(module)

            spec.loader.exec_module = exec_module
        return spec


def memory_tracing(trace):
    """`_tracemalloc`: how much memory there is and was at the peak is known, single blocks are not."""
    module = type(sys)("_tracemalloc", "How much memory is in use.")
    frames = 0

    def start(nframe=1):
        nonlocal frames
        if not 1 <= nframe <= 65535:
            raise ValueError("the number of frames must be in range [1; 65535]")
        frames = frames or nframe
        trace("start")

    def stop():
        nonlocal frames
        frames = 0
        trace("stop")

    def traces():
        if frames:
            raise RuntimeError("this interpreter knows how much memory is in use, not who uses it")
        return []

    module.start = start
    module.stop = stop
    module.clear_traces = lambda: trace("clear") and None
    module.reset_peak = lambda: trace("reset_peak") and None
    module.get_traced_memory = lambda: trace("")
    module.is_tracing = lambda: frames > 0
    module.get_traceback_limit = lambda: frames or 1
    module.get_tracemalloc_memory = lambda: 0
    module._get_traces = traces
    module._get_object_traceback = lambda obj: None
    sys.modules["_tracemalloc"] = module


# What a sub-interpreter gets instead of extension modules.
REFUSAL = """
import sys
class Extensions:
    @staticmethod
    def find_spec(name, path=None, target=None):
        stem = name.rpartition(".")[2]
        for folder in sys.path if path is None else path:
            try:
                names = __import__("posix").listdir(folder or ".")
            except OSError:
                continue
            for file in names:
                if file.startswith(stem + ".") and file.endswith(".so"):
                    text = "`" + name + "` is an extension module: sub-interpreters cannot import it"
                    raise ImportError(text, name=name, path=folder + "/" + file)
        return None
sys.meta_path.append(Extensions)
"""


def refuse_in_subinterpreters(module):
    """`module` is `concurrent.interpreters`."""
    low = module._interpreters
    create = low.create

    def create_without_extensions(*args, **kwargs):
        made = create(*args, **kwargs)
        low.exec(made, REFUSAL)
        return made

    low.create = create_without_extensions


def boot(version_info, load, execute, after_fork, patch_ctypes, trace):
    identity(version_info)
    sys.meta_path.insert(0, Patched("ctypes", patch_ctypes))
    sys.meta_path.insert(0, Patched("concurrent.interpreters", refuse_in_subinterpreters))
    imports(load, execute, after_fork)
    compile_again()
    foreign_wheels()
    memory_tracing(trace)
