-- Ends of 95% intervals, and what they are made of.

-- The standard error of a part of a sum, times the sum, by sums of squares of the part and of the whole.
create macro ratio_error(share, squares, whole_squares, n) as
  sqrt(greatest(n / nullif(n - 1, 0) * ((1 - 2 * share) * squares + share ** 2 * whole_squares), 0));

-- Ends of the 95% interval of a share: Wilson's score interval of k of n.
create macro z95() as 1.959963984540054::double;
create macro wilson_end(k, n, side) as
  (k + z95() ** 2 / 2 + side * z95() * sqrt(k * (n - k) / n + z95() ** 2 / 4)) / (n + z95() ** 2);

create macro wilson_low(k, n) as if(k = 0, 0.0, wilson_end(k, n, -1));
create macro wilson_high(k, n) as if(k = n, 1.0, wilson_end(k, n, 1));

-- The 97.5% point of Student's t by Fisher and Cornish's series, for 30 degrees of freedom or more.
create macro t975(v) as z95() + (z95() ** 3 + z95()) / (4 * v)
  + (5 * z95() ** 5 + 16 * z95() ** 3 + 3 * z95()) / (96 * v ** 2)
  + (3 * z95() ** 7 + 19 * z95() ** 5 + 17 * z95() ** 3 - 15 * z95()) / (384 * v ** 3)
  + (79 * z95() ** 9 + 776 * z95() ** 7 + 1482 * z95() ** 5 - 1920 * z95() ** 3 - 945 * z95()) / (92160 * v ** 4)
  + (27 * z95() ** 11 + 339 * z95() ** 9 + 930 * z95() ** 7 - 1782 * z95() ** 5 - 765 * z95() ** 3 + 17955 * z95())
    / (368640 * v ** 5);

-- The probability that k of n drawn are among the marked of all.
create macro ways(n, k) as lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
create macro hypergeometric(k, n, marked, everybody) as
  exp(ways(marked, k) + ways(everybody - marked, n - k) - ways(everybody, n));
