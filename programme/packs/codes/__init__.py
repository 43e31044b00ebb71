"""New area codes: what a published list says otherwise than the pack, and how it becomes rows of the pack."""
