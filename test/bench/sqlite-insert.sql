-- Inserts with indexes, updates and deletes.
PRAGMA temp_store = MEMORY;
CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, price REAL, note TEXT);
CREATE INDEX by_name ON items(name);
CREATE INDEX by_amount ON items(amount, price);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
INSERT INTO items SELECT i, printf('name%06d', (i * 7919) % 100003), (i * 31) % 1000, i * 0.25, hex(i * 123457) FROM n;
SELECT count(*), sum(amount), round(sum(price), 2) FROM items;
UPDATE items SET amount = amount + 1, note = note || 'x' WHERE id % 3 = 0;
DELETE FROM items WHERE amount BETWEEN 100 AND 150;
INSERT OR REPLACE INTO items SELECT id, name || '!', amount * 2, price, note FROM items WHERE id % 5 = 0;
SELECT count(*), sum(amount), min(name), max(name), sum(length(note)) FROM items;
PRAGMA integrity_check;
