-- What came in, before it was cleaned.

-- The rows that came in from a file, also where its lines hold the answers to several questions.
create macro came_in(of_table, rows, rejected) as
  rejected + (rows - rejected) * coalesce((select max(times) from made_long where name = of_table), 1);
