package import Domain

/// The last look before an order is sent: the stops that arrived since the look before.
///
/// The process looks at the latch directory; an evaluation has nothing to look at.
package protocol OrderGate {
  /// Trips that the trader has not seen yet. Called before every order, so it must be quick when there is nothing.
  mutating func newTrips() -> [Trip]
}

/// No stop comes from outside: for replay, evaluation and lockstep cores without a latch directory.
package struct ClosedCircuit: OrderGate {
  package init() {}

  package mutating func newTrips() -> [Trip] { [] }
}
