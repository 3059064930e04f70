// std::string: building, splitting, sorting, maps of strings, string streams.
#include "bench.h"
#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

int main() {
  char *raw = benchText(6 << 20);
  std::string text(raw);
  std::vector<std::string> words;
  std::string word;
  for (char c : text)
    if (c > ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  std::unordered_map<std::string, unsigned> counts;
  std::map<std::string, std::vector<unsigned>> places;
  for (unsigned i = 0; i < words.size(); i++) {
    ++counts[words[i]];
    if (i % 8 == 0)
      places[words[i] + std::to_string(i % 50)].push_back(i);
  }
  uint64_t sum = 0;
  for (auto &[key, list] : places)
    sum = sum * 7 + list.size() * key.size();
  printf("%zu words, %zu different, %zu places\n", words.size(), counts.size(), places.size());
  std::vector<std::string> sorted;
  for (unsigned i = 0; i + 2 < words.size(); i += 3)
    sorted.push_back(words[i] + "-" + words[i + 1] + "/" + words[i + 2]);
  std::sort(sorted.begin(), sorted.end());
  for (unsigned i = 0; i < sorted.size(); i += 100)
    sum = sum * 31 + benchHash(sorted[i].data(), sorted[i].size());
  std::ostringstream out;
  for (unsigned i = 0; i < 120000; i++)
    out << sorted[i % sorted.size()].substr(0, 5) << ' ' << i * 17 << '\n';
  std::istringstream in(out.str());
  std::string line;
  while (std::getline(in, line)) {
    size_t space = line.find(' ');
    sum += std::strtoul(line.c_str() + space + 1, nullptr, 10) ^ line.find_last_of("aeiou");
  }
  std::string_view view(text);
  for (size_t at = 0; (at = view.find("con", at)) != view.npos; at++)
    sum += at;
  benchPrint("sum", sum);
}
