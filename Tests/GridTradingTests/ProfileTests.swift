import Domain
import Testing

@testable import GridTrading

struct ProfileTests {
  @Test(arguments: SymbolProfile.names)
  func `every shipped profile's defaults lie within its own rules`(name: String) throws {
    let profile = try #require(SymbolProfile.named(name))
    #expect(profile.symbol.name == name)
    for parameter in Parameter.allCases {
      guard let rule = profile.rules[parameter], let quanta = profile.defaults[parameter].quanta else { continue }
      #expect((rule.lowest...rule.highest).contains(quanta), "\(parameter)")
    }
    #expect(profile.spreadByHour.count == 168)
    let sorted = profile.spreadByHour.sorted()
    #expect(abs(sorted[84].tenths - profile.medianSpread.tenths) * 8 <= profile.medianSpread.tenths)
    #expect(profile.spreadByHour[21] > profile.medianSpread)
  }

  @Test func `EURUSD has the standard parameters and gold 27 times theirs`() throws {
    let euro = try #require(SymbolProfile.named("EURUSD"))
    #expect(euro.defaults.gridSpacing == Pips(tenths: 200) && euro.rules == .standard)
    #expect(euro.spreadByHour[21] == Pips(tenths: 20))
    let gold = try #require(SymbolProfile.named("XAUUSD"))
    #expect(gold.defaults.gridSpacing == Pips(tenths: 5400) && gold.defaults.stopLoss == Pips(tenths: 10_800))
    #expect(gold.rules.gridSpacing.lowest == 2700 && gold.rules.gridSpacing.highest == 13_500)
    #expect(gold.spreadByHour[21] == Pips(tenths: 1550))
    #expect(gold.rules.lotSize == euro.rules.lotSize)
    #expect(SymbolProfile.named("BTCUSD") == nil)
  }
}
