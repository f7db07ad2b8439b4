-- claim structure: customers with an order
select count(*) as block_n from bought;

-- claim passports by segment_name: customers of each segment
select segment_name, count(*) as n from adopted group by all;
