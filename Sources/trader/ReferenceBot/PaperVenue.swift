package import Domain

/// A fault that the paper venue plays, to rehearse what a real one does on a bad day. For tests and drills.
package enum PaperVenueFault: String, CaseIterable, Hashable, Sendable, Codable {
  case none
  /// Positions do not close.
  case refusesToClose
  /// Questions are not answered.
  case silent
}

/// The venue's own view of what is open. It is asked after a halt; what the bot remembers is not proof.
package struct PaperVenue: Hashable, Sendable, Codable {
  package private(set) var open: [TradeID] = []
  package var fault: PaperVenueFault

  package init(fault: PaperVenueFault) {
    self.fault = fault
  }

  package var acceptsCloses: Bool { fault == .none }

  /// The open trades in order of entry; `nil` when the venue does not answer, which is not the same as none.
  package var answer: [TradeID]? { fault == .silent ? nil : open }

  /// Accepts an order once, however often it is sent.
  package mutating func accept(_ trade: OpenTrade) {
    guard !open.contains(trade.id) else { return }
    open.append(trade.id)
  }

  package mutating func close(_ id: TradeID) {
    open.removeAll { $0 == id }
  }
}
