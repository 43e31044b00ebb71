"""Careers: the ladder of posts and grades, a year's entries and exits, and awards."""
