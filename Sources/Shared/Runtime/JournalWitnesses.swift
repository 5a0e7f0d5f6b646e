package import Domain
internal import Foundation
package import Journal
package import Safety

/// What the journals of one directory remember of each other, read while their writers run.
package struct JournalWitnesses {
  private let directory: StateDirectory

  package init(_ directory: StateDirectory) {
    self.directory = directory
  }

  /// What the others remember of a process's journal. An unreadable one is no witness; its own start reports why. Nor
  /// is one that is itself not the journal that the rest remember: it is of another run.
  package func memories(of role: Role) -> [PeerWitness] {
    memories(of: role, by: Role.allCases.filter { $0 != role }).filter { item in
      let others = Role.allCases.filter { $0 != role && $0 != item.peer }
      return !isContradicted(item.peer, by: memories(of: item.peer, by: others).map(\.witness))
    }.map(\.witness)
  }

  private func memories(of role: Role, by peers: [Role]) -> [(peer: Role, witness: PeerWitness)] {
    peers.filter(exists).compactMap { peer in
      guard let memories = try? JournalFile.open(path: directory.journal(of: peer)).peerMemories(),
        let memory = memories[role.rawValue]
      else { return nil }
      return (peer, PeerWitness(witness: "the \(peer.rawValue)", memory: memory))
    }
  }

  private func isContradicted(_ role: Role, by witnesses: [PeerWitness]) -> Bool {
    ((try? JournalFile.open(path: directory.journal(of: role)).contradiction(by: witnesses)) ?? nil) != nil
  }

  /// Refuses the start of a process whose journal is not the one that it was, before anything is written to it.
  ///
  /// - Returns: what remembers it, to be compared again when it is opened.
  package func check(_ role: Role) throws(JournalError) -> [PeerWitness] {
    let witnesses = memories(of: role)
    let path = directory.journal(of: role)
    let furthest = witnesses.max { $0.memory.head.number < $1.memory.head.number }
    let lost = furthest.map {
      JournalFinding.cut(head: 0, remembered: $0.memory.head.number, witness: $0.witness)
    }
    guard exists(role) else {
      if let lost { throw .contradicted(path: path, finding: lost) }
      if role == .trader, let trace = tracesOfTrader {
        throw .contradicted(path: path, finding: .unreadable(after: nil, detail: "it is gone, and \(trace) is not"))
      }
      return []
    }
    let file: JournalFile
    do throws(JournalError) {
      file = try JournalFile.open(path: path)
    } catch .foreignFile {
      // Such as a file without its log beside it, in which most of it still was.
      if let lost { throw .contradicted(path: path, finding: lost) }
      return witnesses
    } catch {
      // Opening it for writing reports why.
      return witnesses
    }
    if let finding = try file.contradiction(by: witnesses) { throw .contradicted(path: path, finding: finding) }
    return witnesses
  }

  /// Every journal that is not the one that it was.
  package func contradictions() -> [(role: Role, error: JournalError)] {
    Role.allCases.compactMap { role in
      do throws(JournalError) {
        _ = try check(role)
        return nil
      } catch {
        guard case .contradicted = error else { return nil }
        return (role, error)
      }
    }
  }

  /// The other processes whose journals are still the ones that they were.
  package func trusted(besides role: Role) -> [Role] {
    let others = Set(contradictions().map(\.role))
    return Role.allCases.filter { peer in
      peer != role && exists(peer) && !others.contains(peer)
        && (try? JournalFile.open(path: directory.journal(of: peer)).checkHead()) != nil
    }
  }

  private func exists(_ role: Role) -> Bool {
    FileManager.default.fileExists(atPath: directory.journal(of: role))
  }

  /// What a trader stores besides its journal.
  private var tracesOfTrader: String? {
    [directory.streamLog, directory.venue].first { path in
      let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      return size > 0
    }
  }
}
