internal import Domain

/// The name of a bot, which is to say of its account: 1 to 32 letters, digits, dots, underscores or dashes.
package struct BotName: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init?(_ text: String) {
    guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(\.isNameByte) else { return nil }
    self.text = text
  }

  package var description: String { text }
}
