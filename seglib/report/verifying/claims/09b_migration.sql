-- claim moved: who is in another segment, out of all moves
select sum(n) filter (segment <> to_segment) as moved, sum(n) as "all", moved / "all" as share, "all" as block_n
from result_migration where until_day = (select max(until_day) from result_migration)
  and segment is not null and to_segment is not null;

-- claim moves by from_name, to_name: customers on each way, and why they went it
select segment_name as from_name, to_name, n, changed / n as changed, redefined / n as redefined, noise / n as noise
from result_migration where until_day = (select max(until_day) from result_migration);

-- claim sizes by segment_name: customers of each segment today
select segment_name, count(*) as now from adopted group by all;
