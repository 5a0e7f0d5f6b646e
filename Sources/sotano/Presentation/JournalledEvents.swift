import Domain
import Foundation
import Journal
import Runtime
import Safety
import Wire

/// Reads published events out of a process's journal, whether the process runs or not.
struct JournalledEvents {
  let file: JournalFile

  /// - Throws: `Failure` where there is no journal or it cannot be read.
  init(_ role: Role, in directory: StateDirectory) throws {
    let path = directory.journal(of: role)
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.noInput, "\(path) is missing: nothing has run in this directory yet; start it with `sotano up`")
    }
    do {
      file = try JournalFile.open(path: path)
    } catch {
      throw Failure(.dataError, "\(error): \(error.advice)")
    }
  }

  /// The events of one kind in their order.
  func all(kind: String) throws -> [(envelope: Envelope, event: Event)] {
    var found: [(Envelope, Event)] = []
    var last: Int64 = 0
    do {
      while case let rows = try file.rows(kind: kind, after: last), let end = rows.last {
        last = end.number
        for row in rows {
          guard let frames = PackedFrames.unpack(row.payload) else {
            throw Failure(.dataError, "\(file.path): record \(row.number) holds no message; run `sotano verify`")
          }
          let envelope = try Envelope.decode(frames)
          if case .event(let event) = envelope.payload { found.append((envelope, event)) }
        }
      }
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(.dataError, "\(file.path): \(error)")
    }
    return found
  }

  /// The steps to come as last published.
  func plans() throws -> [PlannedStep] {
    for (_, event) in try all(kind: "plans").reversed() { if case .plans(let plans) = event { return plans.steps } }
    return []
  }

  /// Every state of every change, oldest first.
  func changes() throws -> [ChangeRecord] {
    try all(kind: "change").compactMap { if case .change(let record) = $0.event { record } else { nil } }
  }
}
