-- Size and money of each segment.

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
