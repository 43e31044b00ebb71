"""The SQL lab: a statement of a reader's own, what it answers, and why not."""
