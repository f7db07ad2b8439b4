-- claim rules: the share of the largest segment
select count(*) / sum(count(*)) over () as largest, sum(count(*)) over () as block_n
from adopted group by segment_name order by count(*) desc limit 1;

-- claim rule-table, found by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;
