"""The compliance map."""
