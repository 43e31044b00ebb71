"""Five partners: community, organizations, social work, charity and volunteers, side by side and in their chain."""
