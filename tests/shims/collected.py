"""A pytest plugin for files of CPython's own tests that name a function of `_testinternalcapi` in a class body: without it not one of their tests is collected.
Each function that is missing becomes one that fails when it is called, so that only the tests that need it fail. Nothing is made to pass.
"""

# Named in class bodies of test_capi.test_misc, which test_capi.test_exceptions imports.
NAMED = ["pending_threadfunc"]


def missing(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f"_testinternalcapi.{name} is missing in this interpreter")

    return refuse


def pytest_configure(config):
    try:
        import _testinternalcapi
    except ImportError:
        return
    for name in NAMED:
        if not hasattr(_testinternalcapi, name):
            setattr(_testinternalcapi, name, missing(name))
