// iostream, string streams, manipulators and string handling, without exceptions.
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

struct Point {
  double x, y;
};
static std::ostream &operator<<(std::ostream &out, const Point &point) {
  return out << '(' << point.x << ", " << point.y << ')';
}

int main() {
  std::cout << "int " << -42 << " hex " << std::hex << std::showbase << 255 << std::dec << " bool "
            << std::boolalpha << true << '\n';
  std::cout << std::fixed << std::setprecision(3) << 3.14159265 << ' ' << std::scientific << 12345.678
            << ' ' << std::defaultfloat << 1e-7 << '\n';
  std::cout << std::setw(10) << std::left << "left" << '|' << std::setw(10) << std::right << "right" << '|'
            << std::setfill('*') << std::setw(8) << 7 << '\n';
  std::cout << Point{1.5, -2.25} << '\n';

  std::string line;
  size_t lines = 0, words = 0;
  std::vector<std::string> all;
  while (std::getline(std::cin, line)) {
    ++lines;
    std::istringstream in(line);
    for (std::string word; in >> word; ++words)
      all.push_back(word);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  std::cout << lines << " lines, " << words << " words, " << all.size() << " different:\n";
  std::copy(all.begin(), all.end(), std::ostream_iterator<std::string>(std::cout, " "));
  std::cout << '\n';

  std::stringstream stream("12 abc 3.5");
  int number;
  std::string text;
  double real;
  stream >> number >> text >> real;
  std::cout << number << text << real << ' ' << std::to_string(1.25) << ' ' << std::stoi("77", nullptr, 8) << '\n';
  stream >> number;
  std::cout << "at the end: " << stream.fail() << std::endl;
  std::cerr << "to the other stream\n";
  return lines == 0 ? 1 : 7;
}
