import RealModule

/// The standard normal distribution.
package enum NormalDistribution {
  /// φ(x), the density.
  package static func density(_ x: Double) -> Double {
    .exp(-0.5 * x * x - Stirling.halfLogTwoPi)
  }

  /// Φ(x) = P(Z ≤ x), relative accuracy kept in the lower tail.
  package static func cdf(_ x: Double) -> Double {
    0.5 * .erfc(-x * 0.5.squareRoot())
  }

  /// 1 − Φ(x) = P(Z > x), relative accuracy kept in the upper tail.
  package static func survival(_ x: Double) -> Double {
    cdf(-x)
  }

  /// ln Φ(x), finite for every finite x.
  package static func logCDF(_ x: Double) -> Double {
    if x > 0 { return .log(onePlus: -survival(x)) }
    if x > -20 { return .log(cdf(x)) }
    // Mills' ratio as Laplace's continued fraction: Φ(−t) = φ(t) / (t + 1/(t + 2/(t + 3/(t + …)))).
    let t = -x
    var fraction = t
    for order in stride(from: 40.0, through: 1.0, by: -1.0) {
      fraction = t + order / fraction
    }
    return -0.5 * t * t - Stirling.halfLogTwoPi - .log(fraction)
  }

  /// ln(1 − Φ(x)).
  package static func logSurvival(_ x: Double) -> Double {
    logCDF(-x)
  }

  /// Φ⁻¹(p) for 0 ≤ p ≤ 1; −∞ at 0 and +∞ at 1.
  ///
  /// Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), routine PPND16: about 16 digits.
  package static func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies in [0, 1]")
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    let centred = p - 0.5
    if abs(centred) <= 0.425 {
      let r = 0.180_625 - centred * centred
      return centred * rational(r, centralNumerator, centralDenominator)
    }
    return centred < 0 ? -upperTail(p) : upperTail(1 - p)
  }

  /// The x > 0 with P(Z > x) = q, for q below 0.075: takes small tail areas without forming 1 − q.
  private static func upperTail(_ q: Double) -> Double {
    let r = (-.log(q)).squareRoot()
    return r <= 5
      ? rational(r - 1.6, middleNumerator, middleDenominator)
      : rational(r - 5, farNumerator, farDenominator)
  }

  private static func rational(_ x: Double, _ numerator: [Double], _ denominator: [Double]) -> Double {
    func horner(_ coefficients: [Double]) -> Double {
      coefficients.reversed().reduce(0) { $0 * x + $1 }
    }
    return horner(numerator) / horner(denominator)
  }

  private static let centralNumerator = [
    3.387_132_872_796_366_608_0, 133.141_667_891_784_377_45, 1_971.590_950_306_551_442_7, 13_731.693_765_509_461_125,
    45_921.953_931_549_871_457, 67_265.770_927_008_700_853, 33_430.575_583_588_128_105, 2_509.080_928_730_122_672_7,
  ]
  private static let centralDenominator = [
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5_394.196_021_424_751_107_7,
    21_213.794_301_586_595_867, 39_307.895_800_092_710_610, 28_729.085_735_721_942_674, 5_226.495_278_852_854_561_0,
  ]
  private static let middleNumerator = [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_770,
    0.022_723_844_989_269_184_583_3, 7.745_450_142_783_414_076_40e-4,
  ]
  private static let middleDenominator = [
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40, 0.689_767_334_985_100_004_550,
    0.148_103_976_427_480_074_590, 0.015_198_666_563_616_457_196_6, 5.475_938_084_995_344_946_00e-4,
    1.050_750_071_644_416_843_24e-9,
  ]
  private static let farNumerator = [
    6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
    0.296_560_571_828_504_891_230, 0.026_532_189_526_576_123_093_0, 1.242_660_947_388_078_438_60e-3,
    2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7,
  ]
  private static let farDenominator = [
    1, 0.599_832_206_555_887_937_690, 0.136_929_880_922_735_805_310, 0.014_875_361_290_850_614_852_5,
    7.868_691_311_456_132_591_00e-4, 1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
  ]
}
