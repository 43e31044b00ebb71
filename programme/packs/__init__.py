"""The reference pack: reading, checking, making, any province."""
