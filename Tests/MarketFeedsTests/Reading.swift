import Domain
import MarketFeeds

func allMinutes(_ feed: some MarketFeed) throws -> [FeedMinute] {
  var feed = feed
  var minutes: [FeedMinute] = []
  while let minute = try feed.next() { minutes.append(minute) }
  return minutes
}

func allQuotes(_ text: String, as name: String = "t.csv", options: FeedOptions? = nil) throws -> [Quote] {
  let files = try TemporaryFiles()
  let feed = try FileFeed(
    path: files.write(text, as: name), options: options ?? FeedOptions(profile: testProfile()))
  return try allMinutes(feed).flatMap(\.quotes)
}

/// A file of ticks at random distances of up to ten seconds.
func randomTicks(rows: Int, seed: UInt64) -> String {
  var generator = SplitMix64(seed: seed)
  var text = "time_ms,bid,ask\n"
  var time: Int64 = 1_398_902_400_000
  var bid = 112_000
  for _ in 0..<rows {
    time += Int64.random(in: 1...10_000, using: &generator)
    bid += Int.random(in: -5...5, using: &generator)
    text += "\(time),1.\(bid - 100_000),1.\(bid - 100_000 + 9)\n"
  }
  return text
}
