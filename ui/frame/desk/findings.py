"""What filing found, as the page of the desk may tell it."""

from pipelines.filing.finding import Finding, alike

__all__ = ["Finding", "alike"]
