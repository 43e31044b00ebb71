"""The submissions desk: files are read, settled, landed and published, and what changed is told."""
