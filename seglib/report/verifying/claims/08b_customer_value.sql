-- claim forecast: who had bought by the edge, and how often they bought after it; the forecast is off by what it says
select (getvariable('as_of') - any_value(edge)) // 7 as weeks, count(*) filter (day > edge and day > opening) as actual,
       (select arg_max(forecast, week) from "08b_customer_value/tracking")
         - count(*) filter (day <= any_edge and day > opening) as expected,
       abs(getvariable('expected') / actual - 1) as error, 0.1 as goal, count(distinct customer_id) as block_n
from bought_days, (select any_value(edge) as any_edge from bought_days);

-- claim tenths, tracking: who had bought by the edge
select count(distinct customer_id) as block_n from bought_days;

-- claim told-apart: the slope through the tenths of the page's figure, and between which slopes the goal is
with centred as (select *,
  predicted - sum(n * predicted) over () / sum(n) over () as x from "08b_customer_value/tenths")
select sum(n * x * observed) / sum(n * x * x) as slope, 0.9 as low, 1.1 as high,
       (select count(distinct customer_id) from bought_days) as block_n
from centred;

-- claim tracking by week: repeat purchases until the end of each week
with weeks as (
  select any_value(edge) as cut, (cut - min(opening)) // 7 + (getvariable('as_of') - cut) // 7 as n from bought_days),
ends as (
  select week, cut, getvariable('as_of') - cast(7 * (n - week) as integer) as last from weeks, range(1, n + 1) t(week))
select week, count(*) filter (day > opening and day <= last) as actual, if(last > cut, 'True', 'False') as held_out
from ends, bought_days group by week, last, cut;

-- claim worth: what all are expected to bring
select count(value) as customers, count(value) as block_n, sum(value) as value,
       getvariable('costs.horizon_days') as days,
       any_value(money) as money
from result_customer_value;

-- claim segments by segment: what each segment is expected to bring
select segment_name as segment, count(value) as n, sum(value) as value, sum(value) / sum(sum(value)) over () as share,
       avg(value) as value_per_customer
from result_customer_value where value is not null group by segment_name;

-- claim best: what a customer of the best segment is expected to bring, and one of all
select avg(value) filter (segment_name = getvariable('segment')) as value, avg(value) as mean, count(value) as block_n
from result_customer_value;

-- claim segments: customers of whom a worth is known
select count(value) as block_n from result_customer_value;

-- claim dependence: money of a repeat purchase over that of a repeat buyer, with the delta method on the logarithm
with known as (
  select sum(amount) filter (margin is not null) >= 0.9 * sum(amount) as by_margin from lines where stands),
days as (
  select customer_id, day, if(by_margin, if(count(margin) = count(*), sum(margin), null), sum(amount)) as money
  from lines, known where stands group by customer_id, day, by_margin),
buyers as (
  select customer_id, count(*) - 1 as x, avg(money) filter (day > first) as z
  from (select *,
    min(day) over (partition by customer_id) as first from days) group by customer_id having z is not null),
means as (select *, avg(x) over () as mx, avg(z) over () as mz, avg(x * z) over () as mxz from buyers),
told as (
  select count(*) as n, any_value(mxz / mx / mz) as ratio, stddev_pop(x * z / mxz - x / mx - z / mz) / sqrt(n) as error
  from means)
select n as block_n, abs(ratio - 1) as lift, if(ratio > 1, 'more', 'less') as more, if(ratio > 1, 'high',
       'low') as side,
       least(abs(ratio * exp(-z95() * error) - 1), abs(ratio * exp(z95() * error) - 1)) as low,
       greatest(abs(ratio * exp(-z95() * error) - 1), abs(ratio * exp(z95() * error) - 1)) as high
from told;

-- claim profit: margin and profit, and from when to when
select count(*) as customers, count(*) as block_n, sum(margin) as margin, sum(profit) as profit,
       any_value(start) as start,
       getvariable('as_of') as "end"
from accounts, span;

-- claim assumptions, positions, whale, segment-profit, verdicts, allocations: customers of these quarters
select count(*) as block_n from accounts;

-- claim assumptions by item: the numbers of client.yml
select unnest([
  {'item': 'Margin', 'value': getvariable('roi.margin_rate')::double},
  {'item': 'A minute of the staff''s time', 'value': getvariable('costs.minute')},
  {'item': 'A point of service effort, an order', 'value': getvariable('costs.effort_point')},
  {'item': 'Handling an order', 'value': getvariable('costs.order')},
  {'item': 'Handling an order that comes back', 'value': getvariable('costs.return_order')},
  {'item': 'Winning a customer', 'value': getvariable('costs.acquisition')},
  {'item': 'Money a year away is worth less by', 'value': getvariable('costs.discount_rate')},
  {'item': 'How far the value looks ahead', 'value': getvariable('costs.horizon_days')},
  {'item': 'Of the staff''s time, self-service saves', 'value': getvariable('costs.self_serve')},
  {'item': 'Of the discounts, need not be given', 'value': getvariable('costs.withhold')}], recursive := true);

-- claim positions by item: from margin to profit
with items as (select unnest([
  {'item': 'Margin, after discounts and returns', 'money': sum(margin)},
  {'item': 'The staff''s time', 'money': -sum(service_cost)}, {'item': 'Handling orders', 'money': -sum(order_cost)},
  {'item': 'Handling what comes back', 'money': -sum(return_cost)},
  {'item': 'Campaigns, a person', 'money': -sum(campaign_cost)},
  {'item': 'Winning the new customers', 'money': -sum(acquisition_cost)},
  {'item': 'Profit of customers', 'money': sum(profit)}], recursive := true) from accounts)
select item, money, money / (select sum(margin) from accounts) as share from items;

-- claim whale by n: the share of the profit that the best n customers bring
with ranked as (
  select row_number() over best as n, sum(profit) over best as brought, sum(profit) over () as whole,
         count(*) over () as "all"
  from accounts where n_orders > 0 window best as (order by profit desc, customer_id))
select n, n / "all" as customer_share, brought / whole as value_share from ranked
union all select 0, 0, 0;

-- claim segment-profit by band: what each segment left, small ones together, with Johnson's interval of the mean
with placed as (
  select profit, coalesce(segment_name, 'Not assigned') as own
  from accounts left join go_by using (customer_id)),
sizes as (
  select own, count(*) as n, sum(profit) as total, n < getvariable('min_cell') as small,
         coalesce(sum(if(n < getvariable('min_cell'), n, 0)) over (), 0) as few from placed group by own),
together as (
  select own, small or few > 0 and getvariable('min_cell') > few + coalesce(sum(if(small, 0, n)) over (
           order by small desc, total, own rows between unbounded preceding and 1 preceding), 0) as rest
  from sizes),
rows as (
  select if(rest, 'Smaller segments together', own) as band, profit,
         profit - avg(profit) over (partition by if(rest, 'Smaller segments together', own)) as apart
  from placed join together using (own)),
told as (
  select band, count(*) as n, sum(profit) as total, avg(profit) as money, count(*) filter (profit < 0) as below,
         money + avg(apart ** 3) / (6 * n * var_samp(profit)) as middle,
           t975(n - 1) * stddev_samp(profit) / sqrt(n) as wide
  from rows group by band)
select band, n, total, total / sum(total) over () as money_share, money, [middle - wide, middle + wide] as "between",
       below / n as losing
from told;

-- claim judged: who loses after two quarters or more, without the worst one and with a chance of four in five
with judged as (
  select p_loss, running_profit < 0 and n_active >= 2 and running_profit - worst < 0 and p_loss >= 0.8 as loses
  from accounts left join (select customer_id, p_loss from result_customer_value) using (customer_id))
select count(*) as customers, count(*) as block_n, count(*) filter (loses) as sure,
       round(sum(1 - p_loss) filter (loses)) as wrong, getvariable('min_cell') as least
from judged;

-- claim verdicts by told: customers of each verdict, or of neighbouring ones that are shown together
with judged as (
  select running_profit, p_loss, case when running_profit >= 0 then 1 when n_active < 2 then 2
         when running_profit - worst >= 0 then 3 when p_loss < 0.8 then 4 else 5 end as place
  from accounts left join (select customer_id, p_loss from result_customer_value) using (customer_id)),
counted as (
  select place, ['Bring more than they cost', 'Cost more, but ordered in one quarter only',
         'Cost more because of a single bad quarter', 'Cost more, but it may be bad luck', 'Cost more,
           and will go on to'
         ][place] as told, count(*) as n, sum(running_profit) as running_profit, sum(p_loss) as losing
  from judged group by place)
select string_agg(if(b.place = a.place, b.told, lower(b.told)), '; or ' order by b.place) as told, sum(b.n) as n,
       sum(b.running_profit) as running_profit, sum(b.losing) as losing
from counted a join counted z on z.place >= a.place join counted b on b.place between a.place and z.place
group by a.place, z.place;

-- claim looking-back: the day a year ago, and Wilson's interval of the share
select getvariable('as_of') - 364 as day, getvariable('found') as block_n,
       wilson_low(round(getvariable('share') * getvariable('found')), getvariable('found')) as low,
       wilson_high(round(getvariable('share') * getvariable('found')), getvariable('found')) as high;

-- claim gain: what all steps would bring, and its share of a year's profit
select count(step) as block_n, sum(gain_a_year) as gain, gain / ((select sum(running_profit) from accounts)
         / (select days / 365.25 from span)) as share
from result_customer_value where step is not null;

-- claim ladder by what: customers of each step, or of neighbouring ones that are shown together
with steps as (
  select list_position(['self-serve', 're-price', 'limit', 'part'], step) as place, count(*) as n,
         sum(gain_a_year) as gain
  from result_customer_value where step is not null group by step),
named as (
  select *, ['offer help on the web in place of the staff''s time', 'also give fewer discounts',
             'also send no campaigns, and give no more help than others get', 'let them go: no step makes them pay'
             ][place] as name from steps)
select upper(any_value(a.name)[1]) || string_agg(b.name, '; if that is not enough, ' order by b.place)[2:] as what,
       sum(b.n) as n, sum(b.gain) as gain_a_year
from named a join named z on z.place >= a.place join named b on b.place between a.place and z.place
group by a.place, z.place;

-- claim ladder: customers for whom there is a step
select count(step) as block_n from result_customer_value;

-- claim allocations by told: who costs more than they bring, by each way to share the cost of service
with shared as (
  select running_profit, unnest([
    {'key': 'by minutes of help', 'part': minutes / nullif(sum(minutes) over (), 0), 'way': 'minutes'},
    {'key': 'by points of effort and orders', 'part': effort * n_orders / nullif(sum(effort * n_orders) over (), 0),
     'way': 'effort'},
    {'key': 'by orders', 'part': n_orders / nullif(sum(n_orders) over (), 0), 'way': 'orders'},
    {'key': 'the same for each customer', 'part': 1 / count(*) over (), 'way': 'equal'}], recursive := true),
    running_profit + service_cost as before, sum(service_cost) over () as service,
    if(getvariable('costs.minute') is not null, 'minutes', 'effort') as used from accounts),
told as (
  select key || if(way = used, ' (as here)', '') as told, running_profit < 0 as now,
         if(way = used, now, before - service * part < 0) as below from shared where part is not null)
select told, count(*) filter (below) as losing, count(*) filter (below <> now) as changed, changed / count(*) as share
from told group by told;

-- claim allocation: how many change sides at most, and who still loses if time is shared by orders
with shared as (
  select running_profit, running_profit + service_cost as before, sum(service_cost) over () as service, verdict,
         unnest([
    if(getvariable('costs.minute') is null, minutes / nullif(sum(minutes) over (), 0), null),
    if(getvariable('costs.minute') is null, null, effort * n_orders / nullif(sum(effort * n_orders) over (), 0)),
    n_orders / nullif(sum(n_orders) over (), 0), 1 / count(*) over ()]) as part, unnest([1, 2, 3, 4]) as way
  from accounts left join (select customer_id, verdict from result_customer_value) using (customer_id)),
ways as (
  select way, count(*) as n, count(*) filter ((before - service * part < 0) <> (running_profit < 0)) as changed,
         avg((before - service * part < 0)::int) filter (verdict = 'loses') as still
  from shared where part is not null group by way)
select max(n) as customers, max(n) as block_n, max(changed) as changed, any_value(still) filter (way = 3) as share,
       getvariable('min_cell') as least
from ways;

-- claim priority by segment: what is at stake for a minute of help
select coalesce(segment_name, 'All customers') as segment, count(*) as n, avg(value) as value,
       sum(minutes) / sum(n_contacts) as minutes, avg(value) * sum(n_contacts) / sum(minutes) as per_minute
from (select customer_id, value from result_customer_value where value is not null)
left join go_by using (customer_id) left join accounts using (customer_id)
where segment_name is not null or not exists (from go_by) group by segment_name;

-- claim priority, help-first: whom to help first, and what a minute has at stake
with told as (
  select coalesce(segment_name, 'All customers') as segment, count(*) as n,
         avg(value) * sum(n_contacts) / sum(minutes) as per_minute, sum(minutes) / sum(n_contacts) as minutes
  from (select customer_id, value from result_customer_value where value is not null)
  left join go_by using (customer_id) left join accounts using (customer_id)
  where segment_name is not null or not exists (from go_by) group by segment_name
  having sum(minutes) > 0 and least(n, sum(n_contacts)) >= greatest(getvariable('min_cell'), 2)),
ranked as (select *, row_number() over (order by per_minute desc, segment) as place, count(*) over () as last from told)
select sum(n) as block_n, any_value(segment) filter (place = 1) as first,
       any_value(segment) filter (place = 2) as second,
       any_value(segment) filter (place = last) as last, any_value(per_minute) filter (place = 1) as a,
       any_value(per_minute) filter (place = 2) as b, any_value(per_minute) filter (place = last) as c,
       any_value(minutes) filter (place = 1) as minutes
from ranked;

-- claim profit-service-effort, profit-service-minutes, profit-followers: a ratio of means with Fieller's interval
with traits as (
  select profit, unnest([
    {'trait': 'profit-service-effort', 'value': service_effort::double}, {'trait': 'profit-followers',
      'value': followers},
    {'trait': 'profit-service-minutes', 'value': if(n_orders > 0, minutes / n_orders, null)}], recursive := true)
  from accounts left join customers using (customer_id)),
bands (trait, place, name, least, most) as (values
  ('profit-service-effort', 1, 'effort 1 to 3', 1, 3), ('profit-service-effort', 2, 'effort 4 to 6', 4, 6),
  ('profit-service-effort', 3, 'effort 7 to 10', 7, 10), ('profit-service-minutes', 1, 'no help', 0, 0),
  ('profit-service-minutes', 2, 'under 5 minutes of help an order', 1e-9, 4.999),
  ('profit-service-minutes', 3, '5 minutes of help or more an order', 5, 1e9),
  ('profit-followers', 1, 'under 100 followers', 0, 99), ('profit-followers', 2, '100 to 999 followers', 100, 999),
  ('profit-followers', 3, '1,000 followers or more', 1000, 1e12)),
means as (
  select place, name, avg(profit) as mean, var_samp(profit) / count(*) * z95() ** 2 as error
  from traits join bands using (trait) where trait = getvariable('id') and value between least and most group by all),
ends as (
  select arg_max(name, place) as highest, arg_min(name, place) as lowest, arg_max(mean, place) as a,
         arg_min(mean, place) as b, arg_max(error, place) as ea, arg_min(error, place) as eb, b ** 2 - eb as q,
         sqrt(greatest(a ** 2 * b ** 2 - q * (a ** 2 - ea), 0)) as root from means)
select highest, lowest, a / b as times, (a * b - root) / q as low, (a * b + root) / q as high,
       (select count(value) from traits where trait = getvariable('id')) as block_n
from ends;

-- claim profit-referral: customers of whom it is known who sent them
select count(referral) as block_n from accounts join customers using (customer_id);
