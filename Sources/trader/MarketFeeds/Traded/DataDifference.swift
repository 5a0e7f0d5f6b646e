/// Where data is not what was traded.
package struct DataDifference: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Quotes are others, or there are more or fewer of them.
    case changed
    /// It ends before the traded part does, with a quote of this time.
    case ends(Int64?)
  }

  /// The last place up to which both are the same; milliseconds since 1970 UTC; `nil` for none.
  package var after: Int64?
  /// The first place at which they differ is not later.
  package var upTo: Int64
  package var kind: Kind

  /// For a person.
  package var sentence: String {
    let end = Self.text(upTo)
    let place = after.map { "between \(Self.text($0)) and \(end)" } ?? "before \(end)"
    switch kind {
    case .changed: return "its quotes \(place) UTC are not those that were traded"
    case .ends(let time):
      let last = time.map { "it ends at \(Self.text($0)) UTC" } ?? "it has no quote"
      return "\(last), and what was traded goes to \(end) UTC at least"
    }
  }

  private static func text(_ time: Int64) -> String { CivilTime.text(time) }
}
