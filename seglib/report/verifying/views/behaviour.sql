-- Scores of recency, frequency and money from 1 to `bins`, cut by value where a cut comes nearest to its quantile, and
-- the names of the segments that they lead to.
create view measured as
select customer_id, measure, value
from (select customer_id, recency_days::double as recency_days, n_orders::double as n_orders, worth::double as money
      from described where n_orders > 0)
unpivot (value for measure in (recency_days, n_orders, money));

create macro cuts(bins) as table
with counted as (
  select measure, value, sum(count(*)) over (partition by measure order by value) as below,
         sum(count(*)) over (partition by measure) as n, max(value) over (partition by measure) as most,
         min(value) over (partition by measure) as least
  from measured group by measure, value)
select measure, step, value as cut
from counted cross join (select unnest(range(1, bins)) as step)
where value < most or least = most
qualify row_number() over (partition by measure, step order by abs(below * bins - step * n),
                           if(measure = 'recency_days', -value, value)) = 1;

create macro scored(bins) as table
with steps as (
  select m.customer_id, m.measure, count(c.cut) as step
  from measured m left join cuts(bins) c on c.measure = m.measure and c.cut < m.value group by all)
select customer_id, bins - any_value(step) filter (measure = 'recency_days') as r_score,
       1 + any_value(step) filter (measure = 'n_orders') as f_score,
       1 + any_value(step) filter (measure = 'money') as m_score
from steps group by customer_id;

create macro third_of(score, bins) as
  case when 3 * (2 * score - 1) < 2 * bins then 'low'
       when 3 * (2 * score - 1) >= 4 * bins then 'high' else 'middle' end;

create macro rfm_named(bins) as table
with thirds as (
  select customer_id, third_of(r_score, bins) as r, third_of(f_score, bins) as f, third_of(m_score, bins) as m
  from scored(bins))
select customer_id, case
    when r = 'high' and f = 'high' then if(m = 'low', 'Loyal', 'Champions')
    when r = 'high' and f = 'middle' or r = 'middle' and f = 'high' then 'Loyal'
    when r = 'high' then 'New or promising'
    when r = 'middle' then if(f = 'low' and m = 'low', 'Cooling off', 'Needs attention')
    when f = 'high' then 'Cannot lose'
    when f = 'middle' or m = 'high' then 'At risk'
    else 'Hibernating' end as segment_name
from thirds;

-- Customers in bands of what they ask for and who hears of them, as page 05 sets them.
create view voices as
with helped as (
  select customer_id, sum(minutes::decimal(18, 3)) as minutes from service_contacts
  where "at" < getvariable('as_of') + interval 1 day group by all),
given as (
  select d.customer_id, worth, service_effort as effort, followers, referral,
         if(d.n_orders > 0, coalesce(minutes, 0)::double / d.n_orders, null) as help
  from described d left join customers using (customer_id) left join helped using (customer_id)),
banded as (
  select customer_id, worth, unnest([
    {'trait': 'service-effort', 'band': case when effort <= 3 then 'effort 1 to 3' when effort <= 6 then 'effort 4 to 6'
       when effort <= 10 then 'effort 7 to 10' end},
    {'trait': 'service-minutes', 'band': case when help = 0 then 'no help' when help < 5
       then 'under 5 minutes of help an order' when help >= 5 then '5 minutes of help or more an order' end},
    {'trait': 'followers', 'band': case when followers < 100 then 'under 100 followers' when followers < 1000
       then '100 to 999 followers' when followers >= 1000 then '1,000 followers or more' end},
    {'trait': 'referral', 'band': referral}], recursive := true)
  from given)
select customer_id, worth, trait, band is not null as known,
       case when band is null then 'Not known' when trait = 'referral'
                 and count(*) over (partition by trait, band) < 10 then 'Others' else band end as band
from banded;
