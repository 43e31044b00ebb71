"""What carries out a plan: one module an engine. A build holds the order of the whole and knows no engine's SQL."""
