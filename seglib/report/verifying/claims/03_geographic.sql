-- claim known: who is somewhere; which country a name means is no matter of SQL
select count(*) as "all", count(*) as block_n,
       (select count(*) from assigned where scheme = 'geographic_place' and segment_name <> 'Place not known') as known,
       greatest(least(getvariable('exact'),
                      countif(latitude is not null and longitude is not null or postal_code is not null)),
                countif(abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude <> 0 or longitude <> 0))) as exact
from known left join customers using (customer_id);

-- claim open-names, places, climates, zones, areas: all customers
select count(*) as block_n from known;

-- claim open-names by name: customers of a name that was not understood
with named as (select customer_id, country, region from known join customers using (customer_id))
select country as name, count(*) as shown from named where country is not null group by all
union all
select region, count(*) from named where region is not null and region not in (select country from named
  where country is not null) group by region having count(distinct country) = 1;

-- claim map, funnel by name: customers with an order in each city, what each brings, and that with chance taken out
select regexp_extract(place, '[^/]*$') as name, n, mean, estimate, low, high from shrunken where scheme = 'city'
qualify count(*) over (partition by name) = 1;

-- claim levels by level: customers with an order, the places that have some, and those that have enough
with found as (
  select 'Cities' as level, place from placed where scheme = 'city'
  union all
  select unnest([{'level': 'Countries', 'place': country},
                 {'level': 'Postal codes', 'place': country || '/' || postal_code}], recursive := true)
  from described join customers using (customer_id) where n_orders > 0 and worth_known),
sized as (select level, place, count(*) as n from found where place is not null group by all)
select level, sum(n) as n, count(*) as places, countif(n >= getvariable('min_cell')) as large from sized group by all;

-- claim verdict: how many cities are large enough, where a customer brings most, and that with chance taken out
with largest as (
  from shrunken where scheme = 'city' and getvariable('several') = 'cities' order by n desc, place limit 60)
select count(*) over () as places, mean as raw, estimate, low as block_low, high as block_high,
       (select count(*) from placed where scheme = 'city') as block_n
from largest order by mean desc limit 1;

-- claim places, climates, zones, areas by segment_name: customers, their share of the money, and what one is worth
select s.segment_name, s.n as size, told as interval, [estimate, low, high] as worth
from schemes s left join shrunken k on k.scheme = s.scheme and k.place = s.segment_name
where s.scheme = 'geographic_' || rtrim(getvariable('id'), 's');

-- claim season, seasons by category, group: buyers of goods in each climate
select category, "group", count(*) as n from goods_by_climate group by all;

-- claim seasons: customers whose climate is known
select count(*) as block_n from assigned
where scheme = 'geographic_climate' and segment_name not in ('Other climates', 'Climate not known');

-- claim goods: customers with an order in a known climate
select count(distinct customer_id) as block_n from goods_by_climate;

-- claim goods by category, group: who has bought what in each climate, and whether more than by chance (Fisher, Holm)
with sizes as (
       select "group", count(distinct customer_id) as n,
              (select count(distinct customer_id) from goods_by_climate) as everybody
       from goods_by_climate group by all having n >= getvariable('geographic.smallest')),
     bought as (select category, "group", count(*) as yes from goods_by_climate group by all),
     kinds as (select category, count(*) as bought from goods_by_climate group by all),
     cells as (
       select category, "group", n, everybody, bought, coalesce(yes, 0) as yes
       from sizes cross join kinds
       left join bought using (category, "group")),
     tails as (
       select category, "group", k <= yes as below, k >= yes as above,
              hypergeometric(k, n, bought, everybody) as chance
       from (select *, unnest(range(greatest(0, n + bought - everybody)::bigint, least(n, bought)::bigint + 1)) as k
             from cells)),
     tested as (
       select category, "group", least(1, 2 * least(sum(chance) filter (below), sum(chance) filter (above))) as p
       from tails group by all),
     stepped as (select *, row_number() over (order by p) as nth, p * (count(*) over () + 1 - nth) as step from tested),
     judged as (select *, max(step) over (order by nth) as p_holm from stepped)
select category, "group", n, yes / n as share, wilson_low(yes, n) as low, wilson_high(yes, n) as high,
       (bought - yes) / (everybody - n) as elsewhere,
       case when p_holm >= 0.05 then 'as elsewhere' when share > elsewhere then 'more' else 'less' end as verdict
from cells join judged using (category, "group");

-- claim catchments by store, ring: customers with an order by how far the nearest store is, and what they bring
with ends as (
       select price as high, coalesce(lag(price) over (order by price), -1) as low
       from prices where name = 'geographic.rings'
       union all select 1e9, max(price) from prices where name = 'geographic.rings'),
     rings as (select *, case when low < 0 then 'Up to ' || format('{:g}', high) when high = 1e9
                              then 'Beyond ' || format('{:g}', low)
                              else format('{:g} to {:g}', low, high) end || ' km' as ring from ends),
     sums as (
       select store, ring, count(*) as n, sum(worth) as money
       from described join nearest using (customer_id) join rings on km > low and km <= high
       where n_orders > 0 group by all)
select store, ring, n, money / sum(money) over of_store as money_share,
       [n / sum(n) over of_store, wilson_low(n, sum(n) over of_store), wilson_high(n, sum(n) over of_store)] as interval
from sums window of_store as (partition by store);

-- claim decay: the slope of a Poisson regression within stores on the log distance is where a step of Newton's leads
with far as (select store, n_orders as y, log2(greatest(km, 1)) as x from described join nearest using (customer_id)
             where n_orders > 0),
     expected as (
       select *, exp(ln(1 + getvariable('change')) * x) * sum(y) over of_store
                 / sum(exp(ln(1 + getvariable('change')) * x)) over of_store as mu
       from far window of_store as (partition by store)),
     centred as (select *, x - sum(mu * x) over of_store / sum(mu) over of_store as apart
                 from expected window of_store as (partition by store)),
     fitted as (
       select count(*) as n, ln(1 + getvariable('change')) + sum(apart * (y - mu)) / sum(mu * apart ** 2) as slope,
              1.959964 * sqrt(sum(apart ** 2 * (y - mu) ** 2)) / sum(mu * apart ** 2) as error
       from centred)
select exp(slope) - 1 as change, exp(slope - error) - 1 as block_low, exp(slope + error) - 1 as block_high, n as block_n
from fitted where n > 0;
