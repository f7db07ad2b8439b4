-- What each customer brought and cost, quarter by quarter.

-- What customers brought and cost in each quarter of 91 days, back from the last day (0 is the last).
create view first_days as select customer_id, min(day) as first_day from lines group by all;

create view span as
select cast(91 * least(most, greatest(reach // 91, 1)) as integer) as days, getvariable('as_of') - days + 1 as start
from (select getvariable('costs.quarters') as most, getvariable('as_of') - min(first_day) + 1 as reach from first_days);

create view events as
select customer_id, day, amount, margin, 0 as minutes, false as helped, 0 as sent,
       if(is_return, null, order_id) as bought, if(is_return, order_id, null) as returned, sales_channel
from lines
union all by name
select customer_id, cast("at" as date) as day, minutes, true as helped from service_contacts
union all by name
select customer_id, cast(coalesce(assigned_at, starts) as date) as day, unit_cost as sent
from assignments join campaigns using (campaign_id, arm) where arm <> 'control';

create view quarters as
with dated as (
  select *, (getvariable('as_of') - day) // 91 as quarter from events join first_days using (customer_id)
  where day between (select start from span) and getvariable('as_of')),
handled as (
  select customer_id, quarter, sum(price) as by_channel
  from (select distinct customer_id, quarter, bought, sales_channel from dated where bought is not null)
  join prices on prices.name = 'costs.order' and kind = sales_channel group by all),
efforts as (
  select customer_id, coalesce(service_effort, avg(service_effort) over ()) as effort
  from (select distinct customer_id from dated) left join customers using (customer_id)),
sums as (
  select customer_id, quarter, count(distinct bought) as n_orders, count(distinct returned) as n_returns,
         count(*) filter (helped) as n_contacts, coalesce(sum(minutes), 0) as minutes,
         coalesce(sum(margin), 0)
           + coalesce(getvariable('roi.margin_rate') * sum(amount) filter (margin is null), 0) as margin,
         coalesce(sum(sent), 0) as campaign_cost,
         coalesce(getvariable('costs.return_order') * n_returns, 0) as return_cost
  from dated group by all)
select sums.*, coalesce(getvariable('costs.order') * n_orders, by_channel, 0) as order_cost, effort,
       coalesce(if(on_record, getvariable('costs.minute') * minutes, null),
                getvariable('costs.effort_point') * effort * n_orders, 0) as service_cost,
       margin - service_cost - order_cost - return_cost - campaign_cost as running_profit
from sums left join handled using (customer_id, quarter) join efforts using (customer_id),
     (select count(*) > 0 as on_record from clean_rows where name = 'service_contacts');

-- The same of each customer over all these quarters, and what is left after winning the customer.
create view accounts as
with sums as (
  select customer_id, count(*) filter (n_orders > 0) as n_active, min(running_profit) as worst,
         any_value(effort) as effort, sum(columns(* exclude (customer_id, quarter, effort)))
  from quarters group by customer_id)
select sums.*, if(first_day >= start, coalesce(getvariable('costs.acquisition'), price, 0), 0)
         as acquisition_cost,
       running_profit - acquisition_cost as profit
from span, sums join first_days using (customer_id) left join customers using (customer_id)
left join prices on prices.name = 'costs.acquisition' and kind = acquisition_channel;
