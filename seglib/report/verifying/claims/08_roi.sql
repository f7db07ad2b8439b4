-- claim returns by what: contacts, cost, and the return out of its parts
select case when count(*) over (partition by campaign_id) > 1 then name || ' (' || arm || ')' else name end as what,
       contacts, contacts * unit_cost + fixed_cost as cost, effect * contacts as earned,
       (effect * contacts) / (contacts * unit_cost + fixed_cost) - 1 as roi_told
from (
  select campaign_id, c.name, arm, count(*) as contacts, any_value(c.unit_cost) as unit_cost,
         any_value(c.fixed_cost) as fixed_cost, any_value(r.effect) as effect
  from assignments a join campaigns c using (campaign_id, arm)
  join (select * from result_roi where segment = 'everybody') r using (campaign_id, arm)
  where customer_id not in (from objectors) group by all);

-- claim did by what, outcome_label: raw means with the campaign and without it
with means as (
  select campaign_id, arm, avg(responded::int) as responded, avg(revenue) as revenue, avg(margin) as margin
  from assignments where customer_id not in (from objectors) group by all),
told as (
  select case when count(*) over (partition by campaign_id) > 1 then c.name || ' (' || arm || ')' else c.name end as what,
         m.*, n.responded as responded0, n.revenue as revenue0, n.margin as margin0
  from means m join campaigns c using (campaign_id, arm) join means n on n.campaign_id = m.campaign_id and n.arm = 'control'
  where arm <> 'control')
select what, 'Responded' as outcome_label, responded as with_told, responded0 as without_told from told
union all select what, 'Revenue a customer', revenue, revenue0 from told
union all select what, 'Margin a customer', margin, margin0 from told;
