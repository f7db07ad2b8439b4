-- claim who: who has bought, how often, from when to when
select count(*) filter (n_orders > 0) as buyers, count(*) as known, count(*) as block_n, sum(n_orders) as orders,
       min(first_at)::date as first, max(last_at)::date as last
from described;

-- claim again: who bought more than once
select avg((n_orders > 1)::int) as value, count(*) as block_n from bought;

-- claim worth: the money of all known customers
select sum(worth) as value, count(*) as block_n from described;

-- claim monthly by month: sales less returns, orders and customers of each month, objectors among them
with stood as (
  select *, not coalesce(is_return, false)
         and not coalesce(reversed_at < getvariable('as_of') + interval 1 day, false) as stands
  from order_lines where ordered_at < getvariable('as_of') + interval 1 day
), begun as (
  select customer_id, order_id, date_trunc('month', min(ordered_at))::date as month from stood where stands group by all
), earned as (
  select date_trunc('month', ordered_at)::date as month, sum(amount) as revenue from stood group by all
)
select month, revenue, count(*) as n_orders, count(distinct customer_id) as n_customers
from earned join begun using (month) group by all;

-- claim rfm-segments by segment_name: size and money of each segment
select * exclude scheme from schemes where scheme = 'rfm';

-- claim lifecycle by segment_name: size and money of each stage
select * exclude scheme from schemes where scheme = 'lifecycle';

-- claim stages by segment_name: size of each stage
select segment_name, n as size from schemes where scheme = 'lifecycle';

-- claim groups by segment_name: size and money of each group
select * exclude scheme from schemes where scheme = 'behavioural';

-- claim channels by segment_name: size and money by channel
select * exclude scheme from schemes where scheme = 'channel';

-- claim engagement by segment_name: size and money of each tier
select * exclude scheme from schemes where scheme = 'engagement';

-- claim tiers by segment_name: size of each tier
select segment_name, n as size from schemes where scheme = 'engagement';

-- claim habits by segment_name: size and share of the money, by habit
select segment_name, n, worth_share as money_share from schemes
where scheme in ('channel', 'discount') and segment_name <> 'No kept order';

-- claim response by segment_name: who was asked by a campaign, and who responded
select segment_name, count(*) as n_asked, avg(answered) as responded
from (select customer_id, max(responded::int) as answered from assignments where arm <> 'control' group by all)
join assigned using (customer_id) where scheme = 'engagement' group by all;

-- claim concentration: what the best fifth of the customers bring
select sum(worth) filter (place <= ceil(round(0.2 * n, 9))) / sum(worth) as share, any_value(n) as block_n
from (select worth, row_number() over (order by worth desc) as place, count(*) over () as n
      from described where n_orders > 0);

-- claim whale by n: how much the best customers bring
with ranked as (
  select row_number() over (order by worth desc) as n, count(*) over () as total,
         sum(worth) over (order by worth desc rows unbounded preceding) / sum(worth) over () as value_share
  from described where n_orders > 0)
select n, n / total as customer_share, value_share from ranked;

-- claim cohorts by cohort, periods_since: who orders in the quarters after the first order
with begun as (select customer_id, date_trunc('quarter', first_at)::date as cohort from bought),
     active as (select distinct customer_id, date_trunc('quarter', began)::date as quarter from orders),
     sizes as (select cohort, count(*) as n from begun group by all)
select cohort, date_diff('quarter', cohort, quarter) as periods_since, any_value(n) as n,
       count(*) / any_value(n) as retention
from active join begun using (customer_id) join sizes using (cohort) group by all;

-- claim keep: the segment that brings most
select n as count, worth_share as money_share from schemes
where scheme = 'rfm' and segment_name = getvariable('segment_name');

-- claim win-back: who lapses, and what they have brought
select n as count, total_worth as money from schemes where scheme = 'lifecycle' and segment_name = 'Lapsing';

-- claim second-order: who bought once, not long ago
select n as fresh from schemes where scheme = 'lifecycle' and segment_name = 'First-time';

-- claim actions by segment_name: size and money of the segments to act on
select segment_name, n, total_worth as money from schemes where scheme = 'rfm';

-- claim seen by segment_name: contacts a customer of each tier, and how long ago the last one was
with contacts as (
  select customer_id, count(*) filter (channel = 'web') as web, count(*) filter (channel = 'app') as app,
         count(*) filter (channel = 'email') as email, count(*) filter (channel = 'social') as social
  from touchpoints where "at" < getvariable('as_of') + interval 1 day group by all)
select segment_name, avg(coalesce(web, 0)) as web, avg(coalesce(app, 0)) as app, avg(coalesce(email, 0)) as email,
       avg(coalesce(social, 0)) as social
from assigned left join contacts using (customer_id) where scheme = 'engagement' group by all;

-- claim referral by band: what customers bring, by who referred them
select coalesce(referral, 'Not known') as band, count(*) as n, avg(worth) as money
from described left join customers using (customer_id) group by all;
