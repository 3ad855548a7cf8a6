package org.postroad.engine.check.diagnosis;

import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.engine.check.Hello;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.Tcp;
import org.postroad.engine.check.Tls;
import org.postroad.engine.net.Endpoint;
import org.postroad.protocol.dns.DomainName;

/// The policy host on the way to its policy: TCP and TLS (RFC 8461 §3.3). Its name is for
/// [PolicyHostDnsRules], what it says over HTTP for [PolicyHttpRules].
final class PolicyHostRules {

  /// With so little left somebody should look: automatic renewal comes a month before the end, or
  /// after two thirds of a short life.
  static final Duration EXPIRES_SOON = Duration.ofDays(14);

  private PolicyHostRules() {}

  static List<Finding> of(DomainView view) {
    if (!PolicyHostDnsRules.isMeant(view)) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>(tcp(view));
    for (PolicyVisit visit : view.facts().policyVisits()) {
      if (visit.tcp() instanceof Tcp.Connected) {
        found.addAll(tls(view, visit));
      }
    }
    return Merged.of(found);
  }

  /// What does not even take connections: one finding if it is all of them, else one by family.
  private static List<Finding> tcp(DomainView view) {
    List<PolicyVisit> visits = view.facts().policyVisits();
    List<PolicyVisit> down = visits.stream().filter(visit -> isDown(view, visit)).toList();
    boolean anyUp = visits.stream().anyMatch(visit -> visit.tcp() instanceof Tcp.Connected);
    if (down.isEmpty()) {
      return anyUp || visits.isEmpty() ? List.of() : List.of(notReached(view));
    }
    if (!anyUp) {
      return List.of(allDown(view, down));
    }
    List<Finding> found = new ArrayList<>();
    List<PolicyVisit> six = down.stream().filter(PolicyHostRules::isV6).toList();
    boolean allOfSix = visits.stream().filter(PolicyHostRules::isV6).allMatch(down::contains);
    if (!six.isEmpty() && allOfSix) {
      found.add(
          partlyDown(
              view,
              FindingCode.POLICY_HOST_IPV6_BROKEN,
              six,
              "The AAAA record promises IPv6, and nobody takes connections there. Senders with"
                  + " IPv6 lose time on it, and some give up.",
              "Make the web server listen on [::]:443 and let it through the firewall, or remove"
                  + " the AAAA record."));
    }
    List<PolicyVisit> others = down.stream().filter(visit -> !isV6(visit) || !allOfSix).toList();
    if (!others.isEmpty()) {
      found.add(
          partlyDown(
              view,
              FindingCode.POLICY_HOST_ADDRESS_BROKEN,
              others,
              "Of several addresses some take no connections. Senders that try these first lose"
                  + " time, and some give up.",
              "Bring the server at that address up, or take its address out of the DNS."));
    }
    return found;
  }

  private static Finding allDown(DomainView view, List<PolicyVisit> down) {
    boolean refused = down.stream().anyMatch(visit -> visit.tcp() instanceof Tcp.Refused);
    return Finding.of(
        refused ? FindingCode.POLICY_HOST_REFUSED : FindingCode.POLICY_HOST_TIMED_OUT,
        view.policyHost(),
        shown(down),
        refused
            ? "Nothing listens on port 443 there, or a firewall turns connections down. Senders"
                + " get no policy."
            : "Connections to port 443 get no answer at all: the host is down, the address is of"
                + " another day, or a firewall swallows them. Senders get no policy.",
        "Start the web server on port 443 of that address, open the firewall for everybody, or"
            + " correct the address of "
            + view.policyHost()
            + ".");
  }

  private static Finding partlyDown(
      DomainView view, FindingCode code, List<PolicyVisit> down, String cause, String cure) {
    return Finding.of(code, view.policyHost(), shown(down), cause, cure);
  }

  private static Finding notReached(DomainView view) {
    return Finding.of(
        FindingCode.POLICY_HOST_NOT_REACHED,
        view.policyHost(),
        shown(view.facts().policyVisits()),
        "No address of the policy host was visited, so nothing is known of the policy.",
        "Check again from where there is a way to these addresses; raise --deadline or use"
            + " --allow-private where that was the reason.");
  }

  private static String shown(List<PolicyVisit> visits) {
    return Connections.seen(visits, PolicyVisit::address, PolicyVisit::tcp);
  }

  private static String where(PolicyVisit visit) {
    return Endpoint.text(visit.address());
  }

  private static boolean isDown(DomainView view, PolicyVisit visit) {
    return Connections.isDown(view, visit.tcp(), visit.address());
  }

  private static boolean isV6(PolicyVisit visit) {
    return visit.address() instanceof Inet6Address;
  }

  private static List<Finding> tls(DomainView view, PolicyVisit visit) {
    return switch (visit.tls()) {
      case Tls.Established tls -> certificate(view, visit, tls);
      case Tls.Failed(String why, Duration took) -> List.of(broken(view, visit, why));
      case Tls.TimedOut(Duration took) ->
          List.of(broken(view, visit, "no end of the handshake within " + Words.seconds(took)));
      case Tls.NotTried skipped -> List.of();
    };
  }

  private static List<Finding> certificate(
      DomainView view, PolicyVisit visit, Tls.Established tls) {
    DomainName host = view.policyHost();
    Optional<CertificateFault> fault = CertificateFault.of(tls, host, view);
    if (fault.isPresent()) {
      FindingCode code = code(fault.get().kind());
      return List.of(
          CertificateAdvice.POLICY_HOST.finding(code, subject(view, visit), fault.get(), host));
    }
    List<Finding> found = new ArrayList<>();
    Lifetimes.soon(tls.chain(), view.now(), EXPIRES_SOON)
        .map(
            seen ->
                Finding.of(
                    FindingCode.POLICY_HOST_EXPIRES_SOON,
                    subject(view, visit),
                    seen,
                    "Automatic renewal should have replaced it by now. When it ends, senders get"
                        + " no policy.",
                    "Renew it now and reload the web server; look at the log of the renewal."))
        .ifPresent(found::add);
    CaaRules.finding(view, host, tls.chain().getFirst()).ifPresent(found::add);
    return found;
  }

  private static FindingCode code(CertificateFault.Kind kind) {
    return switch (kind) {
      case NAME_MISMATCH -> FindingCode.POLICY_HOST_NAME_MISMATCH;
      case SELF_SIGNED -> FindingCode.POLICY_HOST_SELF_SIGNED;
      case EXPIRED -> FindingCode.POLICY_HOST_EXPIRED;
      case NOT_YET_VALID -> FindingCode.POLICY_HOST_NOT_YET_VALID;
      case INCOMPLETE_CHAIN -> FindingCode.POLICY_HOST_INCOMPLETE_CHAIN;
      case UNTRUSTED -> FindingCode.POLICY_HOST_UNTRUSTED;
      case UNFIT -> FindingCode.POLICY_HOST_UNFIT_CERTIFICATE;
    };
  }

  /// A server that has no certificate for the name ends the handshake with an alert.
  private static Finding broken(DomainView view, PolicyVisit visit, String why) {
    boolean agrees = visit.hello() instanceof Hello.Agreed;
    boolean outdated = visit.hello() instanceof Hello.Agreed agreed && agreed.isOutdated();
    boolean alert =
        why.contains("fatal alert")
            && !agrees
            && !why.contains("protocol_version")
            && !why.contains("insufficient_security");
    boolean alerted =
        alert || (visit.hello() instanceof Hello.Alerted hello && hello.description() != 70);
    return alerted
        ? Finding.of(
            FindingCode.POLICY_HOST_NO_CERTIFICATE,
            subject(view, visit),
            Words.alert(why) + ", when asked for " + view.policyHost(),
            "The web server takes the connection and then ends it with an alert: it has no"
                + " certificate for this name. That is how hosting providers look to whom they do"
                + " not serve (yet, or any more). Senders get no policy.",
            "At a provider: finish the set-up of "
                + view.policyHost()
                + " there, or ask for its certificate. At your own server: add a virtual host with"
                + " a certificate for the name.")
        : Finding.of(
            FindingCode.POLICY_HOST_TLS_FAILED,
            subject(view, visit),
            Words.reason(why),
            outdated
                ? "The web server has TLS, and of the cipher suites only some that current libraries"
                    + " have given up, such as those without forward secrecy. Most senders get no"
                    + " policy."
                : agrees
                    ? "The web server agrees to TLS and then ends the handshake: where it wants a"
                        + " certificate of whoever connects, no sender gets the policy."
                    : "TLS does not come about: what listens on port 443 may not speak TLS, or only"
                        + " versions before 1.2. Senders get no policy.",
            "Look with: openssl s_client -connect "
                + view.policyHost()
                + ":443 -servername "
                + view.policyHost()
                + "; let the web server speak TLS 1.2 and 1.3, with suites of ECDHE.");
  }

  static String subject(DomainView view, PolicyVisit visit) {
    return view.policyHost() + " (" + where(visit) + ")";
  }
}
