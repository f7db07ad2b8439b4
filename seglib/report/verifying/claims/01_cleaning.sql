-- claim rows-used: rows read, set aside and merged, from the files, the quarantine and the clean tables
with read as (select sum(rows) as rows from result_files where "table" not in (from made_distinct)),
     kept as (select sum(n) as n from clean_rows where name not in (from made_distinct))
select (select rows from read) as rows,
       (select count(*) from result_quarantine where "table" not in (from made_distinct)) as aside,
       (select count(*) from result_merged where "table" not in (from made_distinct)) as copies,
       (select n from kept) / (select rows from read) as used, (select rows from read) as block_n;

-- claim left-out: what is read and not used
select (select sum(rows) from result_files where "table" not in (from made_distinct))
       - (select sum(n) from clean_rows where name not in (from made_distinct)) as value;

-- claim balance by table: the books of each table, and that they balance
select replace(name, '_', ' ') as "table", r.rows as rows_in, n as used,
       coalesce(q.n_aside, 0) as quarantined, r.rows - n - coalesce(q.n_aside, 0) as merged
from clean_rows
join (select "table" as name, sum(rows) as rows from result_files group by all) r using (name)
left join (select "table" as name, count(*) as n_aside from result_quarantine group by all) q using (name)
where name not in (from made_distinct);

-- claim order-lines by label: order lines as they came, and as they are used
select 'Came in' as label, (select sum(rows) from result_files where "table" = 'order_lines') as rows
union all select 'Used', (select count(*) from order_lines);

-- claim money-used: sales less returns
select sum(amount) as value, count(*) as block_n from order_lines;

-- claim money-book by step: the money of the lines that are used, set aside and merged
select 'Used' as step, count(*) as rows, sum(amount) as money from order_lines
union all select 'Set aside', count(*), coalesce(sum(amount), 0) from result_quarantine where "table" = 'order_lines'
union all select 'Copies of other lines', count(*), coalesce(sum(amount), 0) from result_merged where "table" = 'order_lines';

-- claim set-aside by reason, table: rows by the first reason that kept them out
select reason, replace("table", '_', ' ') as "table", sum(rows_any) as rows, sum(money) as money
from result_ledger where outcome in ('quarantine', 'merge') group by all;

-- claim coverage by table, column: how many rows fill each field
select replace(name, '_', ' ') as "table", replace("column", '_', ' ') as "column", n, filled / n as share
from clean_fields join clean_rows using (name);

-- claim files by file, holds: the rows of each file
select file, replace("table", '_', ' ') as holds, sum(rows) as rows from result_files group by all;
