-- claim worth: what all are expected to bring
select count(value) as customers, count(value) as block_n, sum(value) as value from result_customer_value;

-- claim segments by segment: what each segment is expected to bring
select segment_name as segment, count(value) as n, sum(value) as value, sum(value) / sum(sum(value)) over () as share,
       avg(value) as value_per_customer
from result_customer_value where value is not null group by segment_name;

-- claim profit: margin and profit, from the parts of the book
select count(profit) as customers, sum(margin) filter (profit is not null) as margin,
       sum(margin - service_cost - order_cost - return_cost - campaign_cost - acquisition_cost) as profit
from result_customer_value;

-- claim positions by item: the positions of the book
with book as (select * from result_customer_value where profit is not null)
select unnest([
  {'item': 'Margin, after discounts and returns', 'money': sum(margin)},
  {'item': 'The staff''s time', 'money': -sum(service_cost)}, {'item': 'Handling orders', 'money': -sum(order_cost)},
  {'item': 'Handling what comes back', 'money': -sum(return_cost)},
  {'item': 'Campaigns, a person', 'money': -sum(campaign_cost)},
  {'item': 'Winning the new customers', 'money': -sum(acquisition_cost)},
  {'item': 'Profit of customers', 'money': sum(profit)}], recursive := true) from book;

-- claim segment-profit by band: what each segment left
select segment_name as band, count(*) as n, sum(profit) as total, avg(profit) as money
from result_customer_value where profit is not null group by all;

-- claim best: what a customer of the best segment is expected to bring, and one of all
select avg(value) filter (segment_name = getvariable('segment')) as value, avg(value) as mean, count(value) as block_n
from result_customer_value;
