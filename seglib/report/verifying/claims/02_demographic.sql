-- claim known: whose age, household and income are known
select count(*) as people, count(*) as block_n,
       avg((coalesce(age::varchar, age_band) is not null)::int) as age,
       avg((coalesce(household_size::varchar, children::varchar, marital_status) is not null)::int) as household,
       avg((coalesce(income::varchar, income_band) is not null)::int) as income
from people;

-- claim home, work, stages, plan, apart, effects, gains, leaves, methods, groups, coverage, form: everybody
select count(*) as block_n from known;

-- claim home, work by trait, group: customers of each kind, and their share of the money, each with its interval
with sums as (
  select trait, coalesce("group", 'Not known') as "group", count(*) as n, sum(worth) as money,
         sum(worth::double ** 2) as squares, sum(worth_known::int) as n_worth
  from trait_groups join described using (customer_id) group by all),
shares as (
  select *, sum(n) over of_trait as everybody, sum(money) over of_trait as total,
         ratio_error(money / total, squares, sum(squares) over of_trait, sum(n_worth) over of_trait) / total as error
  from sums window of_trait as (partition by trait))
select trait, "group", n, n / everybody as share, wilson_low(n, everybody) as low, wilson_high(n, everybody) as high,
       money / total as margin_share, margin_share - z95() * error as margin_share_low,
       margin_share + z95() * error as margin_share_high, margin_share as spend_share,
       margin_share_low as spend_share_low, margin_share_high as spend_share_high
from shares;

-- claim coverage, form by trait: of how many customers a trait is known
select trait, count(value) as n, count(value) / count(*) as known
from (
  select customer_id, unnest([
    {'trait': 'Household', 'value': household_size::varchar}, {'trait': 'Children', 'value': children::varchar},
    {'trait': 'Marital status', 'value': marital_status}, {'trait': 'Education', 'value': education},
    {'trait': 'Occupation', 'value': occupation}, {'trait': 'Web skill', 'value': web_skill},
    {'trait': 'Device', 'value': device}, {'trait': 'Won through', 'value': acquisition_channel},
    {'trait': 'Gender', 'value': gender}, {'trait': 'Referral', 'value': referral},
    {'trait': 'Kind of place', 'value': area_type},
    {'trait': 'Income', 'value': coalesce(income::varchar, income_band)},
    {'trait': 'Age', 'value': coalesce(age::varchar, age_band)}
  ], recursive := true) from people
) group by all;

-- claim ask: what is best worth asking, of all that is known of fewer than half
with asked as (
  select unnest([
    {'place': 1, 'trait': 'age', 'known': avg((coalesce(age::varchar, age_band) is not null)::int)},
    {'place': 2, 'trait': 'household', 'known': avg((household_size is not null)::int)},
    {'place': 3, 'trait': 'children', 'known': avg((children is not null)::int)},
    {'place': 4, 'trait': 'marital status', 'known': avg((marital_status is not null)::int)},
    {'place': 5, 'trait': 'income', 'known': avg((coalesce(income::varchar, income_band) is not null)::int)},
    {'place': 6, 'trait': 'education', 'known': avg((education is not null)::int)},
    {'place': 7, 'trait': 'occupation', 'known': avg((occupation is not null)::int)},
    {'place': 8, 'trait': 'web skill', 'known': avg((web_skill is not null)::int)},
    {'place': 9, 'trait': 'device', 'known': avg((device is not null)::int)},
    {'place': 10, 'trait': 'referral', 'known': avg((referral is not null)::int)},
    {'place': 11, 'trait': 'kind of place', 'known': avg((area_type is not null)::int)},
    {'place': 12, 'trait': 'gender', 'known': avg((gender is not null)::int)}
  ], recursive := true) from people)
select trait as first, known, (select count(*) from people) as block_n
from asked where known < 0.5 order by place limit 1;

-- claim largest: the largest stage of life, of all customers or, where many are not known, of those who are
with sized as (select segment_name, n, sum(n) over () as everybody,
                      sum(if(segment_name = 'Not known', 0, n)) over () as known
               from schemes where scheme = 'demographic')
select segment_name as name, n as count, if(known < 0.95 * everybody, known, everybody) as "of", n / "of" as share,
       wilson_low(n, "of") as block_low, wilson_high(n, "of") as block_high, everybody as block_n
from sized where segment_name <> 'Not known' and n >= getvariable('min_cell') order by n desc, segment_name limit 1;

-- claim stages by segment_name: size and money of each stage
select segment_name, n, share, margin_share, spend_share from schemes where scheme = 'demographic';

-- claim plan, groups by segment_name: size of each stage, or of those alike, and their money with its interval
select segment_name, n,
       [worth_share, greatest(worth_low, least(worth_share, 0)), worth_high] as money_share,
       [share, wilson_low(n, n / share), wilson_high(n, n / share)] as customer_share
from schemes where scheme = if(getvariable('id') = 'plan', 'demographic', 'demographic_clusters');

-- claim alike: how many groups are alike in all traits together
select count(*) as k, (select count(*) from known) as block_n
from schemes where scheme = 'demographic_clusters' and segment_name <> 'Not known';

-- claim leaves by segment_name: size of each group of the split
select segment_name, n from schemes where scheme = 'demographic_split';

-- claim gains by outcome: customers of whom an outcome is known, and a trait
with somebody as (select distinct customer_id from trait_groups where "group" is not null),
     answered as (select distinct customer_id from assignments where responded is not null and arm <> 'control'
                  and (assigned_at is null or assigned_at < getvariable('as_of') + interval 1 day))
select unnest([
  {'outcome': if(any_value(by_margin), 'Margin', 'Sales less returns'), 'n': countif(n_orders > 0 and worth_known)},
  {'outcome': 'Second orders within 180 days',
   'n': countif(date_diff('day', first_at::date, getvariable('as_of')) >= 180)},
  {'outcome': 'Campaigns answered', 'n': countif(customer_id in (from answered))}
], recursive := true)
from described join somebody using (customer_id), judged;

-- claim split: customers of whom the outcome is known, and a trait
with somebody as (select distinct customer_id from trait_groups where "group" is not null),
     answered as (select distinct customer_id from assignments where responded is not null and arm <> 'control'
                  and (assigned_at is null or assigned_at < getvariable('as_of') + interval 1 day))
select case getvariable('outcome') when 'campaigns answered' then countif(customer_id in (from answered))
            when 'second orders within 180 days'
            then countif(date_diff('day', first_at::date, getvariable('as_of')) >= 180)
            else countif(n_orders > 0 and worth_known) end as block_n
from described join somebody using (customer_id);

-- claim effects by variable: how much stages of life differ, Cramer's V or Kruskal and Wallis' H less what is chance
with staged as (select customer_id, segment_name as stage from assigned
                where scheme = 'demographic' and segment_name <> 'Not known'),
     cells as (select trait, stage, "group", count(*) as o from trait_groups join staged using (customer_id)
               where "group" is not null and trait not in ('Age', 'Household', 'Children', 'Marital status')
               group by all),
     margins as (select *, sum(o) over (partition by trait) as n, sum(o) over (partition by trait, stage)
                   * sum(o) over (partition by trait, "group") / sum(o) over (partition by trait) as e from cells),
     by_category as (
       select trait as variable, any_value(n) as n, any_value(n) * (sum(o * o / e) / any_value(n) - 1) as statistic,
              (count(distinct stage) - 1) * (count(distinct "group") - 1) as df,
              any_value(n) * (least(count(distinct stage), count(distinct "group")) - 1) as scale
       from margins group by trait having df > 0),
     numbers as (
       select stage, unnest([
         {'variable': 'Orders', 'value': n_orders::double}, {'variable': 'Sales less returns', 'value': total_spend},
         {'variable': 'Margin', 'value': total_margin}, {'variable': 'Average order', 'value': average_order_value},
         {'variable': 'Days since the last order', 'value': recency_days::double},
         {'variable': 'Discount', 'value': discount_rate}, {'variable': 'Minutes of service', 'value': service_minutes},
         {'variable': 'Share of orders online', 'value': share_online}], recursive := true)
       from staged join result_customer_features using (customer_id)),
     ranked as (
       select variable, stage, rank() over (partition by variable order by value)
              + (count(*) over (partition by variable, value) - 1) / 2 as place
       from numbers where value is not null),
     centred as (select *, avg(place) over (partition by variable) as middle from ranked),
     parts as (
       select variable, stage, count(*) as n, count(*) * (avg(place) - any_value(middle)) ** 2 as between_stages,
              sum((place - middle) ** 2) as whole
       from centred group by all),
     by_rank as (select variable, sum(n) as n, (sum(n) - 1) * sum(between_stages) / sum(whole) as statistic,
                        count(*) - 1 as df, sum(n) - 1 as scale
                 from parts group by variable having df > 0 and sum(whole) > 0),
     measured as (from by_category union all from by_rank),
     terms as (
       select variable, exp((df / 2 + k) * ln(statistic / 2) - statistic / 2 - lgamma(df / 2 + k + 1)) as term
       from (select *, unnest(range(statistic::bigint + 300)) as k from measured where statistic > 0)),
     tested as (select variable, greatest(1 - sum(term), 0) as p from terms group by variable),
     stepped as (select *, row_number() over (order by p) as nth, p * (count(*) over () + 1 - nth) as step from tested),
     judged as (select *, max(step) over (order by nth) as p_holm from stepped)
select variable, n, sqrt(least(greatest(statistic - df, 0) / scale, 1)) as effect,
       if(p_holm < 0.05, 'yes', 'no') as differs
from measured join judged using (variable);

-- claim apart by segment_name: the three traits that set each stage most surely apart from all (Wilson; Fisher, Holm)
with staged as (select customer_id, segment, segment_name from assigned where scheme = 'demographic'),
     named as (select segment, segment_name, trait, "group" from trait_groups join staged using (customer_id)
               where "group" is not null and trait not in ('Age', 'Household', 'Children', 'Marital status')),
     sizes as (select segment, segment_name, trait, count(*) as n from named group by all),
     kinds as (select trait, "group", count(*) as of_all, sum(count(*)) over (partition by trait) as everybody
               from named group by trait, "group"),
     own as (select segment, trait, "group", count(*) as yes from named group by all),
     cells as (select s.*, k."group", of_all, everybody, coalesce(yes, 0) as yes
               from sizes s join kinds k using (trait) left join own using (segment, trait, "group")),
     tails as (
       select segment, trait, "group", k <= yes as below, k >= yes as above,
              hypergeometric(k, n, of_all, everybody) as chance
       from (select *, unnest(range(greatest(0, n + of_all - everybody)::bigint, least(n, of_all)::bigint + 1)) as k
             from cells)),
     tested as (
       select segment, trait, "group", least(1, 2 * least(sum(chance) filter (below), sum(chance) filter (above))) as p
       from tails group by all),
     stepped as (select *, row_number() over (order by p) as nth, p * (count(*) over () + 1 - nth) as step from tested),
     judged as (select *, max(step) over (order by nth) as p_holm from stepped),
     clear as (
       select segment_name, segment, trait, "group", everybody / of_all as usual, yes / n * usual as often,
              wilson_low(yes, n) * usual as low, wilson_high(yes, n) * usual as high
       from cells join judged using (segment, trait, "group")
       where p_holm < 0.05 and low > 1 and yes >= getvariable('min_cell')
       qualify row_number() over (partition by segment, trait order by low desc) = 1),
     first as (from clear qualify row_number() over (partition by segment order by low desc, trait) <= 3)
select segment_name, string_agg(format('{} {}: {:,.0f} ({:,.0f} to {:,.0f})', trait,
         regexp_replace(replace("group", '_', ' '), '^Under ', 'under '), 100 * often, 100 * low, 100 * high), '; '
         order by low desc, trait) as apart
from first group by segment_name;
