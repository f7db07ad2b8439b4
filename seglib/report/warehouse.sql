-- Made of the clean tables and segments alone: who may be profiled, what stood on the last day, who brings what.
create view objectors as select customer_id from customers where coalesce(objected, false);

create view lines as
select *,
       cast(ordered_at as date) as day,
       not coalesce(is_return, false)
         and not coalesce(reversed_at < getvariable('as_of') + interval 1 day, false) as stands
from order_lines
where customer_id is not null
  and ordered_at < getvariable('as_of') + interval 1 day
  and customer_id not in (from objectors);

create view known as
select customer_id from customers where customer_id not in (from objectors)
union
select customer_id from lines;

create view orders as
select customer_id, order_id, min(ordered_at) as began, max(ordered_at) as ended
from lines where stands group by all;

create view bought as
select customer_id, count(*) as n_orders, min(began) as first_at, max(ended) as last_at,
       date_diff('day', cast(max(ended) as date), getvariable('as_of')) as recency_days
from orders group by all;

create view money as
select customer_id, sum(amount) as spend, sum(margin) as margin from lines group by all;

-- Customers are compared by margin where it is known of nine in ten buyers, by sales where it is not.
create view judged as
select avg((m.margin is not null)::int) >= 0.9 as by_margin from bought left join money m using (customer_id);

create view described as
select k.customer_id, coalesce(b.n_orders, 0) as n_orders, b.recency_days, b.first_at, b.last_at,
       coalesce(m.spend, 0) as spend, coalesce(m.margin, 0) as margin,
       coalesce(if((select by_margin from judged), m.margin, m.spend), 0) as worth
from known k left join bought b using (customer_id) left join money m using (customer_id);

create view schemes as
select a.scheme, a.segment_name, count(*) as n, count(*) / sum(count(*)) over (partition by a.scheme) as share,
       sum(d.spend) as total_spend, sum(d.spend) / sum(sum(d.spend)) over (partition by a.scheme) as spend_share,
       sum(d.margin) as total_margin, sum(d.margin) / sum(sum(d.margin)) over (partition by a.scheme) as margin_share,
       sum(d.worth) as total_worth, sum(d.worth) / sum(sum(d.worth)) over (partition by a.scheme) as worth_share,
       median(d.n_orders) as median_n_orders, median(d.recency_days) as median_recency_days
from assigned a join described d using (customer_id) group by a.scheme, a.segment_name;

-- Whose money makes up the money of each group that a page may name.
create view contributions as
select 'segment ' || scheme as kind, segment_name as name, customer_id, worth as money
from assigned join described using (customer_id)
union all
select 'adopted', segment_name, customer_id, worth from adopted join described using (customer_id)
union all
select kind, name, customer_id, worth
from (unpivot (select customer_id, country, region, city from customers) on country, region, city into name kind value name)
join described using (customer_id)
union all
select kind, name, customer_id, sum(amount)
from (unpivot (select customer_id, amount, product, category from lines join products using (product_id))
      on product, category into name kind value name)
group by all;

-- Groups of which two customers hold nine tenths of the money, or of which the largest could be told to within a tenth by
-- the second: (total - first - second) / first below 0.1.
create view groups as
select kind, name, n, total > 0 and (first + second >= 0.9 * total or total - first - second < 0.1 * first) as dominated
from (
  select kind, name, count(*) as n, sum(abs(money)) as total, max(abs(money)) as first,
         coalesce(max(abs(money), 2)[2], 0) as second
  from contributions group by all);

-- Ends of the 95% interval of a share: Wilson's score interval of k of n.
create macro z95() as 1.959963984540054::double;
create macro wilson_end(k, n, side) as
  (k + z95() ** 2 / 2 + side * z95() * sqrt(k * (n - k) / n + z95() ** 2 / 4)) / (n + z95() ** 2);
create macro wilson_low(k, n) as if(k = 0, 0.0, wilson_end(k, n, -1));
create macro wilson_high(k, n) as if(k = n, 1.0, wilson_end(k, n, 1));

-- The 97.5% point of Student's t by Fisher and Cornish's series, for 30 degrees of freedom or more.
create macro t975(v) as z95() + (z95() ** 3 + z95()) / (4 * v) + (5 * z95() ** 5 + 16 * z95() ** 3 + 3 * z95()) / (96 * v ** 2)
  + (3 * z95() ** 7 + 19 * z95() ** 5 + 17 * z95() ** 3 - 15 * z95()) / (384 * v ** 3)
  + (79 * z95() ** 9 + 776 * z95() ** 7 + 1482 * z95() ** 5 - 1920 * z95() ** 3 - 945 * z95()) / (92160 * v ** 4)
  + (27 * z95() ** 11 + 339 * z95() ** 9 + 930 * z95() ** 7 - 1782 * z95() ** 5 - 765 * z95() ** 3 + 17955 * z95())
    / (368640 * v ** 5);

-- A number of client.yml, such as setting('costs.minute'); null where it gives none.
create macro setting(key) as (select any_value(value) from settings where name = key and kind = '');
