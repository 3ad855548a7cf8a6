package org.postroad.app.resolverd.postfix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything the check knows about a Postfix: what postconf(1) says, and what was seen at the
/// places that it names.
///
/// @param directory its configuration folder
/// @param parameters every parameter of main.cf with the value in force, `$name` expanded
/// @param explicit the names that main.cf sets itself
/// @param services master.cf
/// @param mapTypes what `postconf -m` lists
/// @param complaints what postconf warned of
/// @param trustFiles what was seen at each `smtp_tls_CAfile` and `smtp_tls_CApath`
/// @param sockets what was seen at each socketmap, by [MapAddress#place]
public record PostfixSetup(
    String directory,
    Map<String, String> parameters,
    Set<String> explicit,
    List<Service> services,
    Set<String> mapTypes,
    List<String> complaints,
    Map<String, TrustFile> trustFiles,
    Map<String, Reach> sockets) {

  public PostfixSetup {
    parameters = Map.copyOf(parameters);
    explicit = Set.copyOf(explicit);
    services = List.copyOf(services);
    mapTypes = Set.copyOf(mapTypes);
    complaints = List.copyOf(complaints);
    trustFiles = Map.copyOf(trustFiles);
    sockets = Map.copyOf(sockets);
  }

  /// A line of master.cf.
  ///
  /// @param chroot the fifth column: `y`, `n` or `-`
  /// @param overrides its `-o name=value`
  public record Service(
      String name, String type, String chroot, String command, Map<String, String> overrides) {
    public Service {
      overrides = Map.copyOf(overrides);
    }
  }

  /// What was seen at a path of trust anchors.
  public enum TrustFile {
    HOLDS_CERTIFICATES,
    HOLDS_NONE,
    MISSING
  }

  /// What was seen at a socketmap's address.
  public sealed interface Reach {
    /// It takes connections, as far as we can tell also from Postfix's user.
    record Open() implements Reach {}

    /// No such file, or it is no socket.
    record Absent(String why) implements Reach {}

    /// It is there, but Postfix's user may not connect.
    record Denied(String why) implements Reach {}

    /// Nobody listens.
    record Refused(String why) implements Reach {}

    /// We may not look.
    record Unseen(String why) implements Reach {}
  }

  /// An SMTP client of master.cf: a service that runs smtp(8), with the parameters in force there.
  record Client(
      String service, boolean chroot, Map<String, String> overrides, Map<String, String> main) {
    String value(String parameter) {
      return Optional.ofNullable(overrides.get(parameter))
          .orElseGet(() -> main.getOrDefault(parameter, ""));
    }

    /// Where a parameter's value comes from.
    String subject(String parameter) {
      return overrides.containsKey(parameter) ? service : "main.cf";
    }

    PolicyMaps policyMaps() {
      return PolicyMaps.parse(value("smtp_tls_policy_maps"));
    }
  }

  String value(String parameter) {
    return parameters.getOrDefault(parameter, "");
  }

  Optional<PostfixVersion> version() {
    return PostfixVersion.parse(value("mail_version"));
  }

  /// The SMTP clients, `smtp/unix` first.
  List<Client> clients() {
    Map<String, Client> byName = new LinkedHashMap<>();
    for (Service service : services) {
      if (service.command().equals("smtp")) {
        String name = service.name() + "/" + service.type();
        byName.put(
            name,
            new Client("master.cf " + name, chroot(service), service.overrides(), parameters));
      }
    }
    List<Client> clients = new ArrayList<>();
    Optional.ofNullable(byName.remove("smtp/unix")).ifPresent(clients::add);
    clients.addAll(byName.values());
    return clients;
  }

  /// Whether who asks the map runs in a chroot: the client itself, or proxymap(8) for it.
  boolean chroot(Client client, PolicyMaps.Entry map) {
    return map.proxied()
        ? services.stream()
            .filter(service -> service.name().equals("proxymap"))
            .anyMatch(this::chroot)
        : client.chroot();
  }

  /// The default of the column is `y` below compatibility level 1.
  private boolean chroot(Service service) {
    return switch (service.chroot()) {
      case "y" -> true;
      case "n" -> false;
      default -> value("compatibility_level").equals("0") || value("compatibility_level").isEmpty();
    };
  }
}
