-- claim monday by segment_name: size, and money of the last year
with year as (
  select customer_id, sum(if((select by_margin from judged), margin, amount)) as worth from lines
  where day > getvariable('as_of') - interval 1 year group by all)
select segment_name, count(*) as n, sum(worth) as at_stake
from adopted left join year using (customer_id) group by all;

-- claim segments by segment_name: size, and share of the money of those in a segment
select segment_name, count(*) as n, sum(worth) / sum(sum(worth)) over () as brings
from adopted join described using (customer_id) where segment_name <> 'No kept order' group by segment_name;

-- claim matrix by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;

-- claim who: how many segments are large enough to be described, and the share of the largest of all customers
with sizes as (
  select count(*) as n, sum(count(*)) over () as everybody from adopted where segment_name <> 'No kept order'
  group by segment_name)
select n / everybody as share, count(*) over () as count, everybody as block_n
from sizes where n >= getvariable('min_cell') order by n desc limit 1;

-- claim monday-first: what the first segment brought in the last year
with year as (
  select customer_id, sum(if((select by_margin from judged), margin, amount)) as worth from lines
  where day > getvariable('as_of') - interval 1 year group by all)
select sum(worth) as money, count(*) as block_n
from adopted left join year using (customer_id) where segment_name = getvariable('segment');
