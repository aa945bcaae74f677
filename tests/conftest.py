"""How every property is tried: the same examples in each run, and by no clock, so that a busy machine fails none."""

from hypothesis import HealthCheck, settings

settings.register_profile("shoal", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shoal")
