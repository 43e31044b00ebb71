"""Rural tiers: stocks at the year-ends and what moved between them."""
