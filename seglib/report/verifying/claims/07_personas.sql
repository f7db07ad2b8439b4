-- claim monday by segment_name: size, and money of the last year with its interval
with sums as (
  select segment_name, sum(worth) as total, 1.959964 * stddev_samp(worth) * sqrt(count(*)) as half
  from last_year group by all)
select segment_name, count(*) as who, any_value([total, total - half, total + half]) as at_stake
from members left join sums using (segment_name) group by all;

-- claim monday-first: the trusted segment that brought most in the last year; the largest, if no money is known
with sums as (
  select segment_name, sum(worth) as money, 1.959964 * stddev_samp(worth) * sqrt(count(*)) as half
  from last_year group by all)
select segment_name as segment, money, money - half as block_low, money + half as block_high, n as block_n,
       if(by_margin, 'margin', 'sales') as word
from sums join result_passports using (segment_name) cross join judged
where grade <> 'D' and n >= getvariable('min_cell') order by money desc, n desc limit 1;

-- claim segments by segment_name: size, grade, and share of the money of those in a segment
with whole as (
  select sum(worth) as total, sum(worth::double ** 2) as squares, count(*) filter (worth_known) as n
  from members join described using (customer_id)),
sums as (
  select segment_name, count(*) as n, sum(worth) as part, sum(worth::double ** 2) as squares
  from members join described using (customer_id) group by all)
select s.segment_name, s.n, grade, [part / total, part / total - half, part / total + half] as brings
from (select s.*, total, 1.959964 * ratio_error(part / total, s.squares, w.squares, w.n) / total as half
      from sums s cross join whole w) s
join result_passports using (segment_name);

-- claim segments by segment_name, n: the two traits that set it apart most, by Cliff's delta and Newcombe's difference
with words as (select distinct source, value as word from described_people),
cells as (  -- numbers, and for each word whether it is said
  select source, '' as word, value, segment_name, count(*) as n
  from measured_people join members using (customer_id) group by all
  union all
  select source, word, (value = word)::int::double, segment_name, count(*)
  from described_people join words using (source) join members using (customer_id) group by all),
beside as (
  select s.segment_name, source, word, value, sum(c.n) as everybody,
         sum(c.n) filter (c.segment_name = s.segment_name) as own
  from cells c cross join (select distinct segment_name from members) s
  where source in (select label from result_segment_profile) group by all),
means as (
  select *, coalesce(own, 0) as a, everybody - coalesce(own, 0) as b, sum(own) over whole as m,
         sum(everybody) over whole as all_n, sum(own * value) over whole / sum(own) over whole as own_mean,
         sum(everybody * value) over whole / sum(everybody) over whole as all_mean,
         sum(coalesce(own, 0)) over sofar as own_sofar, sum(everybody - coalesce(own, 0)) over sofar as others_sofar
  from beside
  window whole as (partition by segment_name, source, word),
         sofar as (partition by segment_name, source, word order by value)),
chances as (
  select *, all_n - m as others, (others_sofar - b / 2) / (all_n - m) as beaten, 1 - (own_sofar - a / 2) / m as beating
  from means where all_n > m),
traits as (
  select segment_name, source, word, any_value(m) as m, any_value(others) as others, any_value(own_mean) as own_mean,
         any_value(all_mean) as all_mean, sum(a * value) as k, sum(b * value) as k_others,
         sum(a * beaten) / any_value(m) as area,
         sqrt((sum(a * beaten ** 2) - sum(a * beaten) ** 2 / any_value(m)) / (any_value(m) - 1) / any_value(m)
              + (sum(b * beating ** 2) - sum(b * beating) ** 2 / any_value(others)) / (any_value(others) - 1)
                / any_value(others)) as error,
         sqrt((sum(a * ((value - own_mean) / nullif(own_mean, 0) * all_n / m - (value - all_mean) / all_mean) ** 2)
               + sum(b * ((value - all_mean) / all_mean) ** 2)) / (any_value(all_n) - 1) / any_value(all_n)) as moved
  from chances group by all),
effects as (
  select *, k / m - k_others / others as by_share,
         if(word = '', 2 * area - 1, k / m - k_others / others) as effect,
         if(word = '', 2 * area - 1 - 1.959964 * 2 * error, by_share - sqrt((k / m - wilson_low(k, m)) ** 2
            + (wilson_high(k_others, others) - k_others / others) ** 2)) as low,
         if(word = '', 2 * area - 1 + 1.959964 * 2 * error, by_share + sqrt((wilson_high(k, m) - k / m) ** 2
            + (k_others / others - wilson_low(k_others, others)) ** 2)) as high
  from traits where if(word = '', m, least(k, m - k)) >= getvariable('min_cell')),
sure as (
  select *, count(*) over (partition by segment_name order by abs(effect)
                           range between 1e-9 preceding and 1e-9 following) > 1 as tied
  from effects where abs(effect) >= 0.1 and (low > 0 or high < 0)),
clearest as (
  select *, own_mean / all_mean as index from sure
  qualify row_number() over (partition by segment_name, source order by abs(effect) desc) = 1),
two as (
  from clearest qualify row_number() over (partition by segment_name order by abs(effect) desc) <= 2),
told as (
  select segment_name, flatten(list(list_concat(
           list_transform(regexp_extract_all(source || word, '\d+'), x -> x::double),
           if(own_mean > 0, [index, index * exp(-1.959964 * moved), index * exp(1.959964 * moved)], [0, all_mean])
         ) order by abs(effect) desc)) as apart
  from two group by segment_name having not bool_or(tied) and bool_and(all_mean > 0 and (own_mean > 0 or source in (
    'share with one order so far', 'share with an order in the last year', 'discount', 'share of the value sent back',
    'share of orders online', 'share of orders in the store', 'share of orders by phone', 'minutes of help an order',
    'share of orders in April to June', 'share of orders in November and December'))))
select segment_name, n, apart
from told join (select segment_name, count(*) as n from members group by all) using (segment_name)
where not exists (from result_segment_profile where label not in (select source from cells));

-- claim who: the largest segment of those that are large enough to be described, and its share of all
with sizes as (select segment_name, count(*) as n, sum(count(*)) over () as everybody from members group by all)
select segment_name as largest, n / everybody as share, count(*) over () as count, everybody as block_n,
       wilson_low(n, everybody) as block_low, wilson_high(n, everybody) as block_high
from sizes where n >= getvariable('min_cell') order by n desc limit 1;

-- claim monday, segments, plans, takes, matrix: customers of the segments that are described
select sum(n) as block_n
from (select count(*) as n from members group by segment_name having count(*) >= getvariable('min_cell'));

-- claim plans, takes by segment_name: what the rules gave each segment, and what writing once to all of it costs
with price as (
  select coalesce(getvariable('roi.unit_cost'), min(unit_cost) filter (unit_cost > 0))::double as price from campaigns)
select segment_name, objective, offer, service, kpi,
       list_concat(list_transform(regexp_extract_all(cost, '\d+'), x -> x::double), [price * members]) as cost
from result_strategy join (select segment_name, count(*) as members from members group by all) using (segment_name)
cross join price;

-- claim persona-* by source: middles of the segment, the quarters around them, and how they compare with everybody
with told as (
  select source, value, segment_name = getvariable('story') as own
  from measured_people join members using (customer_id)),
middles as (
  select source, count(*) filter (own) as line_n, quantile_cont(value, 0.25) filter (own) as low,
         quantile_cont(value, 0.75) filter (own) as high, avg(value) filter (own) / nullif(avg(value), 0) as times,
         if(source in ('days since the last order', 'orders', 'average order', 'followers', 'age', 'income'),
            median(value) filter (own), avg(value) filter (own)) as value
  from told group by source)
select source, line_n, low, high, times, value as age, value as days, value as share, value as contacts,
       value as followers, value as minutes
from middles;

-- claim persona-* by heading: size and trust, orders and their values, what is liked, when, and what the segment brings
with own as (
  select source, count(*) as n, median(value) as middle, avg(value) as mean, quantile_cont(value, 0.25) as low,
         quantile_cont(value, 0.75) as high
  from measured_people join members using (customer_id)
  where segment_name = getvariable('story') group by source),
sums as (
  select segment_name, count(*) as n, sum(worth) as part, sum(worth::double ** 2) as squares,
         count(*) filter (worth_known) as n_known
  from members left join described using (customer_id) group by all),
size as (
  select segment_name, n, part / total as brings, n / everybody as share,
         1.959964 * ratio_error(part / total, squares, whole_squares, whole_known) / total as half
  from (select *, sum(n) over () as everybody, sum(part) over () as total, sum(squares) over () as whole_squares,
               sum(n_known) over () as whole_known from sums)
  where segment_name = getvariable('story')),
likes as (
  select value as category, count(*) filter (segment_name = getvariable('story')) as k,
         sum(k) over () as n, count(*) / sum(count(*)) over () as everybody
  from described_people join members using (customer_id) where source = 'Buys most of' group by value),
began as (
  select customer_id, order_id, isodow(began) as weekday from orders),
weekdays as (
  select weekday, sum(1 / of_customer) as share, count(distinct customer_id) as k
  from (select *, count(*) over (partition by customer_id) as of_customer from began join members using (customer_id)
        where segment_name = getvariable('story')) group by weekday),
ordered as (
  select count(distinct customer_id) as n from began join members using (customer_id)
  where segment_name = getvariable('story'))
select 'Who' as heading, size.n as line_n, size.n as n, size.share, grade
from size join result_passports using (segment_name)
union all by name
select 'Buys' as heading, b.n as line_n, o.middle as orders, b.low, b.high
from own b, own o where b.source = 'average order' and o.source = 'orders'
union all by name
(select 'Likes' as heading, n as line_n, category, k / n as share, k / n / everybody as times from likes
 where least(k, n - k) >= getvariable('min_cell') and k / n >= everybody order by k desc, category limit 1)
union all by name
select 'Day' as heading, any_value(n) as line_n, max(share) / any_value(n) as share from weekdays, ordered
union all by name
select 'Brings' as heading, m.n as line_n, m.mean as money, brings as share, greatest(brings - half, 0) as low,
       brings + half as high
from size, own m where m.source = 'money a customer';

-- claim persona-* by source, value: shares of the segment, and how they compare with everybody's
with told as (
  select source, value, segment_name = getvariable('story') as own
  from described_people join members using (customer_id)),
counts as (
  select source, value, count(*) filter (own) as k, count(*) as of_all, sum(count(*) filter (own)) over whole as n,
         sum(count(*)) over whole as everybody
  from told group by source, value window whole as (partition by source))
select source, value, n as line_n, k / n as share, k / n / (of_all / everybody) as times from counts;

-- claim persona-* by heading, source: how many are in the very middle
select 'Typical' as heading, 'orders, average order, days since the last order' as source,
       greatest(getvariable('min_cell'), round_even(count(*) * 0.1, 0)) as n, n as line_n
from members where segment_name = getvariable('story');

-- claim persona-*: customers of the segment
select count(*) as block_n from members where segment_name = getvariable('story');

-- claim matrix by segment_name: worth and fit, by the weights of client.yml
with numbers as (select source, value, segment_name from measured_people join members using (customer_id)),
everybody as (select source, avg(value) as mean from numbers group by source having max(abs(value)) > 0),
own as (
  select source, segment_name, avg(value) as value, avg(value) / any_value(mean) as index
  from numbers join everybody using (source) group by all),
moved as (  -- how far each customer moves the index of the money
  select o.segment_name, o.index, (n.segment_name = o.segment_name)::int * (n.value - o.value) / o.value
           / avg((n.segment_name = o.segment_name)::int) over (partition by o.segment_name)
         - (n.value - mean) / mean as moved
  from own o join numbers n using (source) join everybody using (source) where source = 'money a customer'),
money as (
  select segment_name, any_value(index) as index,
         1.959964 * sqrt(sum(moved ** 2) / (count(*) - 1) / count(*)) as spread
  from moved group by segment_name),
sizes as (select segment_name, count(*) as n, sum(count(*)) over () as everybody from members group by all),
described as (
  select *, n / everybody * count(*) over () as size_index from sizes where n >= getvariable('min_cell')),
parts as (
  select d.*, grade, m.index as middle, m.index * exp(-spread) as low, m.index * exp(spread) as high,
         (select index from own o where o.segment_name = d.segment_name
            and source = 'share with an order in the last year') as active,
         (select o.value from own o where o.segment_name = d.segment_name
            and source = 'share that agreed to be written to') as reach,
         coalesce(
           (select index from own o where o.segment_name = d.segment_name and source = 'minutes of help an order'),
           (select index from own o where o.segment_name = d.segment_name and source = 'service effort from 1 to 10')
         ) as effort
  from described d join money m using (segment_name) join result_passports using (segment_name)),
weights as (
  select max(price) filter (name = 'strategy.attractiveness' and kind = 'money') as money,
         max(price) filter (name = 'strategy.attractiveness' and kind = 'size') as size,
         max(price) filter (name = 'strategy.attractiveness' and kind = 'active') as active,
         max(price) filter (name = 'strategy.fit' and kind = 'grade') as grade,
         max(price) filter (name = 'strategy.fit' and kind = 'reach') as reach,
         max(price) filter (name = 'strategy.fit' and kind = 'ease') as ease
  from prices),
scores as (
  select segment_name, p.n, w.money + w.size + w.active as all_worth,
         w.size * size_index / (1 + size_index) + w.active * p.active / (1 + p.active) as others,
         w.money * middle / (1 + middle) as middle, w.money * low / (1 + low) as low,
         w.money * high / (1 + high) as high,
         list_sum([w.grade * case p.grade when 'A' then 1 when 'B' then 0.75 when 'C' then 0.4 else 0 end,
                   w.reach * p.reach, w.ease / (1 + effort)])
           / (w.grade + if(p.reach is null, 0, w.reach) + if(effort is null, 0, w.ease)) as fit
  from parts p cross join weights w)
select segment_name, n, (others + middle) / all_worth as attractiveness,
       [(others + low) / all_worth, (others + high) / all_worth] as "between", fit,
       case when (others + middle) / all_worth >= 0.5 then if(fit >= 0.5, 'first', 'learn to serve')
            else if(fit >= 0.5, 'serve cheaply', 'leave for now') end as quadrant
from scores;
