-- claim who: who has bought, how often, from when to when
select count(*) filter (n_orders > 0) as buyers, count(*) as known, count(*) as block_n, sum(n_orders) as orders,
       min(first_at)::date as first, max(last_at)::date as last
from described;

-- claim objected: who objected
select [count(*)] as text from objectors;

-- claim again: who bought more than once
with counts as (select count(*) filter (n_orders > 1) as k, count(*) as n from bought)
select k / n as value, n as block_n, wilson_low(k, n) as block_low, wilson_high(k, n) as block_high from counts;

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

-- claim cut-points by score: from which value to which customers have each score from 1 to 5
with steps as (from cuts(5) union all select distinct measure, 5, null from measured),
ends as (
  select measure, if(measure = 'recency_days', 6 - step, step) as score, cut as high,
         lag(cut) over (partition by measure order by step) as above
  from steps),
told as (
  select measure, score, if(low = high, [high], list_filter([low, high], x -> x is not null)) as ends
  from (select *, above + (measure <> 'money')::int as low from ends where above is distinct from high))
select score, any_value(ends) filter (measure = 'recency_days') as recency_days,
       any_value(ends) filter (measure = 'n_orders') as n_orders, any_value(ends) filter (measure = 'money') as money
from told group by score;

-- claim rfm-grid by r_score, f_score: customers with each pair of scores, and what they bring
select r_score, f_score, count(*) as n, avg(worth) as value
from scored(5) join described using (customer_id) group by all;

-- claim rfm-segments, lifecycle, stages, groups, channels, engagement by segment_name: size and money of each segment
select * exclude scheme, n as size from schemes
where scheme = case getvariable('id') when 'rfm-segments' then 'rfm' when 'groups' then 'behavioural'
                 when 'channels' then 'channel' when 'stages' then 'lifecycle' else getvariable('id') end;

-- claim returning by days: who ordered on a second day by then (Kaplan and Meier, with Greenwood's interval)
with days as (select distinct customer_id, began::date as day from orders),
firsts as (select customer_id, min(day) as first, min(day, 2)[2] as second from days group by all),
waits as (
  select second is not null as ended, date_diff('day', first, coalesce(second, getvariable('as_of'))) as days
  from firsts),
counts as (
  select days, count(*) filter (ended) as d, sum(count(*)) over (order by days desc) as n from waits group by days),
curve as (
  select days, n, exp(sum(ln(greatest(1 - d / n, 1e-300))) over sofar) as still,
         sqrt(sum(d / nullif(n * (n - d), 0)) over sofar) as spread
  from counts window sofar as (order by days)),
told as (select *, exp(z95() * spread / ln(nullif(still, 1))) as factor from curve)
select days, n, 1 - still as returned, coalesce(1 - still ** factor, 0) as low,
       coalesce(1 - still ** (1 / factor), 1) as high
from told;

-- claim intervals by days: which days with an order were followed by another, by the days since
with days as (select distinct customer_id, day from lines where stands),
waits as (
  select next is not null as ended, date_diff('day', day, coalesce(next, getvariable('as_of'))) as days
  from (select day, lead(day) over (partition by customer_id order by day) as next from days)),
counts as (
  select days, count(*) filter (ended) as d, sum(count(*)) over (order by days desc) as n from waits group by days)
select days, n, 1 - exp(sum(ln(greatest(1 - d / n, 1e-300))) over (order by days)) as returned from counts;

-- claim intervals: days with an order
select count(*) as block_n from (select distinct customer_id, day from lines where stands);

-- claim regularity: the shape of the last two gaps of each customer with three days with an order
with days as (select customer_id, list_reverse_sort(list(distinct day)) as days from lines where stands group by all),
gaps as (
  select date_diff('day', days[2], days[1]) as last, date_diff('day', days[3], days[2]) as before
  from days where len(days) >= 3)
select (1 - 4 * spread) / greatest(8 * spread, 1e-12) as shape, n as block_n
from (select avg((before / (before + last) - 0.5) ** 2) as spread, count(*) as n from gaps);

-- claim profile by segment_name, trait: how far each group is from all buyers, in the scale of each trait
with traits as (
  from (values
    ('days since the last order', 'days since the last order', 'log'), ('orders', 'orders', 'log'),
    ('average order', 'average order', 'money'), ('discount', 'discount', 'share'),
    ('share of orders online', 'share of orders online', 'drawn'),
    ('share of orders by phone', 'share of orders by phone', 'drawn'),
    ('share of orders in April to June', 'share of orders in April to June', 'drawn'),
    ('share of orders in November and December', 'share of orders in November and December', 'drawn'),
    ('visits in the app', 'app visits', 'log'), ('contacts by e-mail', 'e-mail contacts', 'log'),
    ('contacts on social media', 'social media contacts', 'log'),
    ('minutes of help an order', 'service minutes an order', 'log')) as t(source, trait, kind)),
known as (
  select trait, kind, customer_id, value, n_orders
  from traits join measured_people using (source) join bought using (customer_id)),
moments as (  -- of money its unit, and of shares of orders the beta distribution towards which few orders are drawn
  select trait, median(value) filter (value > 0) / 10 as unit, greatest(least(avg(value), 1 - 1e-3), 1e-3) as mean,
         avg(1 / n_orders) as chance,
         (var_pop(value) / (mean * (1 - mean)) - chance) / greatest(1 - chance, 1e-9) as rho
  from known group by trait),
moved as (
  select trait, customer_id, case kind
           when 'drawn' then (value * n_orders + mean * weight) / (n_orders + weight)
           when 'log' then ln(1 + greatest(value, 0))
           when 'money' then ln(1 + greatest(value, 0) / unit) else value end as value
  from known
  join (select *, 1 / if(chance < 1, greatest(least(rho, 0.5), 1e-3), 0.5) - 1 as weight from moments) using (trait)),
ends as (
  select trait, quantile_cont(value, 0.01) as low, quantile_cont(value, 0.99) as high, median(value) as centre
  from moved group by trait),
scales as (
  select trait, any_value(centre) as centre, stddev_pop(least(greatest(value, low), high)) as scale
  from moved join ends using (trait) group by trait),
z as (  -- what is not known counts as the middle
  select customer_id, trait, coalesce(least(greatest((value - centre) / nullif(scale, 0), -3.5), 3.5), 0) as z
  from bought cross join scales left join moved using (trait, customer_id))
select segment_name, trait, avg(z) - (select avg(z) from z o where o.trait = z.trait) as z
from z join assigned using (customer_id) where scheme = 'behavioural' group by segment_name, trait;

-- claim tiers by segment_name: size of each tier, by when and how often customers were seen
with seen as (
  select customer_id, count(*) as n, date_diff('day', max("at")::date, getvariable('as_of')) as ago
  from known join touchpoints using (customer_id) where "at" < getvariable('as_of') + interval 1 day group by all),
often as (select coalesce(ceil(median(n)), 1) as least from seen where ago <= 60)
select case when ago is null then 'Never seen' when ago > 180 then 'Silent' when ago > 60 then 'Fading'
            when n < least then 'Aware' else 'Engaged' end as segment_name, count(*) as size
from known left join seen using (customer_id) cross join often group by all;

-- claim habits by segment_name: size and share of the money, by the channel, discounts and returns of each customer
with rates as (
  select customer_id, coalesce(-sum(amount) filter (is_return), 0)
           / nullif(coalesce(sum(amount), 0) - coalesce(sum(amount) filter (is_return), 0), 0) as back
  from lines group by all),
first as (
  select customer_id, order_id, min(sales_channel) as channel, max((coalesce(discount, 0) > 0)::int) as discounted
  from lines where stands group by all),
ways as (
  select customer_id, count(*) as n, sum(discounted) as k, count(channel) as known,
         count(*) filter (channel = 'online') as online, count(*) filter (channel = 'store') as store,
         count(*) filter (channel = 'phone') as phone
  from first group by customer_id),
moments as (
  select greatest(least(avg(k / n), 1 - 1e-3), 1e-3) as mean, avg(1 / n) as chance,
         (var_pop(k / n) / (mean * (1 - mean)) - chance) / greatest(1 - chance, 1e-9) as rho
  from ways),
prior as (select mean, 1 / if(chance < 1, greatest(least(rho, 0.5), 1e-3), 0.5) - 1 as weight from moments),
sorted as (
  select customer_id, unnest([
    case when known = 0 then 'Channel not known' when online >= 0.8 * known then 'Mostly online'
         when store >= 0.8 * known then 'Mostly in the store' when phone >= 0.8 * known then 'Mostly by phone'
         else 'Several channels' end,
    case when (k + mean * weight) / (n + weight) >= 0.5 then 'Mostly on discount'
         when (k + mean * weight) / (n + weight) >= least(0.5, greatest(0.1, mean / 2)) then 'Sometimes on discount'
         else 'Full price' end,
    case when back >= 0.2 then 'Returns much' when back > 0 then 'Returns some' else 'Keeps everything' end
  ]) as segment_name
  from ways join rates using (customer_id) cross join prior),
sums as (
  select segment_name, count(*) as n, sum(worth) as part, sum(worth::double ** 2) as squares
  from sorted join described using (customer_id) group by all),
whole as (
  select sum(worth) as total, sum(worth::double ** 2) as squares, count(*) filter (worth_known) as n from described),
shares as (
  select s.segment_name, s.n, part / total as share,
         1.959964 * ratio_error(part / total, s.squares, w.squares, w.n) / total as error
  from sums s cross join whole w)
select segment_name, n, share as money_share, share - error as low, share + error as high from shares;

-- claim seen by segment_name: contacts a customer of each tier, and how long ago the last one was
with contacts as (
  select customer_id, count(*) filter (channel = 'web') as web, count(*) filter (channel = 'app') as app,
         count(*) filter (channel = 'email') as email, count(*) filter (channel = 'social') as social,
         date_diff('day', max("at")::date, getvariable('as_of')) as ago
  from touchpoints where "at" < getvariable('as_of') + interval 1 day group by all)
select segment_name, avg(coalesce(web, 0)) as web, avg(coalesce(app, 0)) as app, avg(coalesce(email, 0)) as email,
       avg(coalesce(social, 0)) as social, median(ago) as last_seen
from assigned left join contacts using (customer_id) where scheme = 'engagement' group by all;

-- claim response by segment_name: who was asked by a campaign, and who responded
with answers as (
  select customer_id, max(responded::int) as answered from assignments
  where arm <> 'control' and responded is not null
    and coalesce(assigned_at < getvariable('as_of') + interval 1 day, true) group by all),
counts as (
  select segment_name, count(*) as n, sum(answered) as k
  from answers join assigned using (customer_id) where scheme = 'engagement' group by all)
select segment_name, n as n_asked, k / n as responded, wilson_low(k, n) as low, wilson_high(k, n) as high from counts;

-- claim research: orders in the store within two weeks after a visit, and in the two weeks that began six before
with sold as (
  select customer_id, order_id, min(ordered_at) as moment from lines
  where stands and sales_channel = 'store' group by all),
visits as (
  select distinct customer_id, "at" as moment from touchpoints
  where channel in ('web', 'app') and "at" < getvariable('as_of') + interval 1 day),
since as (
  select customer_id, min(moment) as since
  from (from visits union all select customer_id, ordered_at from lines where stands) group by all),
pairs as (
  select customer_id, order_id, (epoch(s.moment) - epoch(v.moment)) / (14 * 86400) as ago
  from sold s join since using (customer_id) left join visits v using (customer_id)
  where epoch(s.moment) - epoch(since) >= 42 * 86400),
each as (
  select coalesce(max((ago > 0 and ago <= 1)::int), 0) as before,
         coalesce(max((ago > 2 and ago <= 3)::int), 0) as earlier
  from pairs group by customer_id, order_id)
select avg(before) as before, avg(earlier) as earlier, count(*) as block_n from each;

-- claim service-effort, service-minutes, followers, referral by band: what customers of each band bring
select band, count(*) as n, avg(worth) as money from voices where trait = getvariable('id') group by all;

-- claim service-effort, service-minutes, followers, referral by band, n: Johnson's interval, of a hundred or more
with means as (
  select band, count(*) as n, avg(worth) as mean, stddev_samp(worth) as sd from voices
  where trait = getvariable('id') group by all having count(*) >= 100),
thirds as (select band, avg((worth - mean) ** 3) as third from voices join means using (band)
           where trait = getvariable('id') group by all)
select band, n, mean + third / (6 * n * sd ** 2) - t975(n - 1) * sd / sqrt(n) as low,
       mean + third / (6 * n * sd ** 2) + t975(n - 1) * sd / sqrt(n) as high
from means join thirds using (band);

-- claim service-effort, service-minutes, followers, referral: of how many customers it is known
select count(*) filter (known) as block_n from voices where trait = getvariable('id');

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

-- claim whale, rfm-grid, cut-points, returning, profile, sensitivity, cohorts: customers with an order
select count(*) as block_n from bought;

-- claim cohorts by cohort, periods_since: who orders in the quarters after the first order
with begun as (select customer_id, date_trunc('quarter', first_at)::date as cohort from bought),
     active as (select distinct customer_id, date_trunc('quarter', began)::date as quarter from orders),
     sizes as (select cohort, count(*) as n from begun group by all)
select cohort, date_diff('quarter', cohort, quarter) as periods_since, any_value(n) as n,
       count(*) / any_value(n) as retention
from active join begun using (customer_id) join sizes using (cohort) group by all;

-- claim keep: the segment that brings most, of those that are large enough
with large as (from schemes where scheme = 'rfm' and n >= getvariable('min_cell'))
select segment_name, n as count, n as block_n, worth_share as money_share, if(by_margin, 'margin', 'sales') as word
from large cross join judged order by total_worth desc limit 1;

-- claim win-back: who lapses, and what they have brought
select n as count, total_worth as money, if(by_margin, 'margin', 'sales') as word,
       (select count(*) from bought) as block_n
from schemes cross join judged where scheme = 'lifecycle' and segment_name = 'Lapsing';

-- claim second-order: who bought once, not long ago, and how many ordered on a second day within half a year
with days as (select distinct customer_id, began::date as day from orders),
firsts as (select customer_id, min(day) as first, min(day, 2)[2] as second from days group by all),
counts as (
  select count(*) as n, count(*) filter (second - first <= 180) as k from firsts
  where getvariable('as_of') - first >= 180)
select (select n from schemes where scheme = 'lifecycle' and segment_name = 'First-time') as fresh, 180 as days,
       k / n as share, n as block_n, wilson_low(k, n) as block_low, wilson_high(k, n) as block_high
from counts;

-- claim actions by segment_name: size and money of the segments to act on, by the scores of each customer
select coalesce(segment_name, 'No kept order') as segment_name, count(*) as n, sum(worth) as money
from described left join rfm_named(5) using (customer_id) group by all;

-- claim rfm-segments, lifecycle, stages, groups, to-do, channels, engagement, tiers, seen, response, actions: all known
select count(*) as block_n from described;

-- claim sensitivity by n_bins: who keeps the segment with one score fewer or more
with moved as (
  select b.n, a.segment_name = b.segment_name as same from rfm_named(5) a
  join (select *, 4 as n from rfm_named(4) union all select *, 6 from rfm_named(6)) b using (customer_id))
select n as n_bins, avg(same::int) as same, count(*) as n from moved group by n;

-- claim how-apart: the groups of like behaviour
select count(*) as groups, (select count(*) from bought) as block_n
from schemes where scheme = 'behavioural' and segment_name <> 'No kept order';

-- claim prediction, calibration: customers with an order by the beginning of the last quarter
select count(distinct customer_id) as block_n from lines
where not coalesce(is_return, false) and day <= getvariable('as_of') - 91
  and not coalesce(reversed_at < getvariable('as_of') - 90, false);

-- claim monthly: months with sales
select count(distinct date_trunc('month', ordered_at)) as block_n from order_lines
where ordered_at < getvariable('as_of') + interval 1 day;
