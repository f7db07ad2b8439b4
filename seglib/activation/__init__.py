"""Segments at work: who they are and what to do for each, lists for the CRM, and what became of them."""
