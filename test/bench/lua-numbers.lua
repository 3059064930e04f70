-- Numbers and tables: n bodies, spectral norm, a sieve, matrix products.
local bodies = {}
for i = 1, 5 do bodies[i] = {x = i * 1.1, y = i * i * 0.3, z = -i * 0.7, vx = 0.01 * i, vy = -0.02 * i, vz = 0.005, m = 1 / i} end
local sqrt = math.sqrt
for step = 1, 150000 do
  for i = 1, 5 do
    local a = bodies[i]
    for j = i + 1, 5 do
      local b = bodies[j]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local d2 = dx * dx + dy * dy + dz * dz + 0.01
      local f = 0.001 / (d2 * sqrt(d2))
      a.vx, a.vy, a.vz = a.vx - dx * b.m * f, a.vy - dy * b.m * f, a.vz - dz * b.m * f
      b.vx, b.vy, b.vz = b.vx + dx * a.m * f, b.vy + dy * a.m * f, b.vz + dz * a.m * f
    end
  end
  for i = 1, 5 do local a = bodies[i] a.x, a.y, a.z = a.x + 0.001 * a.vx, a.y + 0.001 * a.vy, a.z + 0.001 * a.vz end
end
print(string.format("%.9f %.9f %.9f", bodies[1].x, bodies[2].y, bodies[3].z))
local sieve, primes = {}, 0
for i = 2, 1500000 do
  if not sieve[i] then
    primes = primes + 1
    for j = i * i, 1500000, i do sieve[j] = true end
  end
end
print(primes)
local n, a, b = 90, {}, {}
for i = 1, n do
  a[i], b[i] = {}, {}
  for j = 1, n do a[i][j], b[i][j] = (i * j) % 7 + 0.5, (i + j) % 11 - 3 end
end
local trace = 0
for round = 1, 12 do
  for i = 1, n do
    local row = a[i]
    for j = 1, n do
      local sum = 0
      for k = 1, n do sum = sum + row[k] * b[k][j] end
      if i == j then trace = trace + sum end
    end
  end
end
print(trace)
