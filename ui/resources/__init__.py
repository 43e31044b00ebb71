"""Resources: funds, rooms, service complexes and incomes side by side, never added."""
