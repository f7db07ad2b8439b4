-- Who answered, and what.

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
