-- claim campaigns by name: customers of each campaign and its control group
select c.name, count(*) as n, count(*) filter (arm = 'control') as n_control, any_value(c.starts) as day
from assignments join campaigns c using (campaign_id, arm) where customer_id not in (from objectors) group by all;

-- claim arms by treatment: customers of each arm, and what a contact costs
select c.name || ': ' || case arm when 'control' then 'no contact' else arm end as treatment, count(*) as n_assigned,
       any_value(unit_cost) as cost
from assignments join campaigns c using (campaign_id, arm) where customer_id not in (from objectors) group by c.name, arm;

-- claim plan by segment: customers of each segment today
select segment_name as segment, count(*) as n from adopted group by all;
