-- claim products by product: buyers and sales of the products that bring most, objectors' among them
with named as (select product_id, min(product) as product, min(category) as category from products group by all),
sold as (
  select coalesce(product, product_id) as product, category, amount,
         case when not coalesce(is_return, false)
                   and not coalesce(reversed_at < getvariable('as_of') + interval 1 day, false)
              then customer_id end as buyer
  from order_lines left join named using (product_id)
  where coalesce(is_product, true) and product_id is not null
    and ordered_at < getvariable('as_of') + interval 1 day),
sums as (select product, count(distinct buyer) as n_customers, sum(amount) as revenue from sold group by all),
of_categories as (select product, category from sold group by product, category
                  qualify row_number() over (partition by product order by sum(amount) desc, category) = 1)
select product, category, n_customers, revenue, revenue / sum(revenue) over () as revenue_share
from sums join of_categories using (product) order by revenue;

-- claim products: products with a buyer who kept it
select count(distinct coalesce(product, product_id)) as block_n
from order_lines left join (select product_id, min(product) as product from products group by all) using (product_id)
where coalesce(is_product, true) and ordered_at < getvariable('as_of') + interval 1 day and customer_id is not null
  and not coalesce(is_return, false) and not coalesce(reversed_at < getvariable('as_of') + interval 1 day, false);

-- claim favourites: what most customers buy most, and who has a favourite, which a model tells
with places as (
  select customer_id, item, rank() over (partition by customer_id order by n_orders desc) as place from items),
most as (
  select customer_id, any_value(item) as item from places where place = 1 group by customer_id having count(*) = 1),
top as (select item, count(*) as n from most group by item order by n desc, item limit 1),
counts as (select count(favourite) as k, count(*) as n from result_favourites)
select item as most_bought, top.n as most_bought_count, (select count(distinct customer_id) from items) as total,
       k / counts.n as share, counts.n as block_n,
       wilson_low(k, counts.n) as block_low, wilson_high(k, counts.n) as block_high
from top cross join counts;

-- claim favourites-bars by segment_name: who prefers it, who merely buys it most, and the money of those who prefer it
with most as (
  select customer_id, any_value(item) as item
  from (from items qualify rank() over (partition by customer_id order by n_orders desc) = 1)
  group by customer_id having count(*) = 1),
of_fans as (
  select item, sum(spend) filter (favourite = item) / sum(spend) as fans_share
  from items left join result_favourites using (customer_id) group by item),
everybody as (select count(distinct customer_id) as n from items)
select favourite as segment_name, count(*) as n_favourite, count(*) / any_value(everybody.n) as favourite_share,
       (select count(*) from most where item = favourite) / any_value(everybody.n) as most_bought_share,
       any_value(fans_share) as fans_share, median(lift) as lift
from result_favourites join of_fans on item = favourite cross join everybody group by favourite;

-- claim together by pair: customers who bought of both
with most as (
  from items where item in (select item from items group by item order by count(*) desc, item limit 30))
select a.item || ' + ' || b.item as pair, count(*) as n_both
from most a join most b using (customer_id) where a.item < b.item group by all;

-- claim interests by segment_name: customers of each interest
select segment_name, n from schemes where scheme = 'interests';

-- claim favourites-bars, together, interests, offers: customers with something bought that is known
select count(distinct customer_id) as block_n from items;

-- claim judged: who bought the most popular that they lacked half a year ago, as the half year before that tells
with rates as (from taken_up(half_year_before(half_year_before(getvariable('as_of'))))),
known as (
  from bought_items(date '0001-01-01', half_year_before(getvariable('as_of'))) where item in (select item from rates)),
lacking as (
  select customer_id, item, rate from (select distinct customer_id from known) cross join rates
  anti join known using (customer_id, item)),
offered as (from lacking qualify row_number() over (partition by customer_id order by rate desc, item) = 1)
select avg((b.item is not null)::int) as popular, count(*) as block_n
from offered left join bought_items(half_year_before(getvariable('as_of')), getvariable('as_of')) b
     using (customer_id, item);

-- claim offers by segment_name: what is offered to most of each group
with names as (
  select distinct segment, segment_name from assigned
  where scheme = if((select count(*) > 2 from schemes where scheme = 'interests'), 'interests', 'lifecycle')),
offered as (
  select segment_name, suggested as item, count(*) as n_offered
  from result_suggestions join names using (segment) group by all)
select segment_name, item, n_offered
from offered qualify row_number() over (partition by segment_name order by n_offered desc, item) = 1;

-- claim offers by item, n_offered: how many took up what all are offered, where groups do not help
select item, [rate, wilson_low(n_new, n), wilson_high(n_new, n)] as told,
       (select count(*) from result_suggestions where popular = item) as n_offered
from taken_up(half_year_before(getvariable('as_of')));

-- claim occasions: customers with an order
select count(*) as block_n from bought;

-- claim write: buyers of a special occasion
select coalesce(sum(n), 0) as block_n from schemes where scheme = 'lifecycle' and segment_name = 'Special occasion';
