/// The name that a person most likely meant, by edit distance; `nil` where none is near.
///
/// Damerau's optimal string alignment, case ignored; near means at most a third of the letters differ.
package func nearestName(to text: String, among names: [String]) -> String? {
  let scored = names.map { (name: $0, distance: editDistance(text.lowercased(), $0.lowercased())) }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, best.name.count / 3) ? best.name : nil
}

private func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left)
  let right = Array(right)
  guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
  var rows = [Array(0...right.count)]
  for i in 1...left.count {
    var row = [i]
    for j in 1...right.count {
      let substitution = rows[i - 1][j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
      var cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, substitution)
      if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
        cost = min(cost, rows[i - 2][j - 2] + 1)
      }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[left.count][right.count]
}
