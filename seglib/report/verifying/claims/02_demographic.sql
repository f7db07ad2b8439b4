-- claim known: whose age, household and income are known
select count(*) as people, count(*) as block_n,
       avg((birth_date is not null or birth_year is not null or age is not null or age_band is not null)::int) as age,
       avg((household_size is not null)::int) as household,
       avg((income is not null or income_band is not null)::int) as income
from known left join customers using (customer_id);

-- claim coverage by trait: of how many customers a trait is known
select trait, count(value) as n, count(value) / count(*) as known
from (
  select customer_id, unnest([
    {'trait': 'Household', 'value': household_size::varchar}, {'trait': 'Children', 'value': children::varchar},
    {'trait': 'Marital status', 'value': marital_status}, {'trait': 'Education', 'value': education},
    {'trait': 'Occupation', 'value': occupation}, {'trait': 'Web skill', 'value': web_skill},
    {'trait': 'Device', 'value': device}, {'trait': 'Won through', 'value': acquisition_channel},
    {'trait': 'Gender', 'value': gender}, {'trait': 'Referral', 'value': referral},
    {'trait': 'Income', 'value': coalesce(income::varchar, income_band)},
    {'trait': 'Age', 'value': coalesce(birth_date::varchar, birth_year::varchar, age::varchar, age_band)}
  ], recursive := true)
  from known left join customers using (customer_id)
) group by all;

-- claim largest: the largest stage of life
select n as count, share from schemes where scheme = 'demographic' and segment_name <> 'Not known' order by n desc limit 1;

-- claim stages by segment_name: size and money of each stage
select segment_name, n, share, margin_share, spend_share from schemes where scheme = 'demographic';

-- claim plan by segment_name: size and money of each stage
select segment_name, n, worth_share as money_share from schemes where scheme = 'demographic';

-- claim leaves by segment_name: size of each group of the split
select segment_name, n from schemes where scheme = 'demographic_split';

-- claim groups by segment_name: size and money of those alike in all traits
select segment_name, n, worth_share as money_share from schemes where scheme = 'demographic_clusters';

-- claim home by trait, group: customers of each kind, and their share of the money
select trait, coalesce(replace(value, '_', ' '), 'Not known') as "group", count(*) as n,
       count(*) / sum(count(*)) over (partition by trait) as share,
       sum(worth) / sum(sum(worth)) over (partition by trait) as margin_share
from (
  select customer_id, unnest([
    {'trait': 'Gender', 'value': gender::varchar},
    {'trait': 'Marital status', 'value': marital_status::varchar},
    {'trait': 'Household', 'value': household_size::varchar},
    {'trait': 'Children', 'value': children::varchar}
  ], recursive := true)
  from known left join customers using (customer_id)
) join described using (customer_id) group by trait, value;

-- claim work by trait, group: customers of each kind, and their share of the money
select trait, coalesce(replace(value, '_', ' '), 'Not known') as "group", count(*) as n,
       count(*) / sum(count(*)) over (partition by trait) as share,
       sum(worth) / sum(sum(worth)) over (partition by trait) as margin_share
from (
  select customer_id, unnest([
    {'trait': 'Education', 'value': education::varchar},
    {'trait': 'Occupation', 'value': occupation::varchar},
    {'trait': 'Web skill', 'value': web_skill::varchar},
    {'trait': 'Device', 'value': device::varchar},
    {'trait': 'Won through', 'value': acquisition_channel::varchar},
    {'trait': 'Referral', 'value': referral::varchar}
  ], recursive := true)
  from known left join customers using (customer_id)
) join described using (customer_id) group by trait, value;
