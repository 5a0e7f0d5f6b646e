package import Domain
package import Runtime

/// What the trader's loop needs of the world besides: its venue, to which `store` passes the orders, and the latch.
package protocol TraderSurroundings: LoopSurroundings where State == TraderState {
  /// Every trip that the latch holds now. It may return nothing where they are the same as before.
  func latchTrips() -> [Trip]
  /// Stops that have been acknowledged and not given to the loop. From now on an order may be on its way.
  func uncollectedStops() -> [Trip]
  /// Adds an alarm for a person.
  func alarm(_ text: String)
  /// Removes a trip from the latch, when a person re-arms.
  func archive(_ trip: String)
  /// Removes many trips from the latch.
  func archive(_ trips: [String])
  /// The instant that a trip made here is to carry; milliseconds since 1970 UTC by the wall clock.
  var wallTime: Int64 { get }
}

extension TraderSurroundings {
  package func uncollectedStops() -> [Trip] { [] }

  package func alarm(_ text: String) {}

  package func archive(_ trips: [String]) {
    for trip in trips { archive(trip) }
  }
}
