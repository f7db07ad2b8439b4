"""What may a reader of a client's pages learn of single people? Nothing: groups under the minimum show no numbers."""
