-- claim structure, numbers, passports, grades, keeping: customers with an order, where they are enough to be grouped
select count(*) as block_n from bought having count(*) >= 60;

-- claim beside-nulls: of more than a thousand customers a thousand are compared with customers without groups
select least(count(*), 1000) as block_n from bought having count(*) >= 60;

-- claim number: the smallest segment that counts
select count(*) as block_n, ceil(coalesce(getvariable('evaluation.smallest'), count(*) / 50)) as smallest
from bought having count(*) >= 60;

-- claim numbers by k: the smallest of the groups in use
with sizes as (select count(*) as n from adopted where segment_name <> 'No kept order' group by segment_name)
select count(*) as k, min(n) as smallest from sizes
where exists (from result_passports where base = 'behavioural' and "by" = 'groups');

-- claim passports, adopted-passports by segment_name: size, trust, and the grade that follows from it
with sizes as (select segment_name, count(*) as size from adopted group by all)
select segment_name, size as n, elsewhere,
       if(jaccard <= null_jaccard, [jaccard, jaccard_low, jaccard_high, null_jaccard],
          [jaccard, jaccard_low, jaccard_high]) as again,
       case when jaccard >= 0.85 and elsewhere <= 0.1 and coalesce(jaccard > null_jaccard, true) then 'A'
            when jaccard >= 0.75 and elsewhere <= 0.25 and coalesce(jaccard > null_jaccard, true) then 'B'
            when jaccard >= 0.6 and elsewhere <= 0.5 then 'C' else 'D' end as grade
from result_passports join sizes using (segment_name);

-- claim held-back by segment_name: customers of segments that are kept out
select segment_name, count(*) as n from adopted group by all;

-- claim trusted: groups in use that can be acted on
select count(*) filter (grade in ('A', 'B')) as good, count(*) as k, sum(n) as block_n
from result_passports where "by" = 'groups' having count(*) > 0;

-- claim adopted-trust: segments to go by that can be acted on
select count(*) filter (grade in ('A', 'B')) as good, count(*) as k, sum(n) as block_n
from result_passports where n >= getvariable('min_cell');

-- claim adopted-passports: customers of the segments to go by
select sum(n) as block_n from result_passports where n >= getvariable('min_cell');

-- claim held-back: customers of all segments to go by
select sum(n) as block_n from result_passports;

-- claim grades by grade: what each grade asks
select unnest([{'grade': 'A', 'least_jaccard': 0.85, 'most_elsewhere': 0.1},
               {'grade': 'B', 'least_jaccard': 0.75, 'most_elsewhere': 0.25},
               {'grade': 'C', 'least_jaccard': 0.6, 'most_elsewhere': 0.5},
               {'grade': 'D', 'least_jaccard': 0.0, 'most_elsewhere': 1.0}], recursive := true);

-- claim battle, increments by outcome_label: customers by whom each outcome was judged
select outcome_label, n from judged_by;

-- claim base: customers by whom the outcome was judged that the base is taken for
select n as block_n from judged_by
where lower(outcome_label) = getvariable('outcome') or outcome = getvariable('outcome');

-- claim battle, increments, drop: most customers by whom an outcome was judged, where enough brought money afterwards
select any_value(n) filter (outcome_label = 'Margin') as block_n from judged_by
having block_n = max(n) and block_n >= 100 and (
  select count(distinct customer_id) from lines, earlier
  where day > until and customer_id in (from people_by((select until from earlier)))) >= 20;

-- claim lasting, still, moves: customers with an order on both days
select count(*) as block_n, any_value(days) as days from earlier, buyers_by((select until from earlier))
where customer_id in (select customer_id from bought);

-- claim in-money: customers of the campaign who had bought before it
with named as (select campaign_id, any_value(name) as name, min(starts) as starts from campaigns group by campaign_id),
drawn as (
  select customer_id, min(starts) as starts, min(assigned_at)::date as assigned, count(distinct arm) as arms,
         max(coalesce(margin, revenue, responded::int)) as outcome
  from assignments join named using (campaign_id)
  where '“' || name || '”' = getvariable('name') and customer_id not in (from objectors) group by customer_id),
eve as (select least(coalesce(min(starts), min(assigned)) - 1, getvariable('as_of')) as day from drawn)
select count(*) as block_n, 10 as most from drawn join buyers_by((select day from eve)) using (customer_id)
where arms = 1 and outcome is not null having count(*) >= 60;
