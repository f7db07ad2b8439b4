-- claim returns, draw, checks, did, forest, segments-*, assumptions, naive, gaps: who was drawn for a campaign
select count(distinct customer_id) as block_n, count(distinct campaign_id) as campaigns from drawn;

-- claim arm-*: what a contact cost, what it brought with its interval, and the customers of whom that is known
select a_contact as cost, effect, low as block_low, high as block_high, n as block_n
from earnings where what = getvariable('what') and df >= 30
union all by name
select effect, low as block_low, high as block_high, n as block_n
from effects join arms using (campaign_id, arm)
where what = getvariable('what') and df >= 30 and not exists (from effects where outcome = 'margin');

-- claim earned: how many campaigns surely earned, or cost, more, or brought more revenue
with sized as (select *, least(contacts, n_control) >= getvariable('min_cell') as shown from arms where n_control > 0)
select if(count(e.effect) > 0, count(*), count(r.effect)) as "all", count(*) filter (e.low > s.a_contact) as pays,
       count(*) filter (e.high < s.a_contact) as loses, "all" - pays - loses as open, count(*) filter (r.low > 0) as up,
       (select count(distinct customer_id) from drawn) as block_n
from sized s left join earnings e using (campaign_id, arm)
left join (from effects where outcome = 'revenue') r on r.campaign_id = s.campaign_id and r.arm = s.arm and shown
having count(*) > 0;

-- claim returns by what: contacts, cost, and what came beyond it, with its interval
select what, contacts, contacts * a_contact as cost, [effect * contacts, low * contacts, high * contacts] as earned,
       [effect / a_contact - 1, low / a_contact - 1, high / a_contact - 1] as roi_told
from earnings where a_contact > 0;

-- claim returns by what, contacts: what is not proven, and what cost more than it earned
select what, contacts, if(high < a_contact, 'Cost more than it earned', 'Not proven either way') as says
from earnings where a_contact is not null and not low > a_contact;

-- claim did by what, outcome_label: what customers did with the campaign and without it
with outcomes as (
  select campaign_id, arm, unnest([
    {'outcome_label': 'Responded', 'value': responded::int::double},
    {'outcome_label': 'Bought', 'value': (revenue > 0)::int},
    {'outcome_label': 'Revenue a customer', 'value': revenue}, {'outcome_label': 'Margin a customer', 'value': margin}
    ], recursive := true) from drawn),
means as (select campaign_id, arm, outcome_label, avg(value) as mean from outcomes group by all having count(value) > 0)
select what, outcome_label, m.mean as with_told, c.mean as without_told
from means m join means c using (campaign_id,
  outcome_label) join arms a on a.campaign_id = m.campaign_id and a.arm = m.arm
where c.arm = 'control';

-- claim did by outcome_label, what: differences, of shares in points and with Newcombe's interval, of money Welch's
with outcomes as (
  select campaign_id, arm, unnest([
    {'outcome_label': 'Responded', 'did': responded}, {'outcome_label': 'Bought', 'did': revenue > 0}],
      recursive := true)
  from drawn),
shares as (
  select campaign_id, arm, outcome_label, avg(did::int) as p, wilson_low(count(*) filter (did), count(did)) as low,
         wilson_high(count(*) filter (did), count(did)) as high from outcomes group by all having count(did) > 0)
select what, outcome_label, [100 * (m.p - c.p),
       100 * (m.p - c.p - sqrt((m.p - m.low) ** 2 + (c.high - c.p) ** 2)),
       100 * (m.p - c.p + sqrt((m.high - m.p) ** 2 + (c.p - c.low) ** 2))] as told
from shares m join shares c using (campaign_id,
  outcome_label) join arms a on a.campaign_id = m.campaign_id and a.arm = m.arm
where c.arm = 'control'
union all
select what, upper(outcome[1]) || outcome[2:] || ' a customer', [effect, low, high]
from effects join arms using (campaign_id, arm);

-- claim checks by asked, answer: whether the groups are as large as they were drawn, and everybody is in one only
with sizes as (
  select campaign_id, arm, count(*) as n, sum(count(*)) over each as whole, count(*) over each as k
  from drawn group by campaign_id, arm window each as (partition by campaign_id)),
drawn_as as (
  select campaign_id, [10.828, 13.816, 16.266, 18.467, 20.515][max(k) - 1] as most,
         sum((n - whole / k) ** 2 / (whole / k)) as chi2, min(whole / k) as least from sizes group by campaign_id),
twice as (
  select campaign_id, max(arms) > 1 as any_twice
  from (select campaign_id, customer_id, count(distinct arm) as arms from assignments
        where customer_id not in (from objectors) group by all) group by campaign_id),
found as (
  select campaign_id, 'Are the groups as large as they were drawn?' as asked,
         case when least < 5 then 'Too few customers to tell' when chi2 > most then 'No' else 'Yes' end as answer
  from drawn_as where not exists (from prices where name = 'roi.shares') and most is not null
  union all select campaign_id, 'Was everybody in one group only?', if(any_twice, 'No', 'Yes') from twice)
select asked, answer, string_agg(called, ', ' order by place) as name
from found join (select campaign_id, any_value(called) as called, min(place) as place from arms where n_control > 0
                 group by campaign_id) using (campaign_id)
group by all;

-- claim covered: how many made-up campaigns there were at least, the fewer the more amounts had to be drawn
with pairs as (
  select count(*) filter (coalesce(d.margin, d.revenue) <> 0) as amounts,
         count(*) filter (d.arm = 'control') as n_control,
         count(*) filter (d.arm <> 'control') as n
  from drawn d join arms a on a.campaign_id = d.campaign_id and d.arm in (a.arm, 'control')
  where coalesce(d.margin, d.revenue) is not null group by a.campaign_id, a.arm)
select min(greatest(50, least(1000, 5000000 // amounts))) as block_n
from pairs where amounts > 0 and least(n, n_control) >= greatest(getvariable('min_cell'), 2) having count(*) > 0;

-- claim forest by group, label: what a contact brought all customers, and the effects that are kept of each segment
select what as "group", 'All customers' as label, contacts, effect, low, high from earnings where df >= 30
union all by name
select what as "group", 'All customers' as label, contacts, effect, low, high
from effects join arms using (campaign_id, arm) where df >= 30 and not exists (from effects where outcome = 'margin')
union all by name
select what as "group", segment as label, r.contacts, effect, low, high
from result_roi r join arms using (campaign_id, arm) where low < 'infinity' and segment <> 'everybody';

-- claim segments-* by segment: contacts, and the return out of its parts
select segment, r.contacts, a.a_contact, [effect, low, high] as told,
       [effect / a.a_contact - 1, low / a.a_contact - 1, high / a.a_contact - 1] as roi_told
from result_roi r join arms a using (campaign_id, arm)
where 'segments-' || place = getvariable('id') and segment <> 'everybody' and low < 'infinity';

-- claim segments-* by segment, contacts: what to do, where it is not to test again
with told as (
  select segment, r.contacts, low, high, needed, a.a_contact as goal, place
  from result_roi r join arms a using (campaign_id, arm) where segment <> 'everybody' and low < 'infinity')
select segment, contacts, case when low > goal then 'It paid here: do it again.'
       when high < goal then 'It did not pay here: test it before doing it again.'
       else 'Treat it like all customers.' end as advice
from told where 'segments-' || place = getvariable('id') and goal is not null
      and (low > goal or high < goal or coalesce(needed, 'infinity') > 5 * contacts);

-- claim naive by name: what all who were addressed did, as if none would have without it
select called as name, sum(contacts) as contacts, any_value(share) as share_responded,
       sum(a_contact * addressed) as cost,
       any_value(brought) as revenue, any_value(brought) - sum(a_contact * addressed) as profit
from arms join (
  select campaign_id, avg(responded::int) as share, coalesce(sum(margin), sum(revenue)) as brought
  from drawn where arm <> 'control' group by all) using (campaign_id)
where n_control = 0 group by campaign_id, called;

-- claim naive-profit: what all who were addressed brought, as if none would have without it
select sum(contacts) as block_n, sum(a_contact * addressed) as cost, any_value(brought) as revenue,
       any_value(brought) - sum(a_contact * addressed) as profit
from arms join (
  select campaign_id, coalesce(sum(margin), sum(revenue)) as brought from drawn where arm <> 'control' group by all
) using (campaign_id) where n_control = 0 and called = getvariable('what');

-- claim gaps by name: what those who were addressed spent beside others, while it ran and as long before
with windows as (
  select campaign_id, any_value(called) as name, any_value(begins) as begins, max(window_days)::int as days,
         sum(contacts) as contacts from arms where n_control = 0 group by campaign_id),
known as (
  select w.*, d.customer_id, a.customer_id is not null as addressed
  from windows w join first_days d on d.first_day < w.begins
  left join (from drawn where arm <> 'control') a on a.campaign_id = w.campaign_id and a.customer_id = d.customer_id),
sums as (
  select name, contacts, k.customer_id, addressed,
         coalesce(sum(amount) filter (day >= begins and day < begins + days), 0)::double as now,
         coalesce(sum(amount) filter (day >= begins - days and day < begins), 0)::double as before
  from known k left join lines using (customer_id) group by all)
select name, contacts, avg(now) filter (addressed) as spent, avg(now) filter (not addressed) as spent_others,
       avg(now) filter (addressed) - avg(now) filter (not addressed) as more,
       avg(before) filter (addressed) - avg(before) filter (not addressed) as more_before
from sums group by name, contacts having count(*) filter (addressed) between 1 and count(*) - 1;

-- claim naive-gap: what those who were addressed spent more than others, while it ran and as long before
with windows as (
  select campaign_id, any_value(begins) as begins, max(window_days)::int as days
  from arms where n_control = 0 and called = getvariable('what') group by campaign_id),
sums as (
  select d.customer_id, a.customer_id is not null as addressed,
         coalesce(sum(amount) filter (day >= begins and day < begins + days), 0)::double as now,
         coalesce(sum(amount) filter (day >= begins - days and day < begins), 0)::double as earlier
  from windows w join first_days d on d.first_day < w.begins
  left join (from drawn where arm <> 'control') a on a.campaign_id = w.campaign_id and a.customer_id = d.customer_id
  left join lines l on l.customer_id = d.customer_id group by all)
select avg(now) filter (addressed) - avg(now) filter (not addressed) as more,
       avg(earlier) filter (addressed) - avg(earlier) filter (not addressed) as before
from sums having count(*) filter (addressed) between 1 and count(*) - 1;

-- claim plan: customers in each group that find the first lift that they are enough for, or else the largest lift
select arg_min(an_arm, [if(enough, 0, an_arm), place, effect]) as each, any_value(there) as there,
       100 * arg_min(effect, [if(enough, 0, an_arm), place, effect]) as effect, any_value(there) as block_n
from planned where is_lift = (select bool_or(is_lift) from planned) having count(*) > 0;

-- claim plans by an_arm: what is to be proven, with customers in each group so that four of five tests do
select an_arm, what as what_label, without as without_told, if(place = 1, 100, 1) * effect as effect_told,
       if(enough, 'Yes', 'No') as enough_label
from planned;

-- claim plans: customers who could take part
select any_value(there) as block_n from planned having count(*) > 0;

-- claim assumptions by what: what the numbers of client.yml and of the list of campaigns come to
select 'Cost of a contact, all in' as what, list_distinct([min(a_contact),
       max(a_contact)]).list_sort() as value from arms
union all
select 'Days over which results count', list(distinct window_days order by window_days)[:4] from arms
union all
select 'Within these days, a year makes money worth less by', [getvariable('roi.discount_rate')];
