/// What stays the same within an hour, for callers that keep it as long as it holds.
package struct MarketHour: Hashable, Sendable, Codable {
  /// The UTC instant at which it ends: the next full hour, or before it where the venue opens or closes.
  package var end: Int64
  /// Whether the venue trades.
  package var isOpen: Bool
  package var hourOfWeek: Int
  package var sessions: SessionSet
}

extension TradingCalendar {
  /// The sessions in whose working hours the instant lies, by each city's own clock, Monday to Friday:
  /// Sydney 07–16, Tokyo 09–18, London 08–17, New York 08–17. Overlaps are unions; empty on weekends.
  package func sessions(at utc: Int64) -> SessionSet {
    let year = CityClock.year(at: utc)
    var sessions: SessionSet = []
    for session in TradingSession.allCases where isWorking(session, at: utc, year: year) {
      sessions.insert(SessionSet(session))
    }
    return sessions
  }

  /// Sessions, hour of the week and whether the venue trades, together with the instant until which they hold. Offsets
  /// are whole hours, so that every session begins and ends on a full hour of UTC; a venue may open at any minute.
  package func hour(at utc: Int64) -> MarketHour {
    let start = floorDivide(utc, by: MarketTime.hour) * MarketTime.hour
    return MarketHour(
      end: min(start + MarketTime.hour, nextTurn(after: utc)), isOpen: isOpen(at: utc),
      hourOfWeek: hourOfWeek(at: utc), sessions: sessions(at: utc))
  }

  private func isWorking(_ session: TradingSession, at utc: Int64, year: Int64) -> Bool {
    let clock: CityClock
    let opening: Int64
    switch session {
    case .sydney: (clock, opening) = (.sydney, 7)
    case .tokyo: (clock, opening) = (.tokyo, 9)
    case .london: (clock, opening) = (.london, 8)
    case .newYork: (clock, opening) = (.newYork, 8)
    }
    let local = utc + clock.offset(at: utc, year: year)
    let day = floorDivide(local, by: MarketTime.day)
    let hour = (local - day * MarketTime.day) / MarketTime.hour
    return (1...5).contains(CivilDate.weekday(ofDay: day)) && hour >= opening && hour < opening + 9
  }
}
