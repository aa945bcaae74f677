"""Importing: from a customer file to segments, step by step, with everything shown before anything is kept."""
