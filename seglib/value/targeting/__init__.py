"""Does it pay to treat customers differently? Rules that are learned on some customers and valued on others."""
