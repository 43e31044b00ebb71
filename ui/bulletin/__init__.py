"""Bulletin: a period's figures as a document, each with its question behind it; what was issued, and what moved since."""
