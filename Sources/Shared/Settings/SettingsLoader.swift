/// Reads a settings file over the defaults of a type.
///
///     bot: grid
///     parameters:
///       gridSpacing: 22.5        # pips
///     monitor:
///       limits:
///         drawdown: {raisesAt: 12, clearsAt: 6}
///
/// Whatever the file does not say keeps its default. Groups are merged key by key; lists, dictionaries and choices are
/// replaced as a whole. `null` takes an optional setting away.
package enum SettingsLoader {
  /// - Parameters:
  ///   - yaml: the file's content.
  ///   - file: its name, for error texts.
  ///   - check: rules that a type alone cannot express; see `SettingsComplaint`.
  /// - Throws: everything that is wrong, at once.
  package static func load<Settings: Codable>(
    yaml: String, file: String, defaults: Settings, check: (Settings) -> [SettingsComplaint] = { _ in [] }
  ) throws(SettingsError) -> Settings {
    try loaded(yaml: yaml, file: file, defaults: defaults, check: check).value
  }

  /// The same, and what `--check-config` prints.
  package static func loaded<Settings: Codable>(
    yaml: String, file: String, defaults: Settings, check: (Settings) -> [SettingsComplaint] = { _ in [] }
  ) throws(SettingsError) -> LoadedSettings<Settings> {
    let stated: SettingsNode
    do throws(SettingsProblem) {
      stated = try SettingsNode(yaml: yaml)
    } catch {
      throw SettingsError(file: file, problems: [error])
    }
    let session = SettingsDecoding()
    do {
      let fallback = try SettingsEncoder.node(for: defaults)
      let place = SettingsDecoding.Place(stated: stated, fallback: fallback, path: [])
      var value: Settings?
      do {
        value = try session.decode(Settings.self, at: place)
      } catch {
        session.note(error, at: place)
      }
      session.noteUnknownKeys()
      if let value, session.problems.isEmpty {
        let complaints = check(value)
        guard !complaints.isEmpty else { return LoadedSettings(value: value, stated: stated.statedPaths()) }
        throw error(file, complaints.map { $0.problem(in: stated) })
      }
      throw error(file, session.problems)
    } catch let error as SettingsError {
      throw error
    } catch {
      throw SettingsError(
        file: file, problems: [SettingsProblem(line: 0, column: 0, path: "", kind: .invalid("\(error)"))])
    }
  }

  /// The settings as YAML that reads back as the same settings.
  package static func effective(_ settings: some Encodable) throws -> String {
    try SettingsEncoder.node(for: settings).printed(stated: [])
  }

  private static func error(_ file: String, _ problems: [SettingsProblem]) -> SettingsError {
    SettingsError(file: file, problems: problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }
}

/// Settings, and which of them a file has set.
package struct LoadedSettings<Settings: Codable> {
  package var value: Settings
  fileprivate var stated: Set<[String]>

  /// What is in force as YAML, each value marked `default` or `file`.
  package func effective() throws -> String {
    try SettingsEncoder.node(for: value).printed(stated: stated)
  }
}

/// A setting that reads well but makes no sense, such as an alert that clears above the value that raises it.
package struct SettingsComplaint: Hashable, Sendable {
  /// The keys from the top, joined by dots: `monitor.limits.drawdown`.
  package var path: String
  /// What is wrong and what to do.
  package var text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  func problem(in stated: SettingsNode) -> SettingsProblem {
    let mark = stated.nearest(to: path.split(separator: ".").map(String.init)).mark
    return SettingsProblem(line: mark?.line ?? 0, column: mark?.column ?? 0, path: path, kind: .invalid(text))
  }
}
