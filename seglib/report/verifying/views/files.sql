-- What came in, before it was cleaned.

-- The rows that came in from a file, also where its lines hold the answers to several questions.
create macro came_in(of_table, rows, rejected) as
  rejected + (rows - rejected) * coalesce((select max(times) from made_long where name = of_table), 1);

-- The rows of a table that came in, of what its files say. No file says how many of them are distinct: where a table was
-- taken out of those, and out of another file as well, they are the rows used, set aside and merged.
create macro rows_of(of_table, said, aside, copies) as
  if(of_table in (from partly_distinct), (select n from clean_rows where name = of_table) + aside + copies, said);
