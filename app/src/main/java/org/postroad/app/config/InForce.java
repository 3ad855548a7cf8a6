package org.postroad.app.config;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.postfix.PolicyOverride;

/// Every setting with its value and where that came from: defaults, overlaid by the file, overlaid
/// by options.
public final class InForce {

  private record Placed(Object value, Origin origin) {}

  /// An override and the line it stands in.
  public record PlacedOverride(PolicyOverride override, Origin origin) {}

  private final Optional<String> file;
  private final Map<Setting<?>, Placed> placed;
  private final Map<DomainName, PlacedOverride> overrides;

  private InForce(
      Optional<String> file,
      Map<Setting<?>, Placed> placed,
      Map<DomainName, PlacedOverride> overrides) {
    this.file = file;
    this.placed = placed;
    this.overrides = overrides;
  }

  /// What holds without a file and without options.
  public static InForce defaults() {
    return new InForce(Optional.empty(), Map.of(), Map.of());
  }

  /// Set by a file, overrides included; what it does not set is the default.
  static InForce ofFile(
      String file, List<Assignment<?>> assignments, Map<DomainName, PlacedOverride> overrides) {
    Map<Setting<?>, Placed> placed = new LinkedHashMap<>();
    for (Assignment<?> each : assignments) {
      placed.put(each.setting, new Placed(each.value, new Origin.Line(file, each.line)));
    }
    return new InForce(Optional.of(file), placed, new TreeMap<>(overrides));
  }

  /// A setting that a line of a file sets.
  record Assignment<T>(Setting<T> setting, T value, int line) {}

  /// The same with one setting as an option has it; the value is bounded as one of the file is.
  ///
  /// @throws IllegalArgumentException with the reason if it is out of bounds
  public <T> InForce with(Setting<T> setting, T value, String option) {
    Optional<String> fault = setting.kind().fault().apply(value);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(option + ": " + fault.get());
    }
    Map<Setting<?>, Placed> changed = new LinkedHashMap<>(placed);
    changed.put(setting, new Placed(value, new Origin.Option(option)));
    return new InForce(file, changed, overrides);
  }

  /// The value of a setting.
  @SuppressWarnings("unchecked") // what is placed under a setting is of its type: with, Assignment
  public <T> T value(Setting<T> setting) {
    Placed here = placed.get(setting);
    return here == null ? setting.fallback() : (T) here.value;
  }

  public Origin origin(Setting<?> setting) {
    Placed here = placed.get(setting);
    return here == null ? new Origin.Default() : here.origin;
  }

  /// The same, with a setting that nobody set as a command of another default has it.
  public <T> InForce orElse(Setting<T> setting, T value, String because) {
    return placed.containsKey(setting) ? this : with(setting, value, because);
  }

  /// The overrides by domain, in the alphabet's order.
  public Map<DomainName, PlacedOverride> overrides() {
    return overrides;
  }

  /// The file that was read, if one was.
  public Optional<String> file() {
    return file;
  }

  /// The values alone, in records, for the code that obeys them.
  public Configuration configuration() {
    return Configuration.of(this);
  }

  /// What is allowed but probably not meant, as of now.
  public List<Fault> warnings(Instant now) {
    List<Fault> warnings = new ArrayList<>();
    overrides.forEach(
        (domain, each) -> {
          if (!each.override.activeAt(now) && each.origin instanceof Origin.Line(var f, int line)) {
            warnings.add(
                new Fault(
                    line,
                    "overrides.\"" + domain + "\"",
                    "ended at " + each.override.until().orElseThrow() + " and counts no longer"));
          }
        });
    return warnings;
  }
}
