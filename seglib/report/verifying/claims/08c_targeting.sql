-- claim pays: customers of the campaign of whom it is known what they brought, and the gain by the page's own figure
select count(*) as block_n, (
         select any_value(g.gain) from "08c_targeting/gains" g
         where lower(rule) in ('by segment', lower(any_value(called)) || ': by segment')) as gain
from trials where '“' || called || '”' = getvariable('name') having gain is not null;

-- claim campaigns by name: customers of each campaign and its control group, its day and its arms
select c.name, count(*) as n, count(*) filter (arm = 'control') as n_control, any_value(c.starts) as day,
       string_agg(distinct arm, ', ' order by arm) filter (arm <> 'control') as arms
from assignments join campaigns c using (campaign_id, arm) where customer_id not in (from objectors) group by all;

-- claim campaigns: customers of all campaigns
select count(distinct customer_id) as block_n from assignments where customer_id not in (from objectors);

-- claim arms by treatment: customers of each arm, and what a contact costs
with sizes as (
  select campaign_id, called, arm, count(*) as n_assigned, any_value(unit) as cost,
         count(*) over () > count(*) over (partition by campaign_id) as several
  from trials group by campaign_id, called, arm)
select if(several, called || ': ' || if(arm = 'control', 'no contact', lower(arm[1]) || arm[2:]),
          if(arm = 'control', 'no contact', arm)) as treatment, n_assigned, cost
from sizes;

-- claim arms, policies: customers of the campaigns with a control group
select count(distinct customer_id) as block_n
from assignments where campaign_id in (select campaign_id from trials) and customer_id not in (from objectors);

-- claim gains: customers of the campaigns with a control group, in each campaign
select count(*) as block_n from trials;

-- claim rules: customers of the last campaign with a control group
select count(*) as block_n from trials where place = 1;

-- claim rules by segment: customers of each segment in the last campaign, of all its arms
select segment, sum(contacts) + any_value(n_control) as n
from result_roi where segment <> 'everybody'
      and campaign_id = (select any_value(campaign_id) from trials where place = 1)
      and (select count(*) from drawn join trials using (campaign_id, customer_id) where place = 1)
          = (select count(*) from drawn where campaign_id = (select any_value(campaign_id) from trials where place = 1))
group by segment;

-- claim twenty, twenty-curve, twenty-numbers: customers of the last campaign who had bought before it
select count(*) as block_n
from trials where place = 1 and customer_id in (
  select customer_id from lines where not coalesce(is_return, false) and day < begins
         and not coalesce(reversed_at < begins, false))
having (select count(*) from lines where day < (select min(begins) from trials where place = 1)) > 0;

-- claim budget: what may be spent, on customers of which segments, and what it leaves, by the page's own table
with reached as (
  select count(*) as n from adopted where segment_name in (select segment from result_roi where low < 'infinity'))
select coalesce(getvariable('targeting.budget'), (select sum(unit) from trials where in_money)) as budget, n as block_n,
       w.spent, w.contacts, w.profit, w.cautious as block_low
from reached, (from "08c_targeting/what-if" order by budget limit 1 offset 3) w where n > 0;

-- claim plan, what-if, break-even: customers of the segments that a budget may be spent on
select count(*) as block_n from adopted where segment_name in (select segment from result_roi where low < 'infinity')
having count(*) > 0;

-- claim plan by segment: customers of each segment today
select segment_name as segment, count(*) as n from adopted group by all;

-- claim plan by segment, arm: what a contact brings and costs
select segment, arm, [effect, low, high] as told, unit as cost
from result_roi join (select distinct campaign_id, arm, unit, begins from trials) using (campaign_id, arm)
where low < 'infinity' and getvariable('roi.discount_rate') = 0
qualify row_number() over (partition by segment, arm order by begins desc) = 1;

-- claim break-even by segment, arm: what a contact costs, and whether it pays
select segment, arm, unit as cost,
       case when low > unit then 'yes' when high < unit then 'no' when effect > unit then 'likely' else 'unlikely' end as pays
from result_roi join (select distinct campaign_id, arm, unit, begins from trials) using (campaign_id, arm)
where low < 'infinity' and getvariable('roi.discount_rate') = 0
qualify row_number() over (partition by segment, arm order by begins desc) = 1;

-- claim plan by segment, arm, each: what is spent on each segment, out of the contacts
select segment, arm, each, n * each * cost as spend from "08c_targeting/plan";

-- claim policies by rule: how much more a rule brings, as the page's figure has it
select rule, [gain, low, high] as more from "08c_targeting/gains" where gain <> 0;

-- claim twenty-numbers by k: what each number of segments earns, as the page's figure has it
select k, [gain, low, high] as more,
       null_high from "08c_targeting/twenty-curve" where gain <> 0 or low <> 0 or high <> 0;
