/// The forms of quote files that are understood.
package enum FeedFormat: String, CaseIterable, Hashable, Sendable, Codable {
  /// `time_ms,bid,ask`, UTC.
  case ticks
  /// `time_ms,open,high,low,close`: one-minute bars of the bid, UTC.
  case bidBars = "bid-bars"
  /// `time_ms,bo,bh,bl,bc,ao,ah,al,ac` and perhaps `ticks`: one-minute bars of bid and ask, UTC.
  case bidAskBars = "bid-ask-bars"
  /// MetaTrader 5, bars of the bid, broker's clock.
  case metaTraderBars = "metatrader-bars"
  /// MetaTrader 5, ticks; a side that did not change is empty. Broker's clock.
  case metaTraderTicks = "metatrader-ticks"
  /// HistData "ASCII M1", bars of the bid without a header.
  case histDataBars = "histdata-bars"
  /// HistData "ASCII tick" without a header.
  case histDataTicks = "histdata-ticks"
  /// Dukascopy, one-minute bars of the bid, GMT.
  case dukascopyBidBars = "dukascopy-bid-bars"
  /// Dukascopy, one-minute bars of the ask, GMT.
  case dukascopyAskBars = "dukascopy-ask-bars"
  /// Dukascopy, ticks, ask first, GMT.
  case dukascopyTicks = "dukascopy-ticks"
  /// Hourly bars of the ask, UTC, with Dukascopy's times under a `Time` column: the data set of `make sample`.
  case hourlyAskBars = "hourly-ask-bars"
}

/// Which side of the quote a row has.
enum PriceSide: Hashable {
  case bid, ask, both
}

extension FeedFormat {
  /// Length of a bar in milliseconds; `nil` for ticks.
  var barLength: Int64? {
    switch self {
    case .ticks, .metaTraderTicks, .histDataTicks, .dukascopyTicks: nil
    case .bidBars, .bidAskBars, .metaTraderBars, .histDataBars, .dukascopyBidBars, .dukascopyAskBars: CivilTime.minute
    case .hourlyAskBars: CivilTime.hour
    }
  }

  var side: PriceSide {
    switch self {
    case .ticks, .bidAskBars, .metaTraderTicks, .histDataTicks, .dukascopyTicks: .both
    case .bidBars, .metaTraderBars, .histDataBars, .dukascopyBidBars: .bid
    case .dukascopyAskBars, .hourlyAskBars: .ask
    }
  }

  var separator: UInt8 {
    switch self {
    case .metaTraderBars, .metaTraderTicks: UInt8(ascii: "\t")
    case .histDataBars: UInt8(ascii: ";")
    default: UInt8(ascii: ",")
    }
  }

  /// Whether the first line is not a row.
  var hasHeader: Bool {
    switch self {
    case .histDataBars, .histDataTicks: false
    default: true
    }
  }

  /// Problems that this source is known to have in single rows. Such a row is refused and counted; any other problem
  /// refuses the file, and so do these when reading strictly.
  func tolerates(_ problem: RowProblem) -> Bool {
    switch (self, problem) {
    case (.bidAskBars, .crossed): true
    case (.histDataBars, .repeatedTime), (.histDataBars, .decreasingTime), (.histDataBars, .ambiguousClock): true
    case (.histDataTicks, .decreasingTime), (.histDataTicks, .ambiguousClock), (.histDataTicks, .crossed): true
    case (.metaTraderTicks, .incompleteTick), (.metaTraderTicks, .crossed): true
    case (.dukascopyBidBars, .noVolume), (.dukascopyAskBars, .noVolume): true
    case (.dukascopyTicks, .crossed): true
    default: false
    }
  }

  /// A first line of this form.
  package var example: String {
    switch self {
    case .ticks: "time_ms,bid,ask"
    case .bidBars: "time_ms,open,high,low,close"
    case .bidAskBars: "time_ms,bo,bh,bl,bc,ao,ah,al,ac"
    case .metaTraderBars: "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>"
    case .metaTraderTicks: "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>"
    case .histDataBars: "20220103 000000;1.13700;1.13710;1.13690;1.13705;0"
    case .histDataTicks: "20220103 000000123,1.137000,1.137080,0"
    case .dukascopyBidBars, .dukascopyAskBars: "Gmt time,Open,High,Low,Close,Volume"
    case .dukascopyTicks: "Gmt time,Ask,Bid,AskVolume,BidVolume"
    case .hourlyAskBars: "Time,Open,High,Low,Close,Volume"
    }
  }
}
