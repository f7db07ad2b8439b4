-- claim waterfall, segments, programs: customers
select count(*) as block_n from customers;

-- claim waterfall by label: customers, objectors, those in no segment, and those who did not agree
with trusted as (



                       select customer_id from adopted where segment_name not in (select segment_name from result_passports where grade = 'D'))
select 'Customers' as label, count(*) as rows from customers
union all select 'Objected', count(*) from customers where objected
union all select 'In no segment', count(*) from customers
where not coalesce(objected, false) and customer_id not in (select customer_id from adopted)
union all select 'Did not agree to be written to', count(*) from customers
where not coalesce(objected, false) and not coalesce(marketing_consent, false) and customer_id in (from trusted)
having (select count(*) from result_passports where grade = 'D') = 0
union all select 'On the lists', sum(if(label = 'Customers', rows, -rows)) from "09_crm/waterfall"
where label <> 'On the lists';

-- claim segments by segment_name: customers of each segment
select segment_name, count(*) as n from adopted join customers using (customer_id) group by all;

-- claim groups-alike by trait, group: customers of each group
select trait, "group", count(*) as n from trait_groups where trait in ('Gender', 'Age') group by all;

-- claim alike, groups-alike: customers of whom gender, or age, is known, whichever is known of more
select max(n) as block_n
from (select count("group") as n from trait_groups where trait in ('Gender', 'Age') group by trait) where n > 0;

-- claim promise: the mean of campaigns so far, averaged over how much they may differ, beside a half-Cauchy prior
with measure as (
  select coalesce(bool_and(known), false) as by_margin
  from (select count(margin) > 0 as known from lines
        where day > getvariable('as_of') - coalesce(getvariable('roi.window_days'), 30)::int group by customer_id)),
groups as (
  select campaign_id, arm, avg(y) as mean, var_samp(y) / count(*) as v, count(*) as n
  from (select a.campaign_id, a.arm, if(by_margin, a.margin, a.revenue) as y
        from assignments a semi join drawn using (campaign_id, customer_id), measure) where y is not null group by all),
found as (
  select g.mean - c.mean as y, (g.v + c.v) * (t975((g.v + c.v) ** 2 / (g.v ** 2 / (g.n - 1) + c.v ** 2 / (c.n - 1)))
         / z95()) ** 2 as v
  from groups g join groups c using (campaign_id)
  where c.arm = 'control' and g.arm <> 'control' and least(g.n, c.n) > 1 and g.v + c.v > 0),
grid as (
  select i, if(i = 0, 0, 0.02 * pow(15000, (i - 1) / 199)) as s from range(0, 201) t(i)),
spreads as (
  select s, (coalesce(lead(s) over (order by i), s) - coalesce(lag(s) over (order by i), s))
         / if(i in (0, 200), 1, 2) as width, s ** 2 / (select avg(1 / v) from found) as s2 from grid),
means as (
  select s, width, sum(y / (v + s2)) / sum(1 / (v + s2)) as mean,
         (sum(-ln(v + s2)) - ln(sum(1 / (v + s2))) - sum(y ** 2 / (v + s2)) + sum(1 / (v + s2)) * mean ** 2) / 2 as fit
  from spreads, found group by s, width),
chances as (
  select mean, exp(fit - max(fit) over ()) * width / (1 + (s / 5) ** 2) as chance from means)
select coalesce((select price from prices where name = 'crm.promise' and kind = 'margin'),
                if((select count(*) from found) = 1, any_value(mean), sum(chance * mean) / sum(chance))) as promised,
       (select any_value(rows) from "09_crm/waterfall" where label = 'On the lists') as block_n
from chances where not getvariable('ledger_begun') having count(*) > 0;

-- claim who, finds: who is on the lists, by the last bar of the page's own figure
select rows as listed, (select count(*) from customers) as "all", getvariable('crm.holdout') as held,
       if(getvariable('id') = 'who', (select count(*) from customers), rows) as block_n
from "09_crm/waterfall" where label = 'On the lists';

-- claim segments by segment_name, n: the share of each segment, out of its numbers
select segment_name, n, listed / n as share from "09_crm/segments";

-- claim finds by segment_name: who is contacted, out of who is on the lists and who is held out
select segment_name, w.rows - n_holdout as n
from "09_crm/finds", (from "09_crm/waterfall" where label = 'On the lists') w where segment_name = 'All segments';

-- claim objected: who objected
select [count(*)] as text from objectors;
