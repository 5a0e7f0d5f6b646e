package import Domain

/// The last word on a new position, after the grid, the cap, the spread and the filter have agreed.
///
/// The trader's gate stands for its safety state and the venue; shadows and replays use `OpenGate`. A refused entry
/// moves the anchor like every skipped one.
package protocol EntryGate {
  mutating func permits(side: Side, quote: Quote) -> Bool
}

/// Lets every entry pass.
package struct OpenGate: EntryGate {
  package init() {}

  package mutating func permits(side: Side, quote: Quote) -> Bool { true }
}
