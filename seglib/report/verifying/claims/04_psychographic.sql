-- claim answered: customers who answered the survey
with counted as (select count(distinct who) filter (is_customer) as answered,
                        count(distinct who) filter (not is_customer) as outside from answers),
     everybody as (select count(*) as known from known)
select answered, known, answered / known as share, wilson_low(answered, known) as block_low,
       wilson_high(answered, known) as block_high, known + outside as block_n
from counted, everybody;

-- claim bias, bias-verdict: customers, and respondents who are none
select (select count(*) from known) + count(distinct who) filter (not is_customer) as block_n from answers;

-- claim quality: respondents
select count(distinct who) as block_n from answers;

-- claim quality by reason: whose answers are in use
select 'Answers in use' as reason, count(*) as n, count(*) / (select count(distinct who) from answers) as share
from respondents having count(*) > 0;

-- claim bias, bias-verdict by trait: those who answered beside the others, in standard deviations (Welch)
with traits as (
  select customer_id in (select who from answers) as ours, unnest([
    {'trait': 'Age', 'value': age::double}, {'trait': 'Orders', 'value': n_orders::double},
    {'trait': 'Margin', 'value': total_margin}, {'trait': 'Sales less returns', 'value': total_spend},
    {'trait': 'Days since the last order', 'value': recency_days::double},
    {'trait': 'Days since the first order', 'value': tenure_days::double},
    {'trait': 'Share of orders online', 'value': share_online}, {'trait': 'Discount', 'value': discount_rate},
    {'trait': 'Visits, clicks and the like', 'value': n_touchpoints::double}], recursive := true)
  from result_customer_features join people using (customer_id)),
compared as (
  select trait, count(value) filter (ours) as ours, count(value) filter (not ours) as theirs,
         avg(value) filter (ours) as answered, avg(value) filter (not ours) as others,
         (answered - others) / stddev_samp(value) as apart,
         1.959964 / stddev_samp(value) * sqrt(var_samp(value) filter (ours) / count(value) filter (ours)
                         + var_samp(value) filter (not ours) / count(value) filter (not ours)) as half
  from traits group by trait)
select trait, answered, others, apart, [apart - half, apart + half] as range, count(*) over () as n_traits from compared
where ours >= 10 and theirs >= 10;

-- claim scales, themes by construct: questions of each construct, and Cronbach's alpha of those who answered them all
with used as (select a.* from answers a join respondents r on r.customer_id = who where construct is not null),
     sizes as (select construct, count(distinct item_id) as n_items from used group by all),
     complete as (
       select construct, who, any_value(n_items) as n_items, sum(if(reverse, -answer, answer)) as total
       from used join sizes using (construct) group by construct, who having count(answer) = any_value(n_items)),
     totals as (select construct, any_value(n_items) as n_items, var_samp(total) as whole
                from complete group by construct),
     own as (select construct, item_id, var_samp(answer) as spread from used semi join complete using (construct, who)
             group by all)
select construct, n_items, n_items / (n_items - 1) * (1 - sum(spread) / whole) as alpha, count(*) over () as scales
from totals join own using (construct) where n_items > 1 group by construct, n_items, whole;

-- claim style: how much of the readiness to agree is more than noise
select any_value(share) as share, (select count(*) from respondents) as block_n from agreement
having any_value(share) > 0 and exists (from respondents);

-- claim profile by label: the average of each construct, less the readiness to agree
with scores as (
  select construct, who, avg(if(reverse, ends - answer + coalesce(style, 0), answer - coalesce(style, 0))) as score
  from answers join respondents r on r.customer_id = who left join agreement using (who)
  where construct in (select construct from answers group by all having bool_and(ends is not null)) group by all)
select construct as label, avg(score) as "all" from scores group by all;

-- claim scales, themes, profile, segments, differ, differ-not: respondents whose answers are in use
select count(*) as block_n from respondents having count(*) > 0;

-- claim told: how many would be guessed right by naming the largest segment for everybody
select max(share) as base, any_value(everybody) as block_n from opinions having count(*) > 0;

-- claim how-many: how many segments there are
select count(*) as k, any_value(everybody) as block_n from opinions having count(*) > 0;

-- claim segments by segment_name: respondents of each segment, and what they bring of the respondents' money
select segment_name, n, [share, wilson_low(n, everybody), wilson_high(n, everybody)] as size,
       [money_share, money_low, money_high] as of_money
from opinions;

-- claim sure: how many are in their segment with a chance of four in five or more
select round(sum(sure * n)) as k, k / sum(n) as sure, 0.8 as least, wilson_low(k, sum(n)) as block_low,
       wilson_high(k, sum(n)) as block_high, sum(n) as block_n
from opinions having count(*) > 0;

-- claim money: the segment that surely brings more than its size by most, or else the one that brings most
select segment_name as name, share, money_share, money_low as block_low, money_high as block_high, everybody as block_n
from opinions order by money_low > share desc, if(money_low > share, money_low / share, money) desc limit 1;

-- claim others by segment_name: shares among those who answered, and of the others by each one's chances
with expected as (select name as segment_name, avg(chance) as others
                  from (unpivot (select * exclude (customer_id) from result_psychographic_expected)
                        on columns(*) into name name value chance) group by all)
select segment_name, share as answered, others from opinions join expected using (segment_name);

-- claim others: customers who did not answer
select count(*) as block_n from result_psychographic_expected;
