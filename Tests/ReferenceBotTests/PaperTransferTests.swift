import Domain
import ReferenceBot
import Testing

struct PaperTransferTests {
  private let transfers = [
    PaperTransfer(afterMinutes: 2, amount: Money(micros: 5_000_000_000)),
    PaperTransfer(afterMinutes: 4, amount: Money(micros: -9_000_000_000)),
  ]

  @Test func `money that comes in or leaves moves balance, equity and deposits alike, each once`() throws {
    var bot = Bot(settings: TraderSettings(paperTransfers: transfers))
    _ = bot.move(to: 113_000)
    _ = bot.move(to: 112_700)
    let before = try #require(bot.trader.account)
    var moved: [Int64] = []
    for _ in 0..<6 {
      _ = bot.endMinute()
      let account = try #require(bot.trader.account)
      let amount = account.deposits - before.deposits
      #expect(account.balance - before.balance == amount)
      #expect(account.equity - before.equity == amount)
      #expect(account.openTrades == before.openTrades && account.margin == before.margin)
      moved.append(amount.micros / 1_000_000)
    }
    #expect(moved == [0, 5000, 5000, -4000, -4000, -4000])
  }
}
