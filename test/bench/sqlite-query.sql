-- Joins, grouping, window functions, subqueries over generated tables.
PRAGMA temp_store = MEMORY;
CREATE TABLE customer(id INTEGER PRIMARY KEY, city INTEGER, name TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER, day INTEGER, total INTEGER);
CREATE INDEX orders_customer ON orders(customer);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
INSERT INTO customer SELECT i, i % 97, 'customer ' || i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000)
INSERT INTO orders SELECT i, 1 + (i * 7907) % 5000, (i * 13) % 365, (i * 104729) % 10000 FROM n;
SELECT city, count(*), sum(total) AS s FROM customer JOIN orders ON orders.customer = customer.id
  GROUP BY city ORDER BY s DESC LIMIT 5;
SELECT day, sum(total) FROM orders WHERE customer IN (SELECT id FROM customer WHERE city < 10) GROUP BY day
  ORDER BY 2 DESC, 1 LIMIT 5;
SELECT count(*) FROM (SELECT customer, total, rank() OVER (PARTITION BY customer ORDER BY total DESC, id) AS r
  FROM orders) WHERE r <= 3;
SELECT avg(x) FROM (SELECT total - lag(total) OVER (ORDER BY day, id) AS x FROM orders);
SELECT count(*), sum(a.total) FROM orders a JOIN orders b ON b.customer = a.customer AND b.day > a.day;
SELECT name, (SELECT max(total) FROM orders WHERE customer = customer.id) AS m FROM customer ORDER BY m DESC, name LIMIT 3;
SELECT count(DISTINCT total), count(DISTINCT customer * 1000 + day) FROM orders;
