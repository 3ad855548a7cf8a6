package org.postroad.app.labs;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.IdForger;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.PolicyHostHijacker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.RecordSilencer;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.protocol.mtasts.PolicyMode;

/// The attacks as the lab stages them.
///
/// The attacks on what a sender knows of a policy rob nobody by themselves, so they come with a
/// forged MX whose host has a valid certificate for its own name.
public enum LabAttack {
  HONEST("nobody attacks") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.empty();
    }
  },
  STARTTLS_STRIPPING("on the path, removes STARTTLS and reads along") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new StarttlsStripper(domain.mxName()));
    }
  },
  MX_HIJACK("forges the MX record; his host has a valid certificate for its own name") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new MxForger(domain.name(), evil(domain)));
    }
  },
  CERTIFICATE_SUBSTITUTION("on the path, with a certificate that nobody trusts") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new CertificateSubstituter(domain.mxName(), Forgery.UNTRUSTED));
    }
  },
  CERTIFICATE_WRONG_NAME("on the path, with a trusted certificate for another name") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new CertificateSubstituter(domain.mxName(), Forgery.WRONG_NAME));
    }
  },
  CERTIFICATE_EXPIRED("on the path, with the host's certificate of yesterday") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new CertificateSubstituter(domain.mxName(), Forgery.EXPIRED));
    }
  },
  CERTIFICATE_CN_ONLY("on the path, with the right name where it does not count") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new CertificateSubstituter(domain.mxName(), Forgery.COMMON_NAME_ONLY));
    }
  },
  WILDCARD_TWO_LABELS("forges an MX two labels below the policy's wildcard, with its certificate") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new MxForger(domain.name(), "mx.guest." + domain.name()));
    }

    @Override
    String policy(LabDomain domain, PolicyMode mode) {
      return domain.policy(mode, "*." + domain.name());
    }
  },
  STALE_DNS("keeps answering the MX of before a move, whose host is his now") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return Optional.of(new AbandonedMx(domain));
    }
  },
  RECORD_HIDDEN("says that there is no _mta-sts record, and forges the MX") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return withForgedMx(domain, new RecordHider(domain.name()));
    }
  },
  RECORD_TIMEOUT("lets no answer about the _mta-sts record through, and forges the MX") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return withForgedMx(domain, new RecordSilencer(domain.name()));
    }
  },
  FORGED_ID("forges a new id, blocks the policy host, and forges the MX") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return withForgedMx(domain, new IdForger(domain.name()));
    }
  },
  POLICY_HOST_BLOCKED("blocks the policy host, and forges the MX") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return withForgedMx(domain, new PolicyHostBlocker(domain.name()));
    }
  },
  POLICY_HOST_HIJACKED("answers for the policy host with a policy of his own, and forges the MX") {
    @Override
    Optional<Attacker> attacker(LabInternet net, LabDomain domain) {
      return withForgedMx(
          domain, PolicyHostHijacker.naming(domain.name(), evil(domain), Forgery.WRONG_NAME));
    }
  };

  private final String what;

  LabAttack(String what) {
    this.what = what;
  }

  /// As in the table and on the command line: `starttls-stripping`.
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /// What he does, in a line.
  public String what() {
    return what;
  }

  static Optional<LabAttack> of(String text) {
    return Arrays.stream(values()).filter(attack -> attack.text().equals(text)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(LabAttack::text).toList();
  }

  /// The attacker of a domain; empty where nobody attacks.
  abstract Optional<Attacker> attacker(LabInternet net, LabDomain domain);

  /// The policy that the domain publishes.
  String policy(LabDomain domain, PolicyMode mode) {
    return domain.policy(mode);
  }

  /// A domain with everything that the attack needs; without a policy if `mode` is empty.
  LabDomain stage(LabInternet net, String name, Optional<PolicyMode> mode) {
    LabDomain domain = net.domain(name);
    mode.ifPresent(m -> domain.publish(policy(domain, m)));
    return domain;
  }

  /// The attacker's exchanger, one for each domain, so that attacks can go on side by side.
  private static String evil(LabDomain domain) {
    String name = domain.name();
    return "mx." + name.substring(0, name.indexOf('.')) + ".evil.example";
  }

  private static Optional<Attacker> withForgedMx(LabDomain domain, Attacker attacker) {
    return Optional.of(attacker.with(new MxForger(domain.name(), evil(domain))));
  }
}
