// The standard library's maps, sets, vectors, queues and sorting.
#include "bench.h"
#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <unordered_map>
#include <vector>

int main() {
  uint64_t sum = 0;
  std::map<uint32_t, uint32_t> ordered;
  std::unordered_map<uint32_t, uint32_t> hashed;
  for (int i = 0; i < 400000; i++) {
    uint32_t key = benchBelow(150000);
    ordered[key] += uint32_t(i);
    hashed[key * 2654435761u] ^= uint32_t(i);
    if (i % 3 == 0)
      ordered.erase(benchBelow(150000));
  }
  for (auto [key, value] : ordered)
    sum = sum * 3 + key * uint64_t(value);
  for (uint32_t key = 0; key < 150000; key++)
    if (auto found = hashed.find(key * 2654435761u); found != hashed.end())
      sum += found->second;
  printf("%zu %zu\n", ordered.size(), hashed.size());

  std::vector<uint64_t> numbers(1500000);
  for (uint64_t &number : numbers)
    number = benchRandom();
  std::sort(numbers.begin(), numbers.end());
  for (size_t i = 0; i < numbers.size(); i += 1000)
    sum = sum * 5 + numbers[i];
  for (int i = 0; i < 200000; i++)
    sum += uint64_t(std::lower_bound(numbers.begin(), numbers.end(), benchRandom()) - numbers.begin());

  // Shortest paths over a random graph with a binary heap.
  const uint32_t nodes = 60000;
  std::vector<std::vector<std::pair<uint32_t, uint32_t>>> edges(nodes);
  for (uint32_t i = 0; i < nodes * 6; i++)
    edges[benchBelow(nodes)].emplace_back(benchBelow(nodes), 1 + benchBelow(1000));
  std::vector<uint32_t> distance(nodes, ~0u);
  std::priority_queue<std::pair<uint32_t, uint32_t>, std::vector<std::pair<uint32_t, uint32_t>>, std::greater<>> queue;
  queue.emplace(distance[0] = 0, 0);
  while (!queue.empty()) {
    auto [far, node] = queue.top();
    queue.pop();
    if (far != distance[node])
      continue;
    for (auto [next, length] : edges[node])
      if (far + length < distance[next])
        queue.emplace(distance[next] = far + length, next);
  }
  benchPrint("paths", benchHash(distance.data(), nodes * sizeof(uint32_t)));
  std::multiset<uint32_t> window;
  for (int i = 0; i < 200000; i++) {
    window.insert(benchBelow(1000000));
    if (window.size() > 1000)
      window.erase(window.begin());
  }
  benchPrint("sum", sum + *window.begin());
}
