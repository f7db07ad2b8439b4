"""Are the suite's statistics right? Their promises, tested on made-up data of which the truth is known."""
