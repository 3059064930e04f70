-- Calls, closures, methods and coroutine-free control: fib, trees, queens.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(34))
local Tree = {}
Tree.__index = Tree
function Tree.new(depth)
  if depth == 0 then return setmetatable({}, Tree) end
  return setmetatable({left = Tree.new(depth - 1), right = Tree.new(depth - 1)}, Tree)
end
function Tree:count() return self.left and 1 + self.left:count() + self.right:count() or 1 end
local total = 0
for i = 1, 40 do total = total + Tree.new(13):count() end
print(total)
local function queens(n)
  local found, columns, up, down = 0, {}, {}, {}
  local function place(row)
    if row > n then found = found + 1 return end
    for c = 1, n do
      if not (columns[c] or up[row + c] or down[row - c]) then
        columns[c], up[row + c], down[row - c] = true, true, true
        place(row + 1)
        columns[c], up[row + c], down[row - c] = nil, nil, nil
      end
    end
  end
  place(1)
  return found
end
print(queens(8), queens(9), queens(10))
