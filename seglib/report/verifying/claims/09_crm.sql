-- claim who: customers, and those who may be on a list
select count(*) as "all", count(*) as block_n from customers;

-- claim waterfall by label: customers, objectors, and those who did not agree
select 'Customers' as label, count(*) as rows from customers
union all select 'Objected', count(*) from objectors
union all select 'Did not agree to be written to', count(*) from customers
where customer_id not in (from objectors) and not coalesce(marketing_consent, false);

-- claim segments by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;
