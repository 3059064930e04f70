// Virtual calls, shared pointers, std::function, variants: a simulation of events over a scene.
#include "bench.h"
#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <variant>
#include <vector>

struct Vector {
  double x, y, z;
  Vector operator+(const Vector &o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vector operator-(const Vector &o) const { return {x - o.x, y - o.y, z - o.z}; }
  Vector operator*(double s) const { return {x * s, y * s, z * s}; }
  double dot(const Vector &o) const { return x * o.x + y * o.y + z * o.z; }
};

struct Shape {
  virtual ~Shape() = default;
  virtual double hit(const Vector &from, const Vector &along) const = 0; // distance, or less than 0
};
struct Sphere final : Shape {
  Vector centre;
  double radius;
  Sphere(Vector centre, double radius) : centre(centre), radius(radius) {}
  double hit(const Vector &from, const Vector &along) const override {
    Vector to = centre - from;
    double middle = to.dot(along), apart = to.dot(to) - middle * middle, square = radius * radius;
    return apart > square ? -1 : middle - __builtin_sqrt(square - apart);
  }
};
struct Plane final : Shape {
  Vector normal;
  double offset;
  Plane(Vector normal, double offset) : normal(normal), offset(offset) {}
  double hit(const Vector &from, const Vector &along) const override {
    double slope = normal.dot(along);
    return slope > -1e-9 && slope < 1e-9 ? -1 : (offset - normal.dot(from)) / slope;
  }
};
struct Nearest final : Shape {
  std::vector<std::unique_ptr<Shape>> parts;
  double hit(const Vector &from, const Vector &along) const override {
    double best = -1;
    for (const auto &part : parts)
      if (double far = part->hit(from, along); far > 1e-6 && (best < 0 || far < best))
        best = far;
    return best;
  }
};

struct Tick { unsigned when; };
struct Move { unsigned when, who; };
struct Call { unsigned when; std::function<unsigned(unsigned)> action; };
using Event = std::variant<Tick, Move, Call>;

int main() {
  Nearest scene;
  for (int i = 0; i < 40; i++)
    if (i % 8 == 7)
      scene.parts.push_back(std::make_unique<Plane>(Vector{0, 1, i * 0.01}, -double(i)));
    else
      scene.parts.push_back(std::make_unique<Sphere>(
          Vector{benchBelow(100) * 0.2 - 10, benchBelow(100) * 0.2 - 10, 10 + benchBelow(100) * 0.3}, 1.5));
  double light = 0;
  unsigned hits = 0;
  for (int y = 0; y < 900; y++)
    for (int x = 0; x < 900; x++) {
      Vector along{(x - 450) / 450.0, (y - 450) / 450.0, 1};
      along = along * (1 / __builtin_sqrt(along.dot(along)));
      double far = scene.hit({0, 0, 0}, along);
      if (far > 0) {
        hits++;
        Vector point = along * far;
        light += scene.hit(point, Vector{0.6, 0.64, -0.48}) < 0 ? 1 : 0.25;
      }
    }
  printf("%u hits, light %.2f\n", hits, light);

  std::deque<Event> events;
  std::vector<std::shared_ptr<unsigned>> actors;
  for (unsigned i = 0; i < 1000; i++)
    actors.push_back(std::make_shared<unsigned>(i));
  for (unsigned i = 0; i < 500; i++)
    events.push_back(Move{i, i % 1000});
  uint64_t sum = 0;
  for (unsigned now = 0; now < 18000000 && !events.empty(); now++) {
    Event event = std::move(events.front());
    events.pop_front();
    if (auto *tick = std::get_if<Tick>(&event)) {
      events.push_back(Move{now, tick->when % 1000});
    } else if (auto *move = std::get_if<Move>(&event)) {
      std::shared_ptr<unsigned> actor = actors[move->who];
      *actor += now;
      events.push_back(Call{now, [actor](unsigned x) { return *actor ^ x; }});
    } else {
      sum = sum * 3 + std::get<Call>(event).action(now);
      events.push_back(Tick{now * 31});
    }
  }
  benchPrint("sum", sum);
}
