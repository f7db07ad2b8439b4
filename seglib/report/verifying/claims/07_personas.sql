-- claim monday by segment_name: size, and margin of the last year
with year as (
  select customer_id, sum(margin) as margin from lines
  where day > getvariable('as_of') - interval 1 year group by all)
select segment_name, count(*) as n, sum(margin) as at_stake
from adopted left join year using (customer_id) group by all;

-- claim segments by segment_name: size, and share of the margin of those in a segment
select segment_name, count(*) as n, sum(margin) / sum(sum(margin)) over () as brings
from adopted join described using (customer_id) where segment_name <> 'No kept order' group by segment_name;

-- claim matrix by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;

-- claim who: the share of the largest segment
select count(*) / sum(count(*)) over () as share, count(*) over () as count, sum(count(*)) over () as block_n
from adopted where segment_name <> 'No kept order' group by segment_name order by count(*) desc limit 1;
