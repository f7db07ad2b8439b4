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
select customer_id from customers
where customer_id not in (from objectors) and coalesce(signup_date <= getvariable('as_of'), true)
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
select coalesce(avg((m.margin is not null)::int) >= 0.9, false) as by_margin from bought left join money m using (customer_id);

create view described as
select k.customer_id, coalesce(b.n_orders, 0) as n_orders, b.recency_days, b.first_at, b.last_at,
       coalesce(m.spend, 0) as spend, coalesce(m.margin, 0) as margin,
       coalesce(if(by_margin, m.margin, m.spend), 0) as worth, not by_margin or m.margin is not null as worth_known
from known k left join bought b using (customer_id) left join money m using (customer_id) cross join judged;

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
