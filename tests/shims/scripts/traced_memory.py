"""`tracemalloc`: how much memory is in use, and the peak."""

import tracemalloc

print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
tracemalloc.start(3)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())
kept = bytearray(5_000_000)
now, peak = tracemalloc.get_traced_memory()
print(4_900_000 < now < 5_300_000, peak >= now)
del kept
after, peak = tracemalloc.get_traced_memory()
print(after < 300_000, 4_900_000 < peak < 5_300_000)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < 300_000)
kept = [object() for _ in range(100_000)]
print(1_000_000 < tracemalloc.get_traced_memory()[0] < 20_000_000)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[1] < 300_000)
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
try:
    tracemalloc.start(0)
except ValueError as error:
    print(error)
