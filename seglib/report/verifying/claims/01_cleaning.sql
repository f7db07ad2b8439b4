-- claim rows-used, left-out: rows read, set aside and merged, from the files, the quarantine and the clean tables
with aside as (select "table", count(*) as n, sum(amount) filter ("table" = 'order_lines') as money
               from result_quarantine where "table" not in (from made_distinct) group by all),
     copies as (select "table", count(*) as n from result_merged where "table" not in (from made_distinct) group by all),
     said as (select "table", sum(came_in("table", rows, rejected)) as n
              from result_files where "table" not in (from made_distinct) group by all),
     sums as (select sum(rows_of("table", s.n, coalesce(a.n, 0), coalesce(c.n, 0))) as rows,
                     coalesce(sum(a.n), 0) as aside, coalesce(sum(c.n), 0) as copies, sum(money) as money
              from said s left join aside a using ("table") left join copies c using ("table")),
     kept as (select sum(n) as n from clean_rows where name not in (from made_distinct))
select rows, aside, copies, money, n / rows as used, rows - n as value, rows as block_n from sums cross join kept;

-- claim balance by table: the books of each table, and that they balance
with aside as (select "table", count(*) as n from result_quarantine group by all),
     copies as (select "table", count(*) as n from result_merged group by all),
     said as (select "table", sum(came_in("table", rows, rejected)) as n
              from result_files where "table" not in (from made_distinct) group by all)
select replace("table", '_', ' ') as "table", rows_in, used, quarantined, rows_in - used - quarantined as merged
from (select "table", k.n as used, coalesce(a.n, 0) as quarantined,
             rows_of("table", s.n, coalesce(a.n, 0), coalesce(c.n, 0)) as rows_in
      from said s join clean_rows k on k.name = "table"
      left join aside a using ("table") left join copies c using ("table"));

-- claim order-lines by label: order lines as they came, as they are used, and as the first reason kept them out
with noted as (select reasons, 'quarantine' as outcome from result_quarantine where "table" = 'order_lines'
               union all select reasons, 'merge' from result_merged where "table" = 'order_lines'),
     rules as (select rule, reason, outcome from result_ledger where "table" = 'order_lines'),
     decided as (
       select outcome, list_filter(string_split(reasons, ';'), lambda rule: list_contains(deciding, rule))[1] as rule
       from noted join (select outcome, list(rule) as deciding from rules group by all) using (outcome))
select 'Came in' as label, (select sum(rows) from result_files where "table" = 'order_lines') as rows
union all select 'Used', (select count(*) from order_lines)
union all select reason, count(*) from decided join rules using (outcome, rule) group by reason;

-- claim money-used: sales less returns
select sum(amount) as value, count(*) as block_n from order_lines;

-- claim money-book by step: the money of the lines that are used, set aside and merged, and that no other came in
with used as (select count(*) as rows, sum(amount) as money from order_lines),
     aside as (select count(*) as rows, coalesce(sum(amount), 0) as money
               from result_quarantine where "table" = 'order_lines'),
     copies as (select count(*) as rows, coalesce(sum(amount), 0) as money
                from result_merged where "table" = 'order_lines'),
     unlike as (select distinct * exclude (margin, is_return, is_product, reversed_at) from order_lines)
select 'Used' as step, * from used
union all select 'Set aside', * from aside
union all select 'Copies of other lines', * from copies
union all select 'Came in', (select sum(rows) from result_files where "table" = 'order_lines'), sum(money)
          from (from used union all from aside union all from copies)
union all select 'Not accounted for', 0, 0
union all select 'Used, had the lines that repeat another been left out', count(*), sum(amount) from unlike
union all select 'Used, had the lines that repeat another counted', sum(rows), sum(money)
          from (from used union all from copies);

-- claim joins: rows that name a customer or product
select sum(rows) as block_n from result_joins;

-- claim joins by file, what: rows of each file that look for a customer, those found, and the money of those not found
with noted as (select "table", file, reasons, amount from result_quarantine
               union all select "table", file, reasons, amount from result_merged),
     lost as (select * from noted where list_contains(string_split(reasons, ';'), 'orphan'))
select j.file, 'customer' as what, j.rows,
       if('customers' in (select "table" from result_quarantine), j.after, 1 - count(l.file) / j.rows) as after,
       if(j."table" = 'order_lines', coalesce(sum(l.amount), 0), j.money) as money
from result_joins j left join lost l on l."table" = j."table" and l.file glob j.file
where j."column" = 'customer_id' group by j.file, j."table", j.rows, j.after, j.money;

-- claim set-aside, repaired, flagged by reason, table: rows of each reason, from the rows that were set aside or marked
with noted as (select "table", reasons, amount from result_quarantine
               union all select "table", reasons, amount from result_merged
               union all select "table", reasons, null from result_flagged),
     each as (select "table", unnest(string_split(reasons, ';')) as rule, null::varchar as "column", amount from noted
              union all select "table", how, "column"::varchar, null from result_repairs)
select l.reason, replace(l."table", '_', ' ') as "table", count(*) as rows,
       case when l.rule = 'reversed_sale' then (select sum(amount) from order_lines where reversed_at is not null)
            when l.outcome in ('quarantine', 'merge') then sum(e.amount) else l.money end as money
from result_ledger l
join each e on e."table" = l."table" and e.rule = l.rule and e."column" is not distinct from l."column"::varchar
group by l.reason, l."table", l.rule, l.outcome, l.money;

-- claim set-aside: rows set aside and merged
select (select count(*) from result_quarantine where "table" not in (from made_distinct))
       + (select count(*) from result_merged where "table" not in (from made_distinct)) as block_n;

-- claim examples: rows set aside
select count(*) as block_n from result_quarantine where "table" not in (from made_distinct);

-- claim examples by reason, file: the first line of each reason
with each as (select "table", file, line, unnest(string_split(reasons, ';')) as rule from result_quarantine)
select reason, file, min(line) as line from each join result_ledger using ("table", rule) group by all;

-- claim stands-out: the days of which orders are known, and what the largest orders are of all
with orders as (select order_id, count(*) as n, sum(amount) as money from order_lines
                group by all having sum(amount) <> 0),
     huge as (from orders where abs(money) > 1000 * (select median(abs(money)) from orders))
select (select sum(n) from huge) as rows, (select sum(money) from huge) as money,
       date_diff('day', cast(min(ordered_at) as date), cast(max(ordered_at) as date)) + 1 as days,
       cast(min(ordered_at) as date) as first, cast(max(ordered_at) as date) as last, count(*) as block_n
from order_lines;

-- claim questions by write: what hangs on what only the shop can settle
with noted as (select reasons, true as aside from result_quarantine
               union all select reasons, false from result_merged
               union all select reasons, false from result_flagged),
     each as (select unnest(string_split(reasons, ';')) as rule, aside from noted)
select 'same_customer: [email, phone]' as write, count(*) as rows from each where rule = 'shared_contact'
union all select 'unmatched_returns: quarantine', count(*) from each where rule = 'return_unmatched'
union all select 'id_variants: merge', count(*) from each where rule = 'id_variant'
union all select 'exact_duplicates: merge', count(*) from each where rule = 'exact_duplicate';

-- claim twice by found: customers who may be one person, by what speaks for it
with each as (select unnest(string_split(evidence, ' ')) as kind, merged_into from result_duplicate_customers)
select case kind when 'email' then 'The same e-mail address' when 'phone' then 'The same phone number'
                 when 'alike' then 'Alike in several fields, by record linkage' else 'Named in client.yml' end as found,
       count(*) as customers, count(merged_into) as merged
from each group by kind;

-- claim twice: customers used
select count(*) as block_n from customers;

-- claim abilities by question: for how many each question can be answered, and whether that is half of them, or a tenth
select question, share, answer from asked;

-- claim unanswered: questions that can be answered only in part, or not
select count(*) as "all", count(*) as block_n, countif(answer = 'no') as "no", countif(answer = 'in part') as part
from asked;

-- claim collect by collect: of how many customers, or lines, something is not known, and their sales
with spent as (select customer_id, sum(amount) as spend from order_lines group by all),
     missing as (
       select coalesce(spend, 0) as spend, unnest([
         {'collect': 'An e-mail address or a phone number', 'lacks': email is null and phone is null},
         {'collect': 'Consent to be written to', 'lacks': marketing_consent is null},
         {'collect': 'A postal code', 'lacks': coalesce(country, region, city, postal_code, latitude::varchar) is null},
         {'collect': 'A birth date or other facts', 'lacks': coalesce(
            birth_date::varchar, birth_year::varchar, age::varchar, gender, income::varchar, education, occupation,
            household_size::varchar, children::varchar) is null},
         {'collect': 'Ten answers about values and habits', 'lacks': customer_id not in (
            select customer_id from survey where customer_id is not null)},
         {'collect': 'Web, app and e-mail events by customer', 'lacks': customer_id not in (
            select customer_id from touchpoints where customer_id is not null)}
       ], recursive := true)
       from customers left join spent using (customer_id))
select collect, count(*) as missing_for, sum(spend) as money from missing where lacks group by all
union all
select 'What each product costs, or its margin', count(*), sum(amount) from order_lines where margin is null
union all
select 'The customer''s number on every order', count(*), sum(amount) from result_quarantine
where "table" = 'order_lines' and list_contains(string_split(reasons, ';'), 'missing_customer_id');

-- claim anonymous: order lines without a customer; where there are none, those used name theirs
with nobody as (select count(*) as n, sum(amount) as money from result_quarantine where "table" = 'order_lines'
                and list_contains(string_split(reasons, ';'), 'missing_customer_id'))
select if(n > 0, n, (select count(*) from order_lines)) as rows, money,
       if(n > 0, (select sum(rows) from result_files where "table" = 'order_lines'), (select count(*) from order_lines))
         as block_n
from nobody;

-- claim coverage by table, column: how many rows fill each field
select replace(name, '_', ' ') as "table", replace("column", '_', ' ') as "column", n, filled / n as share
from clean_fields join clean_rows using (name);

-- claim coverage: rows used
select sum(n) as block_n from clean_rows;

-- claim repaired, flagged: rows used, those of tables made of others not counted again
select sum(n) as block_n from clean_rows where name not in (from made_distinct);

-- claim balance: rows of all tables
select (select sum(n) from clean_rows) + (select count(*) from result_quarantine) + (select count(*) from result_merged)
         as block_n;

-- claim files by file: the rows of each file, once for all that it holds
select file, sum(rows) as rows
from (select file, any_value(rows) as rows from result_files group by file, sheet, first_line) group by file;

-- claim files by file, holds: the columns of each file that holds one table
select file, replace("table", '_', ' ') as holds, sum(columns_used) as columns_used,
       sum(columns_ignored) as columns_ignored
from result_files group by all;

-- claim files: rows in all files
select sum(rows) as block_n from (select any_value(rows) as rows from result_files group by file, sheet, first_line);
