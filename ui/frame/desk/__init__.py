"""The door of the submissions desk: what its page may do with filed files, the home and its snapshots, and nothing else does."""
