"""The one room that knows DuckDB: build, snapshots, questions and files."""
