-- The earlier day of page 06: half a year before the end, or a third of the history where that is shorter.
create view earlier as
select if(days >= 28, getvariable('as_of') - days::int, null) as until, days
from (select least(182, date_diff('day', min(ordered_at)::date, getvariable('as_of')) // 3) as days from order_lines
      where customer_id is null or customer_id not in (from objectors));

-- Customers with an order that stood at the end of a day.
create macro buyers_by(until) as table
select distinct customer_id from lines
where day <= until and not coalesce(is_return, false) and not coalesce(reversed_at < until + interval 1 day, false);

-- Customers who had ordered or are known to have signed up by the end of a day.
create macro people_by(until) as table
from buyers_by(until)
union
select customer_id from lines where day <= until group by all having sum(amount) filter (is_return) <> 0
union
select customer_id from customers where signup_date <= until and customer_id not in (from objectors);

-- By whom page 06 judges what came after the earlier day, and after the eve of the last campaign.
create view judged_by as
with asked as (
  select customer_id, campaign_id, assigned_at from assignments
  where arm <> 'control' and responded is not null and customer_id not in (from objectors)
        and assigned_at < getvariable('as_of') + interval 1 day),
eve as (select max(first)::date - 1 as day from (select min(assigned_at) as first from asked group by campaign_id))
select 'Margin' as outcome_label, null as outcome, count(*) as n from people_by((select until from earlier))
union all select 'Sales less returns', null, count(*) from people_by((select until from earlier))
union all select 'Bought again', 'who buys again', count(*) from buyers_by((select until from earlier))
union all
select 'Answered a campaign', 'who answers a campaign', count(distinct customer_id) from asked, eve
where assigned_at >= day + interval 1 day and customer_id in (from people_by((select day from eve)));
