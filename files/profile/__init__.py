"""The profile of an area: what it rests on, what is said and drawn of it, and the sheet that leaves as a file."""
