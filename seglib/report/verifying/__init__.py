"""Is everything that a published report says true of the data? Read again, and computed a second time."""
