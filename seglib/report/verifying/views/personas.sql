-- Who is in a segment that is gone by: where none was adopted, respondents whom the shop does not know.
create view members as
select customer_id, segment, segment_name from adopted
where segment not in ('not_yet_bought', 'not_known', 'did_not_answer', 'unusable')
union all
select respondent, null, segment_name from outsiders
where not exists (from adopted) and segment_name not in ('Did not answer', 'Answers not usable');

-- What each of them brought in the last year.
create view last_year as
with brought as (
  select customer_id, sum(if(by_margin, margin, amount)) as worth
  from lines cross join judged where day > getvariable('as_of') - 365 group by all)
select segment_name, customer_id, coalesce(b.worth, 0)::double as worth
from members join described using (customer_id) left join brought b using (customer_id) where worth_known;

-- What page 07 measures of each customer, under the names that it gives.
create view measured_people as
with standing as (
  select customer_id, order_id, min(ordered_at) as began, min(sales_channel) as channel, sum(amount) as amount
  from lines where stands group by all),
of_orders as (
  select customer_id, count(*) as n, sum(amount)::double as amount, nullif(count(channel), 0) as known,
         count(*) filter (channel = 'online') as online, count(*) filter (channel = 'store') as store,
         count(*) filter (channel = 'phone') as phone, count(*) filter (month(began) between 4 and 6) as spring,
         count(*) filter (month(began) >= 11) as year_end
  from standing group by all),
of_money as (
  select customer_id, coalesce(-sum(amount) filter (is_return), 0)::double as returned,
         (coalesce(sum(amount), 0) - coalesce(sum(amount) filter (is_return), 0))::double as gross,
         coalesce(sum(discount) filter (not coalesce(is_return, false)), 0)::double as off
  from lines group by all),
contacts as (
  select customer_id, count(*) filter (channel = 'web') as web, count(*) filter (channel = 'app') as app,
         count(*) filter (channel = 'email') as email, count(*) filter (channel = 'social') as social
  from touchpoints where "at" < getvariable('as_of') + interval 1 day group by all),
helped as (
  select customer_id, sum(minutes::decimal(18, 3))::double as minutes from service_contacts
  where "at" < getvariable('as_of') + interval 1 day group by all),
wide as (
  select d.customer_id,
    if(worth_known, worth, null)::double as "money a customer", recency_days::double as "days since the last order",
    o.n::double as "orders", o.amount / o.n as "average order", (o.n = 1)::int::double as "share with one order so far",
    (recency_days <= 365)::int::double as "share with an order in the last year",
    off / nullif(gross + off, 0) as "discount",
    if(o.n > 0, returned / nullif(gross, 0), null) as "share of the value sent back",
    online / known as "share of orders online", store / known as "share of orders in the store",
    o.phone / known as "share of orders by phone", spring / o.n as "share of orders in April to June",
    year_end / o.n as "share of orders in November and December", coalesce(web, 0)::double as "visits on the web",
    coalesce(app, 0)::double as "visits in the app", coalesce(contacts.email, 0)::double as "contacts by e-mail",
    coalesce(social, 0)::double as "contacts on social media", service_effort::double as "service effort from 1 to 10",
    if(o.n > 0, coalesce(minutes, 0) / o.n, null) as "minutes of help an order", followers::double as "followers",
    coalesce(marketing_consent, false)::int::double as "share that agreed to be written to",
    (case when birth_date is not null
            then year(getvariable('as_of')) - year(birth_date)
              - (strftime(getvariable('as_of'), '%m%d') < strftime(birth_date, '%m%d'))::int
          when birth_year is not null then year(getvariable('as_of')) - birth_year
            - (strftime(getvariable('as_of'), '%m%d') < '0702')::int
          else customers.age end)::double as "age",
    income::double as "income"
  from described d left join of_orders o using (customer_id) left join of_money using (customer_id)
  left join contacts using (customer_id) left join helped using (customer_id) left join customers using (customer_id))
select customer_id, source, value from wide unpivot (value for source in (columns(* exclude (customer_id))));

-- What page 07 counts of each customer in words.
create view described_people as
with categories as (select product_id, min(category) as category from products group by all),
spent as (
  select customer_id, category, sum(amount) as spend from lines join categories using (product_id)
  where stands and coalesce(is_product, true) and category is not null group by all),
top as (from spent qualify row_number() over (partition by customer_id order by spend desc, category) = 1)
select customer_id, source, value from (
  select customer_id, unnest([
    {'source': 'Gender', 'value': gender}, {'source': 'Education', 'value': education},
    {'source': 'Occupation', 'value': occupation}, {'source': 'Marital status', 'value': marital_status},
    {'source': 'Web skill', 'value': web_skill}, {'source': 'Device', 'value': device},
    {'source': 'Referral', 'value': referral}, {'source': 'How they were won', 'value': acquisition_channel},
    {'source': 'Kind of place', 'value': area_type}, {'source': 'Buys most of', 'value': category}], recursive := true)
  from members left join customers using (customer_id) left join top using (customer_id))
where value is not null;
