-- Purchases by the coarsest of category, brand and product that is known of half of the buyers and has three items.
create view sold_items as
with named as (
  select product_id, min(category) as category, min(brand) as brand, min(product) as product
  from products group by all),
sold as (
  select l.*, category, brand, coalesce(product, product_id) as product
  from lines l left join named using (product_id) where coalesce(is_product, true) and product_id is not null),
level as (
  select count(distinct category) >= 3 and count(distinct customer_id) filter (category is not null)
           >= 0.5 * count(distinct customer_id) as by_category,
         count(distinct brand) >= 3 and count(distinct customer_id) filter (brand is not null)
           >= 0.5 * count(distinct customer_id) as by_brand
  from sold where stands)
select customer_id, order_id, day, amount, is_return, reversed_at,
       case when by_category then category when by_brand then brand else product end as item
from sold cross join level;

-- What each customer had bought and kept by a day, after an earlier day.
create macro bought_items(since, until) as table
select customer_id, item, count(distinct order_id) as n_orders, sum(amount) as spend from sold_items
where item is not null and day > since and day <= until and not coalesce(is_return, false)
  and not coalesce(reversed_at < until + interval 1 day, false)
group by all;

create view items as from bought_items(date '0001-01-01', getvariable('as_of'));

-- Half a year before a last day of a month is a last day of a month.
create macro half_year_before(day) as (day + interval 1 day - interval 6 month)::date - 1;

-- How many took an item up within half a year after a day, of those who had bought something and not this one; of the
-- two hundred with most buyers.
create macro taken_up(since) as table
with ever as (from bought_items(date '0001-01-01', since)),
had as (
  from ever where item in (select item from ever group by item order by count(*) desc, item limit 200)),
took as (from bought_items(since, (since + interval 1 day + interval 6 month)::date - 1)),
cells as (
  select customer_id, item
  from (select distinct customer_id from had) cross join (select distinct item from had))
select item, count(*) as n, count(t.item) as n_new, count(t.item) / count(*) as rate
from cells anti join had using (customer_id, item) left join took t using (customer_id, item) group by item;
