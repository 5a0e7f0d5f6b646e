package import Domain
internal import Wire

extension WaitingCommand {
  /// Why this command must not be stored for a process, or a stored one given to its core; `nil` where it may.
  ///
  /// The same check at intake and at every start, so that nothing is acknowledged that a later start could not judge:
  /// it is for this process, its sender may ask for such a thing, its numbers are plausible, and the contract can carry
  /// it. A core never sees an invalid command.
  package func objection(for role: Role) -> Refusal? {
    guard command.recipient == role else {
      return .malformed("this request is for the \(command.recipient.rawValue)")
    }
    if let refusal = command.objection(from: origin) { return refusal }
    do throws(WireError) {
      let person: String? = if case .person(let name) = origin { name } else { nil }
      let request = Request(bot: .example, id: id, deadline: 0, person: person, content: .command(command))
      _ = try Request.decode(request.encoded())
      return nil
    } catch {
      return .malformed("the request cannot be written down: \(error)")
    }
  }
}

extension OutgoingCommand {
  /// Why this command cannot be sent: the contract cannot carry it.
  package var objection: Refusal? {
    do throws(WireError) {
      _ = try Request.decode(Request(bot: .example, id: id, deadline: 0, content: .command(command)).encoded())
      return nil
    } catch {
      return .malformed("the command cannot be sent: \(error)")
    }
  }
}

extension BotName {
  /// The longest name allowed.
  fileprivate static let example = BotName(String(repeating: "x", count: 32))!  // 1 to 32 such characters make one.
}
