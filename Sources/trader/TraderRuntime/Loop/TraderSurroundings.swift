package import Domain
package import Runtime

/// What the trader's loop needs of the world besides: its venue, which `store` tells of its orders, and the latch.
package protocol TraderSurroundings: LoopSurroundings where State == TraderState {
  /// Every trip that the latch holds now. It may say nothing where that is what it said before.
  func latchTrips() -> [Trip]
  /// Stops that have been acknowledged and not given to the loop. From now on an order may be on its way.
  func uncollectedStops() -> [Trip]
  /// Adds to the list of what needs a person.
  func alarm(_ text: String)
  /// Takes a trip out of the latch, on a person's word.
  func archive(_ trip: String)
  /// Takes many trips out of the latch.
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
