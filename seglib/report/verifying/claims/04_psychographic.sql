-- claim answered: who answered the survey
with answering as (
  select distinct coalesce(customer_id, respondent_id) as customer_id from survey
  where coalesce(customer_id, respondent_id) not in (from objectors))
select (select count(*) from answering) as answered, count(*) as known, count(*) as block_n,
       (select count(*) from answering) / count(*) as share
from (from known union from answering);

-- claim segments by segment_name: respondents of each segment, and what they bring of the respondents' money
select segment_name, n, n / sum(n) over () as size, total_worth / sum(total_worth) over () as of_money
from schemes where scheme = 'psychographic' and segment_name <> 'Did not answer';

-- claim money: the segment with most of the money beside its number
select n / sum(n) over () as share, total_worth / sum(total_worth) over () as money_share
from schemes where scheme = 'psychographic' and segment_name <> 'Did not answer'
qualify segment_name = getvariable('name');
