package import Domain
internal import Journal
package import Wire

/// Publishes a process's stream: encodes events under their numbers, numbers transient ones, and keeps the latest of
/// every topic for late subscribers.
package final class Outlet {
  private let links: Links
  private var writer: EventWriter
  private var latest = LatestMessages()
  private let epoch: Int64

  package init(_ ambience: Ambience, links: Links) {
    self.links = links
    epoch = ambience.journal.epoch
    writer = EventWriter(
      bot: ambience.bot, symbol: ambience.run.symbol, role: ambience.role, epoch: epoch,
      wallClock: { wallClockMilliseconds() })
  }

  /// An event ready to be sent.
  package func encode(_ item: NumberedEvent, at time: MarketTime) throws(WireError) -> Frames {
    try writer.encode(item, at: time)
  }

  package func publish(_ frames: Frames) throws {
    latest.note(frames)
    try links.publish(frames)
  }

  package func publish(_ beat: Beat, at time: MarketTime) throws {
    try links.publish(writer.encode(beat, at: time))
  }

  package func reply(_ reply: CommandReply, to caller: Links.Incoming) throws {
    try links.reply(caller, reply.content)
  }

  /// The latest message of every topic, and where in the stream that is.
  package func snapshot(durable sequence: Int64) -> Reply.Content {
    let position = StreamPosition(epoch: epoch, durableSequence: sequence, transientSequence: writer.transient)
    return .snapshot(position: position, messages: latest.all)
  }
}
