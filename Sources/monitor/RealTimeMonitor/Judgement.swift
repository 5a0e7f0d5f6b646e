import Domain

/// What a condition looks like at one instant.
enum Judgement {
  /// The alert is due, if it does not stand already.
  case breached(measured: Double, threshold: Double, text: String)
  /// Neither due nor over: what stands stays.
  case between
  /// The alert is over, if it stands.
  case calm(measured: Figure, text: String)
}

/// The number with a fixed count of decimal places, for the texts of alerts.
func decimals(_ value: Double, _ places: Int) -> String {
  guard value.isFinite else { return "\(value)" }
  let scale = [1.0, 10, 100, 1000][min(max(places, 0), 3)]
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let sign = value < 0 && scaled > 0 ? "-" : ""
  let whole = Int64(scaled)
  guard places > 0 else { return "\(sign)\(whole)" }
  let fraction = String(whole % Int64(scale))
  return "\(sign)\(whole / Int64(scale)).\(String(repeating: "0", count: min(places, 3) - fraction.count))\(fraction)"
}
