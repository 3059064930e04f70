PRAGMA page_size = 4096;
CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT UNIQUE, born INTEGER, weight REAL);
CREATE INDEX people_born ON people(born);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO people SELECT i, 'person ' || i, 1900 + i * 37 % 120, i / 7.0 FROM n;
COMMIT;
UPDATE people SET weight = -weight WHERE born = 1950;
DELETE FROM people WHERE id % 13 = 0;
CREATE TRIGGER guard BEFORE DELETE ON people BEGIN SELECT RAISE(ABORT, 'no more deletes'); END;
DELETE FROM people WHERE id = 1;
SELECT count(*), sum(weight) FROM people;
.tables
.schema people
