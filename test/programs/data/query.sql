.mode column
.headers on
SELECT born, count(*) AS number, round(avg(weight), 3) AS mean FROM people GROUP BY born ORDER BY born LIMIT 10;
SELECT name FROM people WHERE name GLOB 'person 19[0-9][0-9]' AND born > 2000 ORDER BY name DESC LIMIT 5;
SELECT json_group_array(id) FROM (SELECT id FROM people LIMIT 10);
SELECT max(id), rank() OVER (ORDER BY born) FROM people GROUP BY born LIMIT 3;
SELECT hex(zeroblob(4)), quote('it''s'), typeof(1.0), date('2020-02-29', '+1 year'), printf('%.3f', 2.0 / 3);
VACUUM;
PRAGMA integrity_check;
SELECT no_such_column FROM people;
.exit 3
