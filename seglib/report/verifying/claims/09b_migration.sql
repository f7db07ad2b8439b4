-- claim drift: who bought in the later of two times of one length, a year where there are two
with history as (select getvariable('as_of') - min(day) as days from lines),
late as (
  select count(distinct customer_id) as n, if(any_value(days) // 2 >= 364, 'year', 'time') as span
  from lines, history where stands and day > getvariable('as_of') - cast(least(364, days // 2) as integer))
select n as "all", n as block_n, span, getvariable('as_of') as day from late;

-- claim alarms: who bought in the later of two times of one length
with history as (select getvariable('as_of') - min(day) as days from lines)
select count(distinct customer_id) as block_n
from lines, history where stands and day > getvariable('as_of') - cast(least(364, days // 2) as integer);

-- claim moved: who had bought on both days, and who of them is in another segment, with Wilson's interval
with last as (select max(from_day)::date as then from result_migration),
buyers as (
  select count(distinct customer_id) as n from lines, last
  where not coalesce(is_return,
    false) and day <= last.then and not coalesce(reversed_at < last.then + interval 1 day, false)
        and customer_id in (select customer_id from bought)),
told as (
  select sum(n) filter (segment <> to_segment) as moved, sum(n) as whole, sum(changed) as changed,
         sum(redefined) as redefined, sum(noise) as noise
  from result_migration, last where from_day::date = last.then)
select last.then as day, n as "all", n as block_n, moved, moved / whole as share, changed / moved as changed,
       redefined / moved as redefined, noise / moved as noise, wilson_low(moved, whole) as block_low,
       wilson_high(moved, whole) as block_high
from told, buyers, last;

-- claim moves by from_name, to_name: customers on each way, and why they went it
select segment_name as from_name, to_name, n, changed / n as changed, redefined / n as redefined, noise / n as noise
from result_migration where until_day = (select max(until_day) from result_migration);

-- claim moves: who had bought on both days
select sum(n) as block_n from result_migration where until_day = (select max(until_day) from result_migration);

-- claim flows by day, from_name, until, to_name: customers on each way, from each day to the next
select from_day as day, segment_name as from_name, until_day as until, to_name, n from result_migration;

-- claim flows, same: customers with an order today
select count(*) as block_n from bought;

-- claim sizes, causes by segment_name: from the size then to the size now; whole parts by the largest remainder
with last as (select max(from_day)::date as day from result_migration),
earlier as (
  select distinct customer_id from lines, last where not coalesce(is_return, false) and lines.day <= last.day
         and not coalesce(reversed_at < last.day + interval 1 day, false)),
ways as (select * from result_migration, last where from_day::date = day),
went as (
  select segment_name, -sum(changed) as changed, -sum(redefined) as redefined, -sum(noise) as noise, sum(n) as before
  from ways group by all
  union all select to_name, sum(changed), sum(redefined), sum(noise), 0 from ways group by all),
today as (
  select segment_name, count(*) as now, count(*) filter (customer_id not in (from earlier)) as came
  from go_by join bought using (customer_id) group by all),
parts as (
  select segment_name, sum(before) as before, any_value(now) as now,
         unnest([any_value(came) + sum(changed), sum(redefined), sum(noise)]) as part, unnest([1, 2, 3]) as cause
  from went join today using (segment_name) group by segment_name),
cut as (
  select *, floor(part + 1e-9) as below, part - below as rest,
         row_number() over (partition by segment_name order by rest desc)
            as place, round(now - before - sum(below) over (partition by segment_name)) as missing from parts)
select segment_name, any_value(before) as "then", any_value(now) as now,
       any_value(below + (place <= missing)::int) filter (cause = 1) as customers,
       any_value(below + (place <= missing)::int) filter (cause = 2) as redefined,
       any_value(below + (place <= missing)::int) filter (cause = 3) as noise
from cut where not exists (from earlier where customer_id not in (select customer_id from bought))
group by segment_name
having coalesce(min(rest) filter (place <= missing) - max(rest) filter (place > missing), 1) > 1e-6;

-- claim same by segment_name: since when each segment of today is there
select segment_name, min(day) as since
from (select segment_name, from_day::date as day from result_migration
      union all select to_name, until_day::date from result_migration) group by segment_name;
