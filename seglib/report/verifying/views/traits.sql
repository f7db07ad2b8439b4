-- What customers are, in the groups of page 02.

-- What is known of each customer on the last day: the age from the birthday, or the year of birth, or as it was given.
create view people as
with aged as (
  select *, month(getvariable('as_of')) * 100 + day(getvariable('as_of')) as today,
         coalesce(year(getvariable('as_of')) - year(birth_date)
                    - (month(birth_date) * 100 + day(birth_date) > today)::int,
                  year(getvariable('as_of')) - birth_year - (today < 702)::int, age) as years
  from customers)
select customer_id, if(years between 0 and 120, years, null) as age, income::double as income, household_size, children,
       nullif(trim(age_band), '') as age_band, nullif(trim(income_band), '') as income_band,
       nullif(trim(gender), '') as gender, nullif(trim(marital_status), '') as marital_status,
       nullif(trim(education), '') as education, nullif(trim(occupation), '') as occupation,
       nullif(trim(web_skill), '') as web_skill, nullif(trim(device), '') as device,
       nullif(trim(referral), '') as referral, nullif(trim(acquisition_channel), '') as acquisition_channel,
       nullif(trim(area_type), '') as area_type
from known left join aged using (customer_id);

-- Ages part where client.yml says, incomes there or at their quarters, rounded to two figures.
create view bands as
with cuts as (
       select 'Age' as trait, price as cut from prices where name = 'demographic.age'
       union all select 'Income', price from prices where name = 'demographic.income'
       union all
       select distinct 'Income', round(cut, 1 - floor(log10(cut))::int)
       from (select unnest(quantile_cont(income, [0.25, 0.5, 0.75])) as cut from people)
       where cut > 0 and not exists (from prices where name = 'demographic.income')),
     ends as (select trait, cut as low, lead(cut) over (partition by trait order by cut) as high from cuts
              union all select trait, null, min(cut) from cuts group by trait)
select trait, coalesce(low, -1e300) as low, coalesce(high, 1e300) as high,
       case when low is null then 'Under ' || format('{:,}', high::bigint)
            when high is null then format('{:,}', low::bigint) || ' and over'
            else format('{:,} to {:,}', low::bigint, high::bigint - (trait = 'Age')::int) end as "group"
from ends;

-- The group of each customer by each trait of which something is known; missing where it is not known of the customer.
-- Traits of more than a dozen values are left out: on a page the rare ones stand together.
create view trait_groups as
with numbered as (
       select customer_id, unnest([{'trait': 'Age', 'number': age, 'range': age_band},
                                   {'trait': 'Income', 'number': income, 'range': income_band}], recursive := true)
       from people),
     every as (
       select customer_id, n.trait, if(count(number) over (partition by n.trait) > 0, b."group", range) as "group"
       from numbered n left join bands b on b.trait = n.trait and number >= low and number < high
       union all
       select customer_id, unnest([
         {'trait': 'Household',
          'group': if(household_size >= 5, '5 or more', if(household_size < 1, 1, household_size)::text)},
         {'trait': 'Children', 'group': if(children >= 3, '3 or more', if(children < 0, 0, children)::text)},
         {'trait': 'Gender', 'group': gender}, {'trait': 'Marital status', 'group': marital_status},
         {'trait': 'Education', 'group': education}, {'trait': 'Occupation', 'group': occupation},
         {'trait': 'Web skill', 'group': web_skill}, {'trait': 'Device', 'group': device},
         {'trait': 'Referral', 'group': referral}, {'trait': 'Won through', 'group': acquisition_channel},
         {'trait': 'Kind of place', 'group': area_type}
       ], recursive := true) from people),
     counted as (select trait from every group by trait having count(distinct "group") between 1 and 12)
from every where trait in (from counted);
