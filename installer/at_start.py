"""Runs before everything else in the frozen application: numba takes the machine code that came with it.

That was made for any processor of its kind, and whatever the environment says of numba would make it another's.
"""

import os

for name in [each for each in os.environ if each.startswith("NUMBA_")]:
    del os.environ[name]
os.environ["NUMBA_CPU_NAME"] = "generic"
os.environ["NUMBA_CACHE_LOCATOR_CLASSES"] = "installer.kernel_cache.KernelCache"
