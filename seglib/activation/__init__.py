"""Segments at work: lists for the CRM, and what became of them."""
