-- What campaigns cost and brought beyond what came anyway, and how large the next one must be.

-- The days on which customers bought, of those who had bought by the edge: the last half of the weeks, at most 52, lies
-- after it, and what came back after it had not come back then.
create view bought_days as
with edges as (
  select getvariable('as_of') - 7 * cast(least((getvariable('as_of') - min(day) + 1) // 14, 52) as integer) as edge
  from lines where stands),
before as (
  select distinct customer_id, day, edge from lines, edges
  where day <= edge and not coalesce(is_return, false) and not coalesce(reversed_at < edge + interval 1 day, false))
select *, min(day) over (partition by customer_id) as opening
from (from before union
      select customer_id, day, edge from lines, edges
      where stands and day > edge and customer_id in (select customer_id from before));

-- Who was drawn for a campaign, in one of its arms only, with the margin by which campaigns are judged: that of the
-- files, else revenue times a rate, else what client.yml says that a response is worth.
create view drawn as
with kept as (
  select * from assignments where customer_id not in (from objectors)
  window each as (partition by campaign_id, customer_id)
  qualify min(arm) over each = max(arm) over each and row_number() over each = 1),
known as (select count(margin) > 0 as margins, count(revenue) > 0 as revenues from kept),
of_lines as (
  select if(sum(amount) filter (margin is not null) >= 0.9 * sum(amount),
            sum(margin) / sum(amount) filter (margin is not null), null) as rate
  from order_lines where customer_id is null or customer_id not in (from objectors))
select kept.* replace (case when margins then margin
         when revenues then revenue * coalesce(getvariable('roi.margin_rate'), rate)
         else responded::int * getvariable('roi.response_worth') end as margin)
from kept, known, of_lines;

-- Each arm of each campaign, in the order of their days: its name, what a contact cost, and over how many days.
create view arms as
with sizes as (
  select campaign_id, arm, count(distinct customer_id) as addressed, min(customer_id) as first, min(assigned_at) as day
  from assignments where arm <> 'control' and customer_id not in (from objectors) group by all),
listed as (
  select *, coalesce(fixed_cost, getvariable('roi.fixed_cost')) as fixed,
         coalesce(unit_cost, getvariable('roi.unit_cost')) as unit, coalesce(name, campaign_id) as own,
         coalesce(min(starts) over each, min(day) over each) as begins,
         coalesce(window_days, getvariable('roi.window_days'), ends - starts + 1) as days
  from sizes left join campaigns using (campaign_id, arm) window each as (partition by campaign_id)),
named as (
  select *, if(min(campaign_id) over (partition by own) < max(campaign_id) over (partition by own),
               own || ' (' || campaign_id || ')', own) as called from listed),
counted as (select campaign_id, arm, count(*) as contacts from drawn group by all),
controls as (select campaign_id, count(*) as n_control from drawn where arm = 'control' group by all)
select campaign_id, arm, called, called || if(count(*) over (partition by campaign_id) > 1, ' (' || arm || ')', '') as what,
       row_number() over (order by begins, campaign_id, first) as place, begins::date as begins, days as window_days,
       addressed, coalesce(contacts, 0) as contacts, coalesce(n_control, 0) as n_control,
       coalesce(unit, if(fixed is null, null, 0)) as unit,
       if(fixed is null and unit is null, null, coalesce(unit, 0) + coalesce(fixed, 0) / addressed) as a_contact
from named left join counted using (campaign_id, arm) left join controls using (campaign_id);

-- Campaigns with a control group that can be judged: the last six, and of each the customers of whom it is known what
-- they brought, in two arms of thirty or more at least.
create view trials as
with tested as (
  select campaign_id, any_value(called) as called, any_value(begins) as begins,
         any_value(n_control) + sum(contacts) as n
  from arms where n_control > 0 group by campaign_id order by begins desc, n desc, campaign_id limit 6),
known as (
  select campaign_id, customer_id, arm,
         count(margin) over each > 0 as by_margin, count(revenue) over each > 0 as by_revenue,
         case when by_margin then margin is not null when by_revenue then revenue is not null
              else responded is not null end as is_known
  from drawn window each as (partition by campaign_id)),
sized as (
  select *, count(*) filter (is_known) over (partition by campaign_id, arm) as in_arm from known)
select campaign_id, called, customer_id, s.arm, by_margin or by_revenue as in_money, begins,
       if(s.arm = 'control', 0, coalesce(unit, 0)) as unit,
       dense_rank() over (order by t.begins desc, t.n desc, campaign_id) as place
from sized s join tested t using (campaign_id)
left join (select campaign_id, arm, unit from arms) using (campaign_id, arm) where is_known and in_arm >= 30
qualify min(s.arm) over (partition by campaign_id) < max(s.arm) over (partition by campaign_id);

-- The tests that would prove what the next campaign does, with the customers in each group so that four of five find
-- it: lifts of what the control groups did, else all who were addressed, else of what customers bought in the last days.
create view planned as
with alike as (
  select margin, revenue, responded from drawn where arm = 'control' or not exists (from drawn where arm = 'control')),
spent as (
  select customer_id, coalesce(sum(amount) filter (day > getvariable('as_of')
         - coalesce(getvariable('roi.window_days'), days, 30)::int), 0) as money
  from lines, (select floor(median(window_days)) as days from arms) group by customer_id, days),
rates as (
  select coalesce(getvariable('roi.margin_rate'), if(known >= 0.9 * every, margin / known, null), 1) as rate
  from (select sum(amount) filter (margin is not null) as known, sum(amount) as every, sum(margin) as margin from lines)),
parts as (
  select avg(responded::int) as share, count(margin) > 0 as by_margin,
         if(count(revenue) = 0 and any_value(by_files) = 0, getvariable('roi.response_worth'), null) as worth,
         case when worth is not null then null when count(margin) > 0 then avg(margin)
              when count(revenue) > 0 then avg(revenue)
              else (select avg(money) * any_value(rate) from spent, rates) end as mean,
         case when worth is not null then null when count(margin) > 0 then stddev_samp(margin)
              when count(revenue) > 0 then stddev_samp(revenue)
              else (select stddev_samp(money) * any_value(rate) from spent, rates) end as sd,
         (select sum(a_contact * addressed) / sum(addressed) filter (a_contact is not null) from arms) as cost,
         greatest((select count(distinct customer_id) from drawn), (select count(*) from spent)) as there
  from alike right join (select count(margin) as by_files from assignments) on true),
asked as (
  select 1 as place, 'Share who respond' as what, share as without, share * lift * getvariable('roi.lift') as effect, *
  from parts, (select unnest([0.5, 1, 2]) as lift) where share > 0 and share < 1
  union all by name
  select 2 as place, if(by_margin, 'Margin a customer', 'Money a customer') as what, mean as without,
         mean * lift * getvariable('roi.lift') as effect, *
  from parts, (select unnest([0.5, 1, 2]) as lift) where sd > 0 and mean > 0
  union all by name
  select 1 as place, 'A contact pays for itself' as what, share as without, cost / worth as effect, * from parts
  where cost > 0 and worth > 0 and share > 0 and share < 1
  union all by name
  select 2 as place, 'A contact pays for itself' as what, mean as without, cost as effect, * from parts
  where cost > 0 and sd > 0),
sized as (
  select *, without + effect as q, (without + q) / 2 as middle, case when place = 2 then
         2 * ((z95() + 0.8416212335729143) * sd / effect) ** 2 when q <= 1 then
         ((z95() * sqrt(2 * middle * (1 - middle)) + 0.8416212335729143 * sqrt(share * (1 - share) + q * (1 - q)))
          / effect) ** 2 end as least
  from asked)
select what, place, lift is not null as is_lift, without, effect, greatest(ceil(least), 2) as an_arm, there,
       2 * an_arm <= there as enough
from sized where least is not null;

-- What each arm brought beyond its control group, by Welch, less what seven numbers known on the eve of the campaign
-- foretell of each customer within the arms: least squares, by eliminating one number after the other.
create view effects as
with money as (
  select campaign_id, customer_id, arm,
         unnest([{'outcome': 'margin', 'y': margin::double}, {'outcome': 'revenue', 'y': revenue}], recursive := true)
  from drawn where campaign_id in (select campaign_id from drawn where arm = 'control')),
rows as (select *, count(*) over (partition by campaign_id, outcome) as n from money where y is not null),
eves as (
  select campaign_id, any_value(begins) as begins from arms, (select name from clean_rows where name = 'order_lines')
  where begins is not null group by campaign_id),
history as (
  select campaign_id, customer_id, begins - 1 - max(day) filter (stood) as recency,
         begins - 1 - min(day) filter (stood) as tenure,
         coalesce(sum(amount), 0)::double as spend, count(distinct order_id) filter (stood) as n_orders,
         sum(amount) filter (stood) as standing
  from (select campaign_id, begins, lines.*,
               not coalesce(is_return, false) and not coalesce(reversed_at < begins, false) as stood
        from eves join lines on day < begins) group by campaign_id, customer_id, begins),
numbers as (
  select r.campaign_id, r.customer_id, r.arm, outcome, y, unnest([1, 2, 3, 4, 5, 6, 7]) as k,
         unnest(if(coalesce(b.customer_id, c.customer_id) is null, null, [
           coalesce(n_orders, 0), coalesce(spend, 0), (standing / nullif(n_orders, 0))::double, recency, tenure,
           coalesce(spend / (greatest(tenure, 30) / 365.25), 0), ln(1 + greatest(coalesce(spend, 0), 0))])::double[]) as x
  from rows r join eves using (campaign_id) left join history b using (campaign_id, customer_id)
  left join customers c on c.customer_id = r.customer_id where n >= 50),
filled as (
  select * replace (coalesce(x, avg(x) over every, 0) as x)
  from numbers window every as (partition by campaign_id, outcome, k)),
scaled as (
  select * replace (coalesce((x - avg(x) over every) / nullif(stddev_pop(x) over every, 0), 0) as x)
  from filled window every as (partition by campaign_id, outcome, k)),
within as (
  select *, x - avg(x) over each as u, y - avg(y) over each as v
  from scaled window each as (partition by campaign_id, outcome, k, arm)),
lists as (
  select campaign_id, customer_id, arm, outcome, any_value(y) as y, list(x order by k) as x, list(u order by k) as u,
         any_value(v) as v from within group by all),
places as (select i, j from range(1, 8) a(i), range(1, 9) b(j)),
sums as (
  select campaign_id, outcome, i, list(s order by j) as row
  from (select campaign_id, outcome, i, j, sum(u[i] * if(j = 8, v, u[j])) as s from lists, places group by all)
  group by all),
solved as (
  with recursive steps as (
    select campaign_id, outcome, 0 as k, list(row order by i) as m from sums group by all
    union all
    select campaign_id, outcome, k + 1,
           if(abs(m[k + 1][k + 1]) < 1e-6, m, list_transform(m, lambda r, i: list_transform(r, lambda v, j:
             if(i = k + 1, v, v * m[k + 1][k + 1] - r[k + 1] * m[k + 1][j]) / m[k + 1][k + 1])))
    from steps where k < 7)
  select campaign_id, outcome, m from steps where k = 7),
adjusted as (
  select campaign_id, customer_id, arm, outcome,
         y - list_sum(list_transform(x, lambda v, i: if(abs(m[i][i]) < 1e-6, 0, v * m[i][8]))) as y
  from lists join solved using (campaign_id, outcome)),
brought as (
  select campaign_id, arm, outcome, coalesce(a.y, r.y) as y
  from rows r left join adjusted a using (campaign_id, customer_id, arm, outcome)),
groups as (
  select campaign_id, arm, outcome, count(*) as n, avg(y) as mean, var_samp(y) / count(*) as error
  from brought group by all),
pairs as (
  select g.campaign_id, g.arm, outcome, g.n + c.n as n, g.mean - c.mean as effect, sqrt(g.error + c.error) as se,
         (g.error + c.error) ** 2 / (g.error ** 2 / (g.n - 1) + c.error ** 2 / (c.n - 1)) as df
  from groups g join groups c using (campaign_id, outcome) where c.arm = 'control' and g.arm <> 'control'
        and least(g.n, c.n) > 1 and g.error + c.error > 0)
select campaign_id, arm, outcome, n, df, effect, effect - t975(df) * se as low, effect + t975(df) * se as high
from pairs;

-- The same in margin of today, a contact, beside what a contact cost; of arms that are large enough to be shown.
create view earnings as
select a.*, n, df, effect * later as effect, low * later as low, high * later as high
from (select *, (1 + getvariable('roi.discount_rate')) ** -(coalesce(window_days, 0) / 2 / 365.25) as later from arms) a
join effects e using (campaign_id, arm)
where outcome = 'margin' and least(contacts, n_control) >= getvariable('min_cell');
