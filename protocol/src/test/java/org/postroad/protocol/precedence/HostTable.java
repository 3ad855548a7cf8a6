package org.postroad.protocol.precedence;

import java.util.List;
import java.util.stream.Collectors;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.tlsrpt.Shortfall;

/// The first table: what is done with one host.
final class HostTable {

  static final List<Row> ROWS =
      Table.rows("hosts.table", 7).stream()
          .map(c -> new Row(c.get(0), c.get(1), c.get(2), c.get(3), c.get(4), c.get(5), c.get(6)))
          .toList();

  private HostTable() {}

  record Row(
      String mx,
      String host,
      String policy,
      String done,
      String report,
      String sections,
      String why) {

    boolean fits(String ofMx, String ofHost, String ofPolicy) {
      return Table.lists(mx, ofMx) && Table.lists(host, ofHost) && Table.lists(policy, ofPolicy);
    }
  }

  /// The rows that fit one host of a case: one, if the table is sound.
  static List<Row> rows(Scene scene, Scene.Host host) {
    String word = scene.ruling().word();
    boolean other = List.of("enforce", "testing").contains(word) && !host.covered();
    return ROWS.stream()
        .filter(row -> row.fits(scene.mx(), host.state(), other ? word + "-other" : word))
        .toList();
  }

  /// What was decided, in the words of the table: `any, tested / sts`.
  static String words(Scene.Host host, HostAction action) {
    return switch (action) {
      case HostAction.Unreachable(String why) -> "unreachable / -";
      case HostAction.Wait(String why) -> "wait / -";
      case HostAction.Skip(var type, Shortfall shortfall) ->
          "skip " + shortfall.kind().resultType().text() + " / " + type.text();
      case HostAction.Deliver(var type, Demand demand, boolean tested, var noted) ->
          words(host, demand)
              + (tested ? ", tested" : "")
              + noted.stream().map(HostTable::words).collect(Collectors.joining())
              + " / "
              + type.text();
    };
  }

  private static String words(Shortfall noted) {
    return noted.kind() == Shortfall.Kind.MX_NOT_IN_POLICY ? ", outside" : ", " + noted.kind();
  }

  private static String words(Scene.Host host, Demand demand) {
    return switch (demand) {
      case Demand.Any any -> "any";
      case Demand.Encrypted encrypted -> "encrypted";
      case Demand.Verified verified -> "verified";
      case Demand.Named named -> "named";
      case Demand.Dane(var base, var records, List<DomainName> names, boolean proven) ->
          "dane " + names.stream().map(name -> word(host, name)).collect(Collectors.joining(", "));
    };
  }

  private static String word(Scene.Host host, DomainName name) {
    if (name.equals(host.base())) {
      return "base";
    }
    if (name.equals(host.name())) {
      return "host";
    }
    return name.equals(Scene.DOMAIN)
        ? "next hop"
        : name.equals(Scene.EXPANDED) ? "its expansion" : name.text();
  }
}
