"""Charts: what is in the data, in the theme's colours, in words and as a table; matplotlib is loaded for the first."""

from planner.desktop.charts.breakdown import Bar, BreakdownChart
from planner.desktop.charts.sizes import SizesChart

__all__ = ["Bar", "BreakdownChart", "SizesChart"]
