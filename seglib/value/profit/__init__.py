"""What are customers worth? What they will bring, what is left after serving them, and what to do where nothing is."""
