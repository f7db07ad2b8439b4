-- Made of the clean tables and segments alone: who may be profiled, what stood on the last day, who brings what.
create view objectors as select customer_id from customers where coalesce(objected, false);

create view lines as
select *,
       cast(ordered_at as date) as day,
       not coalesce(is_return, false)
         and not coalesce(reversed_at < getvariable('as_of') + interval 1 day, false) as stands
from order_lines
where customer_id is not null
  and ordered_at < getvariable('as_of') + interval 1 day
  and customer_id not in (from objectors);

create view known as
select customer_id from customers
where customer_id not in (from objectors) and coalesce(signup_date <= getvariable('as_of'), true)
union
select customer_id from lines;

create view orders as
select customer_id, order_id, min(ordered_at) as began, max(ordered_at) as ended
from lines where stands group by all;

create view bought as
select customer_id, count(*) as n_orders, min(began) as first_at, max(ended) as last_at,
       date_diff('day', cast(max(ended) as date), getvariable('as_of')) as recency_days
from orders group by all;

create view money as
select customer_id, sum(amount) as spend, sum(margin) as margin from lines group by all;

-- Customers are compared by margin where it is known of nine in ten buyers, by sales where it is not.
create view judged as
select coalesce(avg((m.margin is not null)::int) >= 0.9, false) as by_margin from bought left join money m using (customer_id);

create view described as
select k.customer_id, coalesce(b.n_orders, 0) as n_orders, b.recency_days, b.first_at, b.last_at,
       coalesce(m.spend, 0) as spend, coalesce(m.margin, 0) as margin,
       coalesce(if(by_margin, m.margin, m.spend), 0) as worth, not by_margin or m.margin is not null as worth_known
from known k left join bought b using (customer_id) left join money m using (customer_id) cross join judged;

-- The standard error of a part of a sum, times the sum, by sums of squares of the part and of the whole.
create macro ratio_error(share, squares, whole_squares, n) as
  sqrt(greatest(n / nullif(n - 1, 0) * ((1 - 2 * share) * squares + share ** 2 * whole_squares), 0));

-- Size and money of each segment; the interval of a share of the money is that of a ratio of two sums over customers.
create view schemes as
with sums as (
  select a.scheme, a.segment_name, count(*) as n, sum(d.spend) as total_spend, sum(d.margin) as total_margin,
         sum(d.worth) as total_worth, sum(d.worth::double ** 2) as squares, count(*) filter (d.worth_known) as n_known,
         median(d.n_orders) as median_n_orders, median(d.recency_days) as median_recency_days
  from assigned a join described d using (customer_id) group by a.scheme, a.segment_name
), shares as (
  select *, n / sum(n) over whole as share, total_spend / sum(total_spend) over whole as spend_share,
         total_margin / sum(total_margin) over whole as margin_share, sum(total_worth) over whole as whole_worth,
         total_worth / nullif(sum(total_worth) over whole, 0) as worth_share, sum(squares) over whole as whole_squares,
         sum(n_known) over whole as n_whole
  from sums window whole as (partition by scheme)
), spread as (
  select * exclude (squares, n_known, whole_worth, whole_squares, n_whole),
         1.959964 * ratio_error(worth_share, squares, whole_squares, n_whole) / whole_worth as worth_error
  from shares
)
select *, worth_share - worth_error as worth_low, worth_share + worth_error as worth_high,
       if(coalesce(worth_error, 0) = 0, [worth_share],
          [worth_share, if(worth_share >= 0, greatest(worth_share - worth_error, 0), worth_share - worth_error),
           if(worth_share <= 1, least(worth_share + worth_error, 1), worth_share + worth_error)]) as told
from spread;

-- Whose money makes up the money of each group that a page may name.
create view contributions as
select 'segment ' || scheme as kind, segment_name as name, customer_id, worth as money
from assigned join described using (customer_id)
union all
select 'adopted', segment_name, customer_id, worth from adopted join described using (customer_id)
union all
select kind, name, customer_id, worth
from (unpivot (select customer_id, country, region, city from customers) on country, region, city into name kind value name)
join described using (customer_id)
union all
select kind, name, customer_id, sum(amount)
from (unpivot (select customer_id, amount, product, category from lines join products using (product_id))
      on product, category into name kind value name)
group by all;

-- Groups of which two customers hold nine tenths of the money, or of which the largest could be told to within a tenth by
-- the second: (total - first - second) / first below 0.1.
create view groups as
select kind, name, n, total > 0 and (first + second >= 0.9 * total or total - first - second < 0.1 * first) as dominated
from (
  select kind, name, count(*) as n, sum(abs(money)) as total, max(abs(money)) as first,
         coalesce(max(abs(money), 2)[2], 0) as second
  from contributions group by all);

-- Ends of the 95% interval of a share: Wilson's score interval of k of n.
create macro z95() as 1.959963984540054::double;
create macro wilson_end(k, n, side) as
  (k + z95() ** 2 / 2 + side * z95() * sqrt(k * (n - k) / n + z95() ** 2 / 4)) / (n + z95() ** 2);
create macro wilson_low(k, n) as if(k = 0, 0.0, wilson_end(k, n, -1));
create macro wilson_high(k, n) as if(k = n, 1.0, wilson_end(k, n, 1));

-- The 97.5% point of Student's t by Fisher and Cornish's series, for 30 degrees of freedom or more.
create macro t975(v) as z95() + (z95() ** 3 + z95()) / (4 * v)
  + (5 * z95() ** 5 + 16 * z95() ** 3 + 3 * z95()) / (96 * v ** 2)
  + (3 * z95() ** 7 + 19 * z95() ** 5 + 17 * z95() ** 3 - 15 * z95()) / (384 * v ** 3)
  + (79 * z95() ** 9 + 776 * z95() ** 7 + 1482 * z95() ** 5 - 1920 * z95() ** 3 - 945 * z95()) / (92160 * v ** 4)
  + (27 * z95() ** 11 + 339 * z95() ** 9 + 930 * z95() ** 7 - 1782 * z95() ** 5 - 765 * z95() ** 3 + 17955 * z95())
    / (368640 * v ** 5);

-- The probability that k of n drawn are among the marked of all.
create macro ways(n, k) as lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
create macro hypergeometric(k, n, marked, everybody) as
  exp(ways(marked, k) + ways(everybody - marked, n - k) - ways(everybody, n));

-- Who bought which kind of goods over the last whole years, or all time in the first, where a climate is known.
create view goods_by_climate as
with reach as (select 365 * greatest((getvariable('as_of') - min(day) + 1) // 365, 1) as days from lines),
     kinds as (select product_id, max(category) as category from products group by all),
     placed as (select customer_id, segment_name as "group" from assigned where scheme = 'geographic_climate'
                and segment_name not in ('Other climates', 'Climate not known'))
select distinct customer_id, coalesce(category, 'All goods') as category, "group"
from lines join placed using (customer_id) left join kinds using (product_id), reach
where stands and coalesce(is_product, true) and day > getvariable('as_of') - days::int;

-- How far customers live from the nearest store of client.yml, on the sphere; of nobody where somebody's coordinates
-- are not known: they are then placed by a gazetteer.
create view nearest as
with stores as (
       select kind as store, any_value(price) filter (name like '%.latitude') as latitude,
              any_value(price) filter (name like '%.longitude') as longitude
       from prices where name like 'geographic.stores.%' group by kind),
     located as (
       select customer_id, c.latitude, c.longitude from known left join customers c using (customer_id)),
     apart as (
       select customer_id, store, 2 * 6371 * asin(sqrt(
                sin(radians(s.latitude - l.latitude) / 2) ** 2 + cos(radians(l.latitude)) * cos(radians(s.latitude))
                * sin(radians(s.longitude - l.longitude) / 2) ** 2)) as km
       from located l, stores s
       where not exists (from located where not coalesce(abs(latitude) <= 90 and abs(longitude) <= 180
                                                         and (latitude <> 0 or longitude <> 0), false)))
select customer_id, arg_min(store, km) as store, min(km) as km from apart group by customer_id;

-- What customers with an order are worth by segment of where they are, and by city.
create view placed as
select scheme, segment_name as place, customer_id, worth::double as worth
from assigned join described using (customer_id)
where scheme like 'geographic_%' and n_orders > 0 and worth_known
union all
select 'city', concat_ws('/', country, region, city), customer_id, worth::double
from customers join described using (customer_id)
where n_orders > 0 and worth_known and country is not null and city is not null;

-- The same with chance taken out: normal means drawn from a normal distribution, averaged over its spread by restricted
-- likelihood on a grid of 401 steps; places of few customers take no part.
create view shrunken as
with kept as (select *, count(*) over (partition by scheme, place) as n from placed
              qualify n >= if(scheme = 'city', getvariable('min_cell'), 10)),
     means as (select scheme, place, any_value(n) as n, avg(worth) as mean, var_pop(worth) * any_value(n) as squares
               from kept group by all),
     pooled as (select scheme, sum(squares) / nullif(sum(n) - count(*), 0) as sigma2, count(*) as n_places
                from means group by scheme),
     ends as (select scheme, min(worth) as least, max(worth) as most from kept group by scheme),
     steps as (select *, sigma2 * (i / 400) ** 4 as tau2, sqrt(sigma2) * (i / 400) ** 2 as tau
               from pooled, (select unnest(range(401)) as i) where sigma2 > 0 and n_places > 1),
     grid as (
       select *, (coalesce(lead(tau) over up, tau) - coalesce(lag(tau) over up, tau)) / if(i in (0, 400), 1, 2) as wide
       from steps window up as (partition by scheme order by i)),
     fits as (
       select scheme, i, any_value(wide) as wide, sum(1 / (tau2 + sigma2 / n)) as precise,
              sum(mean / (tau2 + sigma2 / n)) / precise as mu,
              -0.5 * (sum(ln(tau2 + sigma2 / n)) + ln(precise) + sum(mean ** 2 / (tau2 + sigma2 / n))
                      - mu ** 2 * precise) as likelihood
       from grid join means using (scheme) group by scheme, i),
     weighed as (select *, exp(likelihood - max(likelihood) over (partition by scheme)) * wide as weight from fits),
     told as (
       select scheme, place, n, mean, weight, tau2 / (tau2 + sigma2 / n) as own, own * mean + (1 - own) * mu as centre,
              own * sigma2 / n + (1 - own) ** 2 / precise as spread
       from grid join weighed using (scheme, i) join means using (scheme)),
     averaged as (
       select scheme, place, n, mean, sum(weight * centre) / sum(weight) as estimate,
              sqrt(sum(weight * (spread + centre ** 2)) / sum(weight) - estimate ** 2) as error
       from told group by scheme, place, n, mean)
select scheme, place, n, mean, estimate, greatest(least(estimate - 1.959964 * error, most), least) as low,
       greatest(least(estimate + 1.959964 * error, most), least) as high
from averaged join ends using (scheme)
union all
select scheme, place, n, mean, mean, mean - 1.959964 * sqrt(sigma2 / n), mean + 1.959964 * sqrt(sigma2 / n)
from means join pooled using (scheme) where not coalesce(sigma2 > 0 and n_places > 1, false);

-- Answers that are numbers, of the questions that may make segments, and who gave them; the codebook says the rest.
create view answers as
select coalesce(s.customer_id, 'respondent ' || s.respondent_id) as who, s.customer_id is not null as is_customer,
       item_id, try_cast(answer as double) as answer, construct, coalesce(reverse, false) as reverse,
       try_cast(regexp_extract(scale, '^(\d+)-(\d+)$', 1) as int)
         + try_cast(regexp_extract(scale, '^(\d+)-(\d+)$', 2) as int) as ends
from survey s left join survey_items using (item_id)
where (s.customer_id is null or s.customer_id in (from (select customer_id from known)))
  and (item_id in (from chosen_items) or not exists (from chosen_items));

-- How much above the others everybody agrees, whatever is asked: statements and their opposites together, of constructs
-- worded both ways, as far as Cronbach's alpha over these trusts it.
create view agreement as
with items as (select *, answer - avg(answer) over (partition by item_id) as above
               from answers where construct is not null),
     both_ways as (select construct, count(*) over () as k from items
                   group by construct having count(distinct reverse) = 2),
     parts as (
       select who, construct, any_value(k) as k,
              (avg(above) filter (reverse) + avg(above) filter (not reverse)) / 2 as style
       from items join both_ways using (construct) group by who, construct),
     complete as (select who, sum(style) as total from parts group by who having count(style) = any_value(k)),
     own as (select construct, var_samp(style) as spread from parts semi join complete using (who) group by construct),
     trusted as (select greatest(0, count(*) / (count(*) - 1)
                                    * (1 - sum(spread) / (select var_samp(total) from complete))) as share
                 from own having count(*) > 1)
select who, avg(style) * share as style, share from parts, trusted group by who, share;

-- The segments of those whose answers are in use, customers and others.
create view respondents as
select customer_id, segment_name, probability
from (select customer_id, segment_name, probability from assigned where scheme = 'psychographic'
      union all from outsiders)
where segment_name not in ('Did not answer', 'Answers not usable');

-- The same with their size, and the money of those who are customers.
create view opinions as
with sums as (
  select segment_name, count(*) as n, sum(worth) as money, sum(worth::double ** 2) as squares,
         count(*) filter (worth_known) as n_known, avg((probability >= 0.8)::int) as sure
  from respondents left join described using (customer_id) group by all),
shares as (
  select *, sum(n) over () as everybody, n / everybody as share, sum(money) over () as whole,
         money / nullif(whole, 0) as money_share,
         1.959964 * ratio_error(money_share, squares, sum(squares) over (), sum(n_known) over ()) / whole as error
  from sums)
select *, greatest(money_share - error, 0) as money_low, money_share + error as money_high from shares;

-- The rows that came in from a file, also where its lines hold the answers to several questions.
create macro came_in(of_table, rows, rejected) as
  rejected + (rows - rejected) * coalesce((select max(times) from made_long where name = of_table), 1);

-- For how many rows, or customers, what a question rests on is known; missing where a table is.
create view asked as
with of_lines as (
       select avg((amount is not null)::int) as "Who buys, how often and for how much",
              avg((margin is not null)::int) as "Which customers earn money",
              if(count(*) = 0, null, least(1, (max(ordered_at)::date - min(ordered_at)::date + 1) / 365))
                as "What a customer is worth over time"
       from order_lines),
     of_customers as (
       select avg((coalesce(birth_date::varchar, birth_year::varchar, age::varchar, gender, income::varchar, education,
                            occupation, household_size::varchar, children::varchar) is not null)::int)
                as "Who the customers are",
              avg((coalesce(country, region, city, postal_code, latitude::varchar) is not null)::int)
                as "Where they live",
              avg((customer_id in (select customer_id from survey))::int) as "What they think and value",
              avg((customer_id in (select customer_id from touchpoints))::int) as "What they look at before they buy",
              avg((customer_id in (select customer_id from service_contacts))::int) as "What serving them takes",
              avg((coalesce(email, phone) is not null and coalesce(marketing_consent, false)
                   and not coalesce(objected, false))::int) as "Whom one may write to"
       from customers),
     of_campaigns as (
       select avg((campaign_id in (select campaign_id from assignments where arm = 'control'))::int)
                as "Whether a campaign paid"
       from assignments),
     every as (select question, share from of_lines unpivot include nulls (share for question in (columns(*)))
               union all
               select question, share from of_customers unpivot include nulls (share for question in (columns(*)))
               union all
               select question, share from of_campaigns unpivot include nulls (share for question in (columns(*))))
select question, share, case when share >= 0.5 then 'yes' when share >= 0.1 then 'in part' else 'no' end as answer
from every;

-- The segments that the pages after 06 go by: those that were adopted, else those of recency, frequency and money.
create view go_by as
select customer_id, segment_name from adopted
union all select customer_id, segment_name from assigned where scheme = 'rfm' and not exists (from adopted);

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

-- The days on which customers bought, of those who had bought by the edge: the last half of the weeks, at most 52, lies
-- after it, and what came back after it had not come back then.
create view bought_days as
with edges as (
  select getvariable('as_of') - 7 * cast(least((getvariable('as_of') - min(day) + 1) // 14, 52) as integer) as edge
  from lines where stands),
before as (
  select distinct customer_id, day, edge from lines, edges
  where day <= edge and not coalesce(is_return, false) and not coalesce(reversed_at < edge + interval 1 day, false))
select *, min(day) over (partition by customer_id) as opening
from (from before union
      select customer_id, day, edge from lines, edges
      where stands and day > edge and customer_id in (select customer_id from before));

-- Who was drawn for a campaign, in one of its arms only, with the margin by which campaigns are judged: that of the
-- files, else revenue times a rate, else what client.yml says that a response is worth.
create view drawn as
with kept as (
  select * from assignments where customer_id not in (from objectors)
  window each as (partition by campaign_id, customer_id)
  qualify min(arm) over each = max(arm) over each and row_number() over each = 1),
known as (select count(margin) > 0 as margins, count(revenue) > 0 as revenues from kept),
of_lines as (
  select if(sum(amount) filter (margin is not null) >= 0.9 * sum(amount),
            sum(margin) / sum(amount) filter (margin is not null), null) as rate
  from order_lines where customer_id is null or customer_id not in (from objectors))
select kept.* replace (case when margins then margin
         when revenues then revenue * coalesce(getvariable('roi.margin_rate'), rate)
         else responded::int * getvariable('roi.response_worth') end as margin)
from kept, known, of_lines;

-- Each arm of each campaign, in the order of their days: its name, what a contact cost, and over how many days.
create view arms as
with sizes as (
  select campaign_id, arm, count(distinct customer_id) as addressed, min(customer_id) as first, min(assigned_at) as day
  from assignments where arm <> 'control' and customer_id not in (from objectors) group by all),
listed as (
  select *, coalesce(fixed_cost, getvariable('roi.fixed_cost')) as fixed,
         coalesce(unit_cost, getvariable('roi.unit_cost')) as unit, coalesce(name, campaign_id) as own,
         coalesce(min(starts) over each, min(day) over each) as begins,
         coalesce(window_days, getvariable('roi.window_days'), ends - starts + 1) as days
  from sizes left join campaigns using (campaign_id, arm) window each as (partition by campaign_id)),
named as (
  select *, if(min(campaign_id) over (partition by own) < max(campaign_id) over (partition by own),
               own || ' (' || campaign_id || ')', own) as called from listed),
counted as (select campaign_id, arm, count(*) as contacts from drawn group by all),
controls as (select campaign_id, count(*) as n_control from drawn where arm = 'control' group by all)
select campaign_id, arm, called, called || if(count(*) over (partition by campaign_id) > 1, ' (' || arm || ')', '') as what,
       row_number() over (order by begins, campaign_id, first) as place, begins::date as begins, days as window_days,
       addressed, coalesce(contacts, 0) as contacts, coalesce(n_control, 0) as n_control,
       coalesce(unit, if(fixed is null, null, 0)) as unit,
       if(fixed is null and unit is null, null, coalesce(unit, 0) + coalesce(fixed, 0) / addressed) as a_contact
from named left join counted using (campaign_id, arm) left join controls using (campaign_id);

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

-- Campaigns with a control group that can be judged: the last six, and of each the customers of whom it is known what
-- they brought, in two arms of thirty or more at least.
create view trials as
with tested as (
  select campaign_id, any_value(called) as called, any_value(begins) as begins,
         any_value(n_control) + sum(contacts) as n
  from arms where n_control > 0 group by campaign_id order by begins desc, n desc, campaign_id limit 6),
known as (
  select campaign_id, customer_id, arm,
         count(margin) over each > 0 as by_margin, count(revenue) over each > 0 as by_revenue,
         case when by_margin then margin is not null when by_revenue then revenue is not null
              else responded is not null end as is_known
  from drawn window each as (partition by campaign_id)),
sized as (
  select *, count(*) filter (is_known) over (partition by campaign_id, arm) as in_arm from known)
select campaign_id, called, customer_id, s.arm, by_margin or by_revenue as in_money, begins,
       if(s.arm = 'control', 0, coalesce(unit, 0)) as unit,
       dense_rank() over (order by t.begins desc, t.n desc, campaign_id) as place
from sized s join tested t using (campaign_id)
left join (select campaign_id, arm, unit from arms) using (campaign_id, arm) where is_known and in_arm >= 30
qualify min(s.arm) over (partition by campaign_id) < max(s.arm) over (partition by campaign_id);

-- The tests that would prove what the next campaign does, with the customers in each group so that four of five find
-- it: lifts of what the control groups did, else all who were addressed, else of what customers bought in the last days.
create view planned as
with alike as (
  select margin, revenue, responded from drawn where arm = 'control' or not exists (from drawn where arm = 'control')),
spent as (
  select customer_id, coalesce(sum(amount) filter (day > getvariable('as_of')
         - coalesce(getvariable('roi.window_days'), days, 30)::int), 0) as money
  from lines, (select floor(median(window_days)) as days from arms) group by customer_id, days),
rates as (
  select coalesce(getvariable('roi.margin_rate'), if(known >= 0.9 * every, margin / known, null), 1) as rate
  from (select sum(amount) filter (margin is not null) as known, sum(amount) as every, sum(margin) as margin from lines)),
parts as (
  select avg(responded::int) as share, count(margin) > 0 as by_margin,
         if(count(revenue) = 0 and any_value(by_files) = 0, getvariable('roi.response_worth'), null) as worth,
         case when worth is not null then null when count(margin) > 0 then avg(margin)
              when count(revenue) > 0 then avg(revenue)
              else (select avg(money) * any_value(rate) from spent, rates) end as mean,
         case when worth is not null then null when count(margin) > 0 then stddev_samp(margin)
              when count(revenue) > 0 then stddev_samp(revenue)
              else (select stddev_samp(money) * any_value(rate) from spent, rates) end as sd,
         (select sum(a_contact * addressed) / sum(addressed) filter (a_contact is not null) from arms) as cost,
         greatest((select count(distinct customer_id) from drawn), (select count(*) from spent)) as there
  from alike right join (select count(margin) as by_files from assignments) on true),
asked as (
  select 1 as place, 'Share who respond' as what, share as without, share * lift * getvariable('roi.lift') as effect, *
  from parts, (select unnest([0.5, 1, 2]) as lift) where share > 0 and share < 1
  union all by name
  select 2 as place, if(by_margin, 'Margin a customer', 'Money a customer') as what, mean as without,
         mean * lift * getvariable('roi.lift') as effect, *
  from parts, (select unnest([0.5, 1, 2]) as lift) where sd > 0 and mean > 0
  union all by name
  select 1 as place, 'A contact pays for itself' as what, share as without, cost / worth as effect, * from parts
  where cost > 0 and worth > 0 and share > 0 and share < 1
  union all by name
  select 2 as place, 'A contact pays for itself' as what, mean as without, cost as effect, * from parts
  where cost > 0 and sd > 0),
sized as (
  select *, without + effect as q, (without + q) / 2 as middle, case when place = 2 then
         2 * ((z95() + 0.8416212335729143) * sd / effect) ** 2 when q <= 1 then
         ((z95() * sqrt(2 * middle * (1 - middle)) + 0.8416212335729143 * sqrt(share * (1 - share) + q * (1 - q)))
          / effect) ** 2 end as least
  from asked)
select what, place, lift is not null as is_lift, without, effect, greatest(ceil(least), 2) as an_arm, there,
       2 * an_arm <= there as enough
from sized where least is not null;

-- What each arm brought beyond its control group, by Welch, less what seven numbers known on the eve of the campaign
-- foretell of each customer within the arms: least squares, by eliminating one number after the other.
create view effects as
with money as (
  select campaign_id, customer_id, arm,
         unnest([{'outcome': 'margin', 'y': margin::double}, {'outcome': 'revenue', 'y': revenue}], recursive := true)
  from drawn where campaign_id in (select campaign_id from drawn where arm = 'control')),
rows as (select *, count(*) over (partition by campaign_id, outcome) as n from money where y is not null),
eves as (
  select campaign_id, any_value(begins) as begins from arms, (select name from clean_rows where name = 'order_lines')
  where begins is not null group by campaign_id),
history as (
  select campaign_id, customer_id, begins - 1 - max(day) filter (stood) as recency,
         begins - 1 - min(day) filter (stood) as tenure,
         coalesce(sum(amount), 0)::double as spend, count(distinct order_id) filter (stood) as n_orders,
         sum(amount) filter (stood) as standing
  from (select campaign_id, begins, lines.*,
               not coalesce(is_return, false) and not coalesce(reversed_at < begins, false) as stood
        from eves join lines on day < begins) group by campaign_id, customer_id, begins),
numbers as (
  select r.campaign_id, r.customer_id, r.arm, outcome, y, unnest([1, 2, 3, 4, 5, 6, 7]) as k,
         unnest(if(coalesce(b.customer_id, c.customer_id) is null, null, [
           coalesce(n_orders, 0), coalesce(spend, 0), (standing / nullif(n_orders, 0))::double, recency, tenure,
           coalesce(spend / (greatest(tenure, 30) / 365.25), 0), ln(1 + greatest(coalesce(spend, 0), 0))])::double[]) as x
  from rows r join eves using (campaign_id) left join history b using (campaign_id, customer_id)
  left join customers c on c.customer_id = r.customer_id where n >= 50),
filled as (
  select * replace (coalesce(x, avg(x) over every, 0) as x)
  from numbers window every as (partition by campaign_id, outcome, k)),
scaled as (
  select * replace (coalesce((x - avg(x) over every) / nullif(stddev_pop(x) over every, 0), 0) as x)
  from filled window every as (partition by campaign_id, outcome, k)),
within as (
  select *, x - avg(x) over each as u, y - avg(y) over each as v
  from scaled window each as (partition by campaign_id, outcome, k, arm)),
lists as (
  select campaign_id, customer_id, arm, outcome, any_value(y) as y, list(x order by k) as x, list(u order by k) as u,
         any_value(v) as v from within group by all),
places as (select i, j from range(1, 8) a(i), range(1, 9) b(j)),
sums as (
  select campaign_id, outcome, i, list(s order by j) as row
  from (select campaign_id, outcome, i, j, sum(u[i] * if(j = 8, v, u[j])) as s from lists, places group by all)
  group by all),
solved as (
  with recursive steps as (
    select campaign_id, outcome, 0 as k, list(row order by i) as m from sums group by all
    union all
    select campaign_id, outcome, k + 1,
           if(abs(m[k + 1][k + 1]) < 1e-6, m, list_transform(m, lambda r, i: list_transform(r, lambda v, j:
             if(i = k + 1, v, v * m[k + 1][k + 1] - r[k + 1] * m[k + 1][j]) / m[k + 1][k + 1])))
    from steps where k < 7)
  select campaign_id, outcome, m from steps where k = 7),
adjusted as (
  select campaign_id, customer_id, arm, outcome,
         y - list_sum(list_transform(x, lambda v, i: if(abs(m[i][i]) < 1e-6, 0, v * m[i][8]))) as y
  from lists join solved using (campaign_id, outcome)),
brought as (
  select campaign_id, arm, outcome, coalesce(a.y, r.y) as y
  from rows r left join adjusted a using (campaign_id, customer_id, arm, outcome)),
groups as (
  select campaign_id, arm, outcome, count(*) as n, avg(y) as mean, var_samp(y) / count(*) as error
  from brought group by all),
pairs as (
  select g.campaign_id, g.arm, outcome, g.n + c.n as n, g.mean - c.mean as effect, sqrt(g.error + c.error) as se,
         (g.error + c.error) ** 2 / (g.error ** 2 / (g.n - 1) + c.error ** 2 / (c.n - 1)) as df
  from groups g join groups c using (campaign_id, outcome) where c.arm = 'control' and g.arm <> 'control'
        and least(g.n, c.n) > 1 and g.error + c.error > 0)
select campaign_id, arm, outcome, n, df, effect, effect - t975(df) * se as low, effect + t975(df) * se as high
from pairs;

-- The same in margin of today, a contact, beside what a contact cost; of arms that are large enough to be shown.
create view earnings as
select a.*, n, df, effect * later as effect, low * later as low, high * later as high
from (select *, (1 + getvariable('roi.discount_rate')) ** -(coalesce(window_days, 0) / 2 / 365.25) as later from arms) a
join effects e using (campaign_id, arm)
where outcome = 'margin' and least(contacts, n_control) >= getvariable('min_cell');
