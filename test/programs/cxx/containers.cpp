// The containers and algorithms of the standard library, static objects, virtual calls, std::function.
#include <algorithm>
#include <array>
#include <bitset>
#include <cstdio>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

struct Noisy {
  const char *name;
  explicit Noisy(const char *name) : name(name) { std::printf("+%s\n", name); }
  ~Noisy() { std::printf("-%s\n", name); }
};
static Noisy first("first"), second("second");

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};
struct Square : Shape {
  double side;
  explicit Square(double side) : side(side) {}
  double area() const override { return side * side; }
};
struct Disc : Shape {
  double radius;
  explicit Disc(double radius) : radius(radius) {}
  double area() const override { return 3.0 * radius * radius; }
};

int main() {
  std::mt19937 random(12345);
  std::vector<int> numbers(20000);
  for (int &number : numbers)
    number = int(random() % 5000);
  std::map<int, int> ordered;
  std::unordered_map<int, int> hashed;
  std::set<int> unique(numbers.begin(), numbers.end());
  std::multiset<int> many(numbers.begin(), numbers.begin() + 500);
  for (int number : numbers)
    ++ordered[number], ++hashed[number];
  long sum = 0;
  for (auto [key, count] : ordered)
    sum += long(key) * count * hashed[key];
  std::printf("map %zu %zu %zu %zu %ld\n", ordered.size(), hashed.size(), unique.size(), many.size(), sum);

  std::stable_sort(numbers.begin(), numbers.end(), std::greater<>());
  std::printf("sorted %d %d %d\n", numbers.front(), numbers[numbers.size() / 2], numbers.back());
  std::nth_element(numbers.begin(), numbers.begin() + 100, numbers.end());
  std::printf("nth %d sum %ld\n", numbers[100], std::accumulate(numbers.begin(), numbers.end(), 0L));

  std::priority_queue<std::pair<int, std::string>> queue;
  for (int i = 0; i < 10; i++)
    queue.emplace((i * 7) % 10, "item " + std::to_string(i));
  for (; !queue.empty(); queue.pop())
    std::printf("%d=%s ", queue.top().first, queue.top().second.c_str());
  std::printf("\n");

  std::deque<int> both;
  std::list<int> chain;
  for (int i = 0; i < 100; i++)
    i & 1 ? both.push_back(i) : both.push_front(i), chain.push_back(i * i % 37);
  chain.sort();
  chain.unique();
  chain.reverse();
  std::printf("deque %d %d list %zu %d\n", both.front(), both.back(), chain.size(), chain.front());

  std::vector<std::unique_ptr<Shape>> shapes;
  for (int i = 1; i <= 6; i++)
    if (i & 1)
      shapes.push_back(std::make_unique<Square>(i));
    else
      shapes.push_back(std::make_unique<Disc>(i));
  double area = 0;
  for (const auto &shape : shapes)
    area += shape->area();
  std::printf("area %.1f\n", area);

  std::vector<std::function<int(int)>> steps;
  for (int i = 1; i < 5; i++)
    steps.push_back([i](int x) { return x * i + 1; });
  int value = 1;
  for (auto &step : steps)
    value = step(value);
  std::variant<int, std::string, double> choice = std::string("text");
  std::optional<int> maybe = value > 3 ? std::optional<int>(value) : std::nullopt;
  auto [a, b, c] = std::make_tuple(1, 2.5, std::string("three"));
  std::bitset<128> bits;
  bits.set(3).set(127).flip(64);
  std::printf("steps %d variant %zu %s optional %d tuple %d %.1f %s bits %zu\n", value, choice.index(),
              std::get<std::string>(choice).c_str(), maybe.value_or(-1), a, b, c.c_str(), bits.count());
  std::unordered_set<std::string> words;
  for (int i = 0; i < 1000; i++)
    words.insert("word" + std::to_string(i % 300));
  std::shared_ptr<Noisy> shared = std::make_shared<Noisy>("shared"), again = shared;
  std::printf("words %zu shared %ld\n", words.size(), shared.use_count());
  return 0;
}
