/// Who waits for the answer to a command that has been kept.
struct PendingReplies {
  private var byID: [String: Links.Incoming] = [:]

  mutating func note(_ id: String, _ incoming: Links.Incoming) {
    byID[id] = incoming
  }

  mutating func take(_ id: String) -> Links.Incoming? {
    byID.removeValue(forKey: id)
  }
}
