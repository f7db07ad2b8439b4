"""Which claims does a report make that can be computed a second time, each in a query of its own?

One file a page. A claim begins with a line ``-- claim <block> [by <column>, …]: <what it says>``; the query's columns
carry the names of the block's values: the placeholders of a sentence, the columns of a table, ``value`` for a metric,
and ``block_n`` for the n that a block rests on. Rows of a table are found by the columns after ``by``.
"""
