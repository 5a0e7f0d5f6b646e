package import Bus
import Dispatch
package import Domain
internal import ReferenceBot
package import Safety
import Synchronization
package import Wire

/// Where stops arrive: on a thread with a socket and an I/O thread of its own, so that neither a long turn nor a slow
/// disk delays the answer.
///
/// A stop is acknowledged when no order can pass any more. The last gate looks here before each order, and an order that
/// it let pass is waited for until the venue has it: none comes after the acknowledgement.
package final class StopDesk: Sendable {
  /// What the loop has to do for the stops that have been answered.
  package struct News: Sendable {
    package var trips: [Trip] = []
    /// Lines for the log.
    package var remarks: [String] = []
  }

  private struct Book {
    /// Folded as the trader folds: a flood that the loop has not collected takes no more room than it does there.
    var trips = Trips()
    var remarks: [String] = []
    /// Stops of other users that were refused.
    var refused: Int64 = 0
    /// Whether an order may be on its way to the venue.
    var isOrdering = false
    /// Whether an acknowledgement waits for that order.
    var isAwaited = false
  }

  /// The bell is rung and quietened under the same lock, so that it rings exactly while there is news.
  private let book = Mutex(Book())
  private let arrived = DispatchSemaphore(value: 0)
  private let bell: Bell
  private let clerk: StopClerk

  /// Binds the socket and begins to listen.
  ///
  /// - Parameters:
  ///   - latch: takes a stop right after it has been acknowledged.
  ///   - mayBind: whether the socket may be bound again where its file is gone, asked on the desk's own thread.
  /// - Throws: `BusError` where the socket could not be bound.
  package init(
    _ bot: BotName, at endpoint: Endpoint, latch: Latch, mayBind: @escaping @Sendable () -> Bool = { true }
  ) throws(BusError) {
    bell = try Bell()
    clerk = try StopClerk(bot: bot, endpoint: endpoint, latch: latch, mayBind: mayBind)
    try clerk.start(for: self)
  }

  /// Hears no more stops. Returns when the thread has ended.
  package func close() {
    settle()
    clerk.stop()
  }

  /// Readable when there is something to collect.
  package var descriptor: Int32 { bell.descriptor }

  // MARK: The loop's side

  /// What has come since the last time.
  package func collect() -> News {
    book.withLock { book in
      let news = News(trips: book.trips.words, remarks: book.remarks)
      guard !news.trips.isEmpty || !news.remarks.isEmpty else { return news }
      book.trips = Trips()
      book.remarks.removeAll()
      bell.quieten()
      return news
    }
  }

  /// Stops that the loop has not collected, for the last gate. From now until `settle` an order may be on its way.
  package func look() -> [Trip] {
    book.withLock { book in
      book.isOrdering = true
      // They will be collected, and counted then.
      return book.trips.words.map { trip in
        var trip = trip
        trip.repeats = 0
        return trip
      }
    }
  }

  /// The venue has every order that was let pass.
  package func settle() {
    let isAwaited = book.withLock { book in
      defer { (book.isOrdering, book.isAwaited) = (false, false) }
      return book.isAwaited
    }
    if isAwaited { arrived.signal() }
  }

  // MARK: The clerk's side

  /// Returns when no order can pass any more.
  func take(_ trip: Trip) {
    let mustWait = book.withLock { book in
      _ = book.trips.add(trip)
      bell.ring()
      book.isAwaited = book.isOrdering
      return book.isOrdering
    }
    if mustWait { arrived.wait() }
  }

  /// Notes that another user's stop was refused. Each time their number has doubled it is logged.
  func refuse(user: UInt32) {
    book.withLock { book in
      book.refused += 1
      guard book.refused & (book.refused - 1) == 0 else { return }
      let count = book.refused == 1 ? "" : ", the \(book.refused)th of such"
      book.remarks.append("a stop by user \(user) was refused\(count)")
      bell.ring()
    }
  }
}
