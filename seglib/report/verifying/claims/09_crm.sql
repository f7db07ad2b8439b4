-- claim who: customers, those who may be on a list, and the share that is held out
select count(*) as "all", count(*) as block_n, getvariable('crm.holdout') as held from customers;

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
having (select count(*) from result_passports where grade = 'D') = 0;

-- claim segments by segment_name: customers of each segment
select segment_name, count(*) as n from adopted join customers using (customer_id) group by all;

-- claim groups-alike by trait, group: customers of each group
select trait, "group", count(*) as n from trait_groups where trait in ('Gender', 'Age') group by all;

-- claim alike, groups-alike: customers of whom gender, or age, is known, whichever is known of more
select max(n) as block_n
from (select count("group") as n from trait_groups where trait in ('Gender', 'Age') group by trait) where n > 0;
