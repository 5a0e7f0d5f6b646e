extension JournalFile {
  /// Verifies one journal; works while its writer runs and changes nothing.
  ///
  /// A chain alone cannot show that its tail was cut off, nor that all of it was rewritten: pass what the peers
  /// remember for that.
  ///
  /// - Throws: `JournalError.cannotOpen` or `.foreignFile`. A file that is damaged is a verdict, not an error.
  package static func verify(path: String, remembered: [RememberedHead] = []) throws(JournalError) -> JournalVerdict {
    do {
      return try open(path: path).verdict(remembered: remembered)
    } catch .damaged(_, let finding) {
      return .broken(finding)
    }
  }

  /// Verifies the journals of one stack, each also against what all the others remember of it.
  ///
  /// The heads are read before any chain is: a writer that goes on meanwhile only ever adds to what was remembered.
  package static func verify(paths: [String]) -> [Verification] {
    var remembered: [RememberedHead] = []
    for path in paths {
      // An unreadable journal is no witness; its own verification reports why.
      if let heads = try? open(path: path).rememberedHeads() { remembered += heads }
    }
    return paths.map { path in
      do throws(JournalError) {
        return Verification(path: path, result: .success(try verify(path: path, remembered: remembered)))
      } catch {
        return Verification(path: path, result: .failure(error))
      }
    }
  }

  /// The result for one file.
  package struct Verification: Sendable {
    package var path: String
    package var result: Result<JournalVerdict, JournalError>

    package var isWhole: Bool {
      if case .success(.whole) = result { true } else { false }
    }
  }
}
