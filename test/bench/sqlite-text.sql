-- Text: LIKE, GLOB, substr, replace, group_concat, JSON, sorting with collations.
PRAGMA temp_store = MEMORY;
CREATE TABLE words(id INTEGER PRIMARY KEY, word TEXT);
WITH RECURSIVE n(i, s) AS (SELECT 1, 12345 UNION ALL SELECT i + 1, (s * 1103515245 + 12345) % 2147483648 FROM n WHERE i < 150000)
INSERT INTO words SELECT i, substr('thequickbrownfoxjumpsoverthelazydog', 1 + s / 65536 % 30, 3 + i % 5) ||
  substr('packmyboxwithfivedozenliquorjugs', 1 + s / 1024 % 26, 2 + i % 6) FROM n;
SELECT count(*) FROM words WHERE word LIKE '%ox%w%';
SELECT count(*) FROM words WHERE word GLOB '*[aeiou][aeiou]*z*';
SELECT sum(instr(word, 'uj')), sum(length(replace(word, 'o', '00'))), sum(length(upper(word) || lower(word))) FROM words;
SELECT length(group_concat(word, ';')), sum(unicode(substr(word, -1))) FROM words;
SELECT word, count(*) FROM words GROUP BY word COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT 5;
SELECT json_extract(j, '$.w'), json_array_length(j, '$.l') FROM
  (SELECT json_object('w', word, 'l', json_array(id, length(word), word)) AS j FROM words) ORDER BY 1 DESC LIMIT 3;
SELECT count(*) FROM words a WHERE EXISTS (SELECT 1 FROM words b WHERE b.id = a.id + 1 AND b.word > a.word);
SELECT sum(length(printf('%08.3f|%-20s|%x', id / 7.0, word, id))) FROM words;
SELECT count(DISTINCT substr(word, 2, 4)) FROM words;
