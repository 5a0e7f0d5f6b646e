import Testing

@testable import ReferenceStatistics
@testable import Statistics

/// Handlers of `multiplicity`.
extension OracleRegistry {
  private static let oracle = "multiplicity"

  static let multiplicityHandlers: [OracleHandler] = [
    adjustment("bonferroni", Bonferroni.adjusted), adjustment("sidak", Sidak.adjusted),
    adjustment("holm", Holm.adjusted), adjustment("holm-sidak", Holm.sidakAdjusted),
    adjustment("simes-hochberg", Hochberg.adjusted), adjustment("hommel", Hommel.adjusted),
    adjustment("fdr_bh", BenjaminiHochberg.adjusted), adjustment("fdr_by", BenjaminiYekutieli.adjusted),
    .named("preferential_bonferroni", of: oracle) { check in
      let levels = PreferentialBonferroni(
        alpha: try check.number("alpha"), share: try check.number("gamma"), arms: try check.integer("k"),
        metrics: try check.integer("m"))
      check.equal("primary", levels.primary)
      check.equal("other", levels.other)
    },
    .named("e_bh", of: oracle) { check in
      let rejected = EBH.rejected(try check.numbers("e"), alpha: try check.number("alpha"))
      check.equal("rejected_idx", rejected.map(Double.init))
    },
    .named("lord_plus_plus", of: oracle) { check in
      let call = check.oracleCase.call
      let alpha = try #require(setting("alpha", in: call))
      let wealth: Double = try #require(setting("w0", in: call))
      var procedure = LordPlusPlus(alpha: alpha, initialWealth: wealth)
      var levels: [Double] = []
      var rejected: [Bool] = []
      for p in try check.numbers("p") {
        levels.append(procedure.nextLevel)
        rejected.append(procedure.test(p: p))
      }
      check.equal("levels", levels)
      check.equal("reject", rejected)
    },
    .named("e_lond", of: oracle) { check in
      var procedure = ELond(alpha: try check.number("alpha"))
      let steps = try check.numbers("e").map { e -> OracleValue in
        let level = procedure.nextLevel
        return .list([.number(level), .flag(procedure.test(eValue: e))])
      }
      check.equal("levels_reject", .list(steps))
    },
  ]

  private static func adjustment(_ method: String, _ adjust: @escaping @Sendable ([Double]) -> [Double])
    -> OracleHandler
  {
    .named("adjust_\(method)", of: oracle) { check in
      let adjusted = adjust(try check.numbers("p"))
      // multipletests(p, level, method)
      let level = try #require(
        check.oracleCase.call.split(separator: ",").dropFirst().first.flatMap { Double($0) })
      check.equal("adjusted", adjusted)
      check.equal("reject", adjusted.map { $0 <= level })
    }
  }

  /// The number after `name=` in a call.
  private static func setting(_ name: String, in call: String) -> Double? {
    call.split(separator: ",").first { $0.hasPrefix("\(name)=") }.flatMap { Double($0.dropFirst(name.count + 1)) }
  }
}
