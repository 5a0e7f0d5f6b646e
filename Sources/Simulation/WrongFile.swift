/// How a journal comes not to be the one that it was.
package enum WrongJournal: String, CaseIterable, Hashable, Sendable, Codable {
  case lost
  /// A copy from when the fault began.
  case older
  /// Another run's.
  case foreign
}

/// What befalls a file of the trader that its journal remembers.
package enum WrongTraderFile: String, CaseIterable, Hashable, Sendable, Codable {
  /// A copy from when the fault began.
  case olderStreamLog
  case damagedStreamLog
  /// A copy from when the fault began.
  case olderVenueList
}

/// A process refuses to start, by 65: a file is not what it was, and nothing has been written to it. No supervisor starts
/// it again before a person has restored the file.
struct WrongFile: Error {
  var finding: String
}

/// A file's older copy, for a fault to put in its place, and the right one, for a person to restore.
struct FileCopies<File> {
  var older: File?
  var right: File?
}

/// A process with a journal, which a fault may replace by another.
protocol JournalKeeper: SimulatedProcess {
  var journal: SimulatedJournal { get }
  /// Whether a file in its place is not the right one.
  var isSpoiled: Bool { get }
  /// What lies in the places of all journals.
  var witnesses: () -> SimulatedWitnesses { get set }

  func copyFiles()
  /// Only while the process is dead.
  func replaceJournal(by wrong: WrongJournal)
  /// Starts with an empty journal.
  func forgetJournal()
  func restoreFiles()
}
