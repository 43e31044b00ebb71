"""Organizations: registered and recorded, by kind, for residents and communities, and a county's mix beside its peers'."""
