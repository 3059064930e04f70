-- Strings: building, patterns, substitution, splitting, formatting, sorting.
local words, state = {}, 42
local function random(limit) state = (state * 1103515245 + 12345) % 2147483648 return state // 65536 % limit end
for i = 1, 70000 do
  local letters = {}
  for j = 1, 3 + random(8) do letters[j] = string.char(97 + random(26)) end
  words[i] = table.concat(letters)
end
local text = table.concat(words, " ")
local counts = {}
for round = 1, 12 do
  for word in text:gmatch("%a+") do local k = word:sub(1, 3) counts[k] = (counts[k] or 0) + 1 end
end
local keys = {}
for key in pairs(counts) do keys[#keys + 1] = key end
table.sort(keys, function(a, b) if counts[a] ~= counts[b] then return counts[a] > counts[b] end return a < b end)
for i = 1, 5 do print(string.format("%-6s %5d %08x", keys[i], counts[keys[i]], counts[keys[i]] * 7919)) end
local changed, times = text:gsub("([aeiou])(%a)", "%2%1")
print(#changed, times)
local hash = 0
for round = 1, 12 do
  for i = 1, #changed, 3 do hash = (hash * 31 + changed:byte(i)) % 1000000007 end
  changed = changed:reverse():upper():lower()
end
print(hash)
table.sort(words)
local parts = {}
for i = 1, #words do parts[i] = string.format("%s=%d", words[i], #words[i]) end
print(#table.concat(parts, ","), (text:find("zz", 1, true)), (text:find("q.u", 1)))
