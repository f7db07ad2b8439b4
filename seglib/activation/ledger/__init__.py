"""What was promised of a campaign, and what became of it? A ledger that is only ever added to."""
