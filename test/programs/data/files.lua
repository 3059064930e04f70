-- Files, closures, metatables, patterns and integer arithmetic; raises no error that is caught.
local folder = arg[1] or "."
local out = assert(io.open(folder .. "/lua.txt", "w"))
for i = 1, 200 do out:write(i, " ", i * i, "\n") end
out:close()
local sum, lines = 0, 0
for line in io.lines(folder .. "/lua.txt") do
  local a, b = line:match("(%d+) (%d+)")
  sum, lines = sum + a * b, lines + 1
end
print(lines, sum, os.rename(folder .. "/lua.txt", folder .. "/moved.txt"))
print(io.open(folder .. "/none", "r"))
print(7 // 2, -7 // 2, -7 % 3, 7.5 // 2, 1 << 62, math.maxinteger + 1 == math.mininteger, 2 ^ 0.5)
local set = setmetatable({}, {__index = function(_, k) return k .. "?" end, __len = function() return 42 end})
print(set.x, #set, string.format("%q %5.2f %x", "a\nb", 3.14159, 255))
local t = {}
for w in ("the quick brown fox"):gmatch("%a+") do t[#t + 1] = w end
table.sort(t)
print(table.concat(t, ","), select("#", table.unpack(t)), #arg)
local function generator(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local total = 0
for i in generator(1000) do total = total + i end
print(total, utf8.char(228, 8364), utf8.len("äöü"), string.pack("<i4", 7):byte(1, -1))
os.remove(folder .. "/moved.txt")
os.exit(11)
