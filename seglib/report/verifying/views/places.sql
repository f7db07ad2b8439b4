-- Where customers live, how far from a store, and what that is worth with chance taken out.

-- Who bought which kind of goods over the last whole years, or all time in the first, where a climate is known.
create view goods_by_climate as
with reach as (select 365 * greatest((getvariable('as_of') - min(day) + 1) // 365, 1) as days from lines),
     kinds as (select product_id, max(category) as category from products group by all),
     placed as (select customer_id, segment_name as "group" from assigned where scheme = 'geographic_climate'
                and segment_name not in ('Other climates', 'Climate not known'))
select distinct customer_id, coalesce(category, 'All goods') as category, "group"
from lines join placed using (customer_id) left join kinds using (product_id), reach
where stands and coalesce(is_product, true) and day > getvariable('as_of') - days::int;

-- How far customers live from the nearest store of client.yml, on the sphere; of nobody where somebody's coordinates
-- are not known: they are then placed by a gazetteer.
create view nearest as
with stores as (
       select kind as store, any_value(price) filter (name like '%.latitude') as latitude,
              any_value(price) filter (name like '%.longitude') as longitude
       from prices where name like 'geographic.stores.%' group by kind),
     located as (
       select customer_id, c.latitude, c.longitude from known left join customers c using (customer_id)),
     apart as (
       select customer_id, store, 2 * 6371 * asin(sqrt(
                sin(radians(s.latitude - l.latitude) / 2) ** 2 + cos(radians(l.latitude)) * cos(radians(s.latitude))
                * sin(radians(s.longitude - l.longitude) / 2) ** 2)) as km
       from located l, stores s
       where not exists (from located where not coalesce(abs(latitude) <= 90 and abs(longitude) <= 180
                                                         and (latitude <> 0 or longitude <> 0), false)))
select customer_id, arg_min(store, km) as store, min(km) as km from apart group by customer_id;

-- What customers with an order are worth by segment of where they are, and by city.
create view placed as
select scheme, segment_name as place, customer_id, worth::double as worth
from assigned join described using (customer_id)
where scheme like 'geographic_%' and n_orders > 0 and worth_known
union all
select 'city', concat_ws('/', country, region, city), customer_id, worth::double
from customers join described using (customer_id)
where n_orders > 0 and worth_known and country is not null and city is not null;

-- The same with chance taken out: normal means drawn from a normal distribution, averaged over its spread by restricted
-- likelihood on a grid of 401 steps; places of few customers take no part.
create view shrunken as
with kept as (select *, count(*) over (partition by scheme, place) as n from placed
              qualify n >= if(scheme = 'city', getvariable('min_cell'), 10)),
     means as (select scheme, place, any_value(n) as n, avg(worth) as mean, var_pop(worth) * any_value(n) as squares
               from kept group by all),
     pooled as (select scheme, sum(squares) / nullif(sum(n) - count(*), 0) as sigma2, count(*) as n_places
                from means group by scheme),
     ends as (select scheme, min(worth) as least, max(worth) as most from kept group by scheme),
     steps as (select *, sigma2 * (i / 400) ** 4 as tau2, sqrt(sigma2) * (i / 400) ** 2 as tau
               from pooled, (select unnest(range(401)) as i) where sigma2 > 0 and n_places > 1),
     grid as (
       select *, (coalesce(lead(tau) over up, tau) - coalesce(lag(tau) over up, tau)) / if(i in (0, 400), 1, 2) as wide
       from steps window up as (partition by scheme order by i)),
     fits as (
       select scheme, i, any_value(wide) as wide, sum(1 / (tau2 + sigma2 / n)) as precise,
              sum(mean / (tau2 + sigma2 / n)) / precise as mu,
              -0.5 * (sum(ln(tau2 + sigma2 / n)) + ln(precise) + sum(mean ** 2 / (tau2 + sigma2 / n))
                      - mu ** 2 * precise) as likelihood
       from grid join means using (scheme) group by scheme, i),
     weighed as (select *, exp(likelihood - max(likelihood) over (partition by scheme)) * wide as weight from fits),
     told as (
       select scheme, place, n, mean, weight, tau2 / (tau2 + sigma2 / n) as own, own * mean + (1 - own) * mu as centre,
              own * sigma2 / n + (1 - own) ** 2 / precise as spread
       from grid join weighed using (scheme, i) join means using (scheme)),
     averaged as (
       select scheme, place, n, mean, sum(weight * centre) / sum(weight) as estimate,
              sqrt(sum(weight * (spread + centre ** 2)) / sum(weight) - estimate ** 2) as error
       from told group by scheme, place, n, mean)
select scheme, place, n, mean, estimate, greatest(least(estimate - 1.959964 * error, most), least) as low,
       greatest(least(estimate + 1.959964 * error, most), least) as high
from averaged join ends using (scheme)
union all
select scheme, place, n, mean, mean, mean - 1.959964 * sqrt(sigma2 / n), mean + 1.959964 * sqrt(sigma2 / n)
from means join pooled using (scheme) where not coalesce(sigma2 > 0 and n_places > 1, false);
