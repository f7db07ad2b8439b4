-- claim rules: the share of the largest segment, and the interval of the share that the rules put right
select count(*) / sum(count(*)) over () as largest, sum(count(*)) over () as block_n,
       wilson_low(getvariable('accuracy') * block_n, block_n) as block_low,
       wilson_high(getvariable('accuracy') * block_n, block_n) as block_high
from adopted group by segment_name order by count(*) desc limit 1;

-- claim rule-table, found by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;

-- claim steps, rule-table: customers in segments
select count(*) as block_n from adopted;

-- claim weak: from which share on a rule is a guide, and the customers in segments
select 0.7 as good, getvariable('min_cell') as least, count(*) as block_n from adopted;

-- claim questions: the interval of the share that the questions put right
select count(*) as block_n, wilson_low(getvariable('accuracy') * count(*), count(*)) as block_low,
       wilson_high(getvariable('accuracy') * count(*), count(*)) as block_high
from adopted where segment <> 'not_yet_bought';

-- claim question-table, curve, confusion, found, chance: customers in segments who have bought
select count(*) as block_n from adopted where segment <> 'not_yet_bought';
