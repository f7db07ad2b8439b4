-- claim known: how many customers there are; which country a name means is no matter of SQL
select count(*) as "all", count(*) as block_n from known;

-- claim map, funnel by name: customers with an order in each city, and what each brings
select city as name, count(*) as n, avg(d.worth) as mean
from described d join customers using (customer_id) where d.n_orders > 0 and city is not null group by all;

-- claim levels by level: customers with an order, and places that have some
select level, count(*) as n, count(distinct place) as places
from (
  select unnest([{'level': 'Countries', 'place': country}, {'level': 'Cities', 'place': country || '/' || city}],
                recursive := true)
  from described join customers using (customer_id) where n_orders > 0
) where place is not null group by all;

-- claim places, climates, zones by segment_name: customers, and their share of the money
select segment_name, n as size, worth_share as interval from schemes
where scheme = 'geographic_' || rtrim(getvariable('id'), 's');
