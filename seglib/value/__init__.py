"""What are customers worth, and what will they do? Models of purchases to come, judged out of time."""
