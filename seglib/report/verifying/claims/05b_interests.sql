-- claim products by product: buyers and sales of the products that bring most, objectors' among them
with sold as (
  select product_id, count(distinct customer_id) filter (not coalesce(is_return, false) and reversed_at is null)
         as n_customers, sum(amount) as revenue
  from order_lines where coalesce(is_product, true) group by all)
select product, category, n_customers, revenue, revenue / sum(revenue) over () as revenue_share
from sold join products using (product_id) order by revenue;

-- claim favourites: who has bought an article
select count(distinct customer_id) as total, count(distinct customer_id) as block_n
from lines where stands and coalesce(is_product, true);

-- claim together by pair: customers who bought of both categories
with had as (
  select distinct customer_id, category from lines join products using (product_id)
  where stands and coalesce(is_product, true) and category is not null)
select a.category || ' + ' || b.category as pair, count(*) as n_both
from had a join had b using (customer_id) where a.category < b.category group by all;

-- claim interests by segment_name: customers of each interest
select segment_name, n from schemes where scheme = 'interests';
