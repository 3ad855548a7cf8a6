package org.postroad.app.labs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.attacker.AddressForger;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.attacker.CertificateSubstituter;
import org.postroad.lab.attacker.DaneMxForger;
import org.postroad.lab.attacker.DnssecStripper;
import org.postroad.lab.attacker.Forgery;
import org.postroad.lab.attacker.IdForger;
import org.postroad.lab.attacker.MxForger;
import org.postroad.lab.attacker.PolicyHostBlocker;
import org.postroad.lab.attacker.PolicyHostHijacker;
import org.postroad.lab.attacker.RecordHider;
import org.postroad.lab.attacker.RecordSilencer;
import org.postroad.lab.attacker.StarttlsStripper;
import org.postroad.lab.attacker.TlsaForger;
import org.postroad.lab.attacker.TlsaHider;
import org.postroad.lab.attacker.TlsaSilencer;
import org.postroad.lab.mx.MxConduct;
import org.postroad.protocol.mtasts.PolicyMode;

/// The attacks as the lab stages them.
///
/// The attacks on what a sender knows of a policy rob nobody by themselves, so they come with a
/// forged MX whose host has a valid certificate for its own name.
public enum LabAttack {
  HONEST("nobody attacks"),
  STARTTLS_STRIPPING("on the path, removes STARTTLS and reads along"),
  MX_HIJACK("forges the MX record; his host has a valid certificate for its own name"),
  CERTIFICATE_SUBSTITUTION("on the path, with a certificate that nobody trusts"),
  CERTIFICATE_WRONG_NAME("on the path, with a trusted certificate for another name"),
  CERTIFICATE_EXPIRED("on the path, with the host's certificate of yesterday"),
  CERTIFICATE_CN_ONLY("on the path, with the right name where it does not count"),
  WILDCARD_TWO_LABELS("forges an MX two labels below the policy's wildcard, with its certificate"),
  STALE_DNS("keeps answering the MX of before a move, whose host is his now"),
  RECORD_HIDDEN("says that there is no _mta-sts record, and forges the MX"),
  RECORD_TIMEOUT("lets no answer about the _mta-sts record through, and forges the MX"),
  FORGED_ID("forges a new id, blocks the policy host, and forges the MX"),
  POLICY_HOST_BLOCKED("blocks the policy host, and forges the MX"),
  POLICY_HOST_HIJACKED("answers for the policy host with a policy of his own, and forges the MX"),
  DNSSEC_STRIPPING("makes a signed zone look unsigned, and forges the MX"),
  ADDRESS_HIJACK("forges the address of the exchanger, and answers there"),
  TLSA_FORGED("on the path, with a TLSA record of his own that goes with his certificate"),
  TLSA_HIDDEN("says that there are no TLSA records, and is on the path"),
  TLSA_TIMEOUT("lets no answer about TLSA records through, and is on the path"),
  MX_HIJACK_WITH_TLSA(
      "forges the MX of an unsigned zone; his host has TLSA records that are right"),
  REQUIRETLS("nobody attacks; the message wants REQUIRETLS, and the exchanger offers it"),
  REQUIRETLS_NOT_OFFERED(
      "nobody attacks; the message wants REQUIRETLS, and the exchanger does not offer it"),
  REQUIRETLS_UNVERIFIED(
      "on the path, offers the REQUIRETLS that is wanted, with a certificate that nobody trusts"),
  REQUIRETLS_TLSA_TIMEOUT(
      "lets no answer about TLSA records through; the message wants REQUIRETLS");

  private final String what;

  LabAttack(String what) {
    this.what = what;
  }

  /// As in the table and on the command line: `starttls-stripping`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What he does, in a line.
  public String what() {
    return what;
  }

  /// Whether it is mounted on DANE alone.
  boolean needsDane() {
    return switch (this) {
      case DNSSEC_STRIPPING,
          ADDRESS_HIJACK,
          TLSA_FORGED,
          TLSA_HIDDEN,
          TLSA_TIMEOUT,
          REQUIRETLS_TLSA_TIMEOUT ->
          true;
      default -> false;
    };
  }

  /// Whether the message demands REQUIRETLS (RFC 8689).
  boolean wantsRequireTls() {
    return switch (this) {
      case REQUIRETLS, REQUIRETLS_NOT_OFFERED, REQUIRETLS_UNVERIFIED, REQUIRETLS_TLSA_TIMEOUT ->
          true;
      default -> false;
    };
  }

  /// Whether there is an attacker at all.
  boolean isAttack() {
    return switch (this) {
      case HONEST, REQUIRETLS, REQUIRETLS_NOT_OFFERED -> false;
      default -> true;
    };
  }

  static Optional<LabAttack> of(String text) {
    return Arrays.stream(values()).filter(attack -> attack.text().equals(text)).findFirst();
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(LabAttack::text).toList();
  }

  /// The attacker of a domain; empty where nobody attacks.
  Optional<Attacker> attacker(LabDomain domain) {
    String name = domain.name();
    String mx = domain.mxName();
    Attacker forger = new MxForger(name, evil(domain));
    return switch (this) {
      case HONEST, REQUIRETLS, REQUIRETLS_NOT_OFFERED -> Optional.empty();
      case STARTTLS_STRIPPING -> Optional.of(new StarttlsStripper(mx));
      case MX_HIJACK -> Optional.of(forger);
      case CERTIFICATE_SUBSTITUTION -> withCertificate(mx, Forgery.UNTRUSTED);
      case CERTIFICATE_WRONG_NAME -> withCertificate(mx, Forgery.WRONG_NAME);
      case CERTIFICATE_EXPIRED -> withCertificate(mx, Forgery.EXPIRED);
      case CERTIFICATE_CN_ONLY -> withCertificate(mx, Forgery.COMMON_NAME_ONLY);
      case WILDCARD_TWO_LABELS -> Optional.of(new MxForger(name, "mx.guest." + name));
      case STALE_DNS -> Optional.of(new AbandonedMx(domain));
      case RECORD_HIDDEN -> Optional.of(new RecordHider(name).with(forger));
      case RECORD_TIMEOUT -> Optional.of(new RecordSilencer(name).with(forger));
      case FORGED_ID -> Optional.of(new IdForger(name).with(forger));
      case POLICY_HOST_BLOCKED -> Optional.of(new PolicyHostBlocker(name).with(forger));
      case POLICY_HOST_HIJACKED ->
          Optional.of(
              PolicyHostHijacker.naming(name, evil(domain), Forgery.WRONG_NAME).with(forger));
      case DNSSEC_STRIPPING -> Optional.of(new DnssecStripper(name).with(forger));
      case ADDRESS_HIJACK -> Optional.of(new AddressForger(mx, evil(domain), Forgery.UNTRUSTED));
      case TLSA_FORGED -> Optional.of(new TlsaForger(mx));
      case TLSA_HIDDEN ->
          Optional.of(new TlsaHider(mx).with(new CertificateSubstituter(mx, Forgery.UNTRUSTED)));
      case TLSA_TIMEOUT ->
          Optional.of(new TlsaSilencer(mx).with(new CertificateSubstituter(mx, Forgery.UNTRUSTED)));
      case MX_HIJACK_WITH_TLSA -> Optional.of(new DaneMxForger(name, evil(domain)));
      case REQUIRETLS_UNVERIFIED ->
          Optional.of(
              new CertificateSubstituter(
                  mx, Forgery.UNTRUSTED, MxConduct.honest().offeringRequireTls()));
      case REQUIRETLS_TLSA_TIMEOUT -> Optional.of(new TlsaSilencer(mx));
    };
  }

  private static Optional<Attacker> withCertificate(String mx, Forgery forgery) {
    return Optional.of(new CertificateSubstituter(mx, forgery));
  }

  /// The policy that the domain publishes.
  private String policy(LabDomain domain, PolicyMode mode) {
    return this == WILDCARD_TWO_LABELS
        ? domain.policy(mode, "*." + domain.name())
        : domain.policy(mode);
  }

  /// A domain with everything that the attack needs.
  ///
  /// @param publishes `none`, a mode of a policy, or `dane`
  LabDomain stage(LabInternet net, String name, String publishes) {
    LabDomain domain = net.domain(name);
    if (wantsRequireTls() && this != REQUIRETLS_NOT_OFFERED) {
      domain.mx().conduct(MxConduct.honest().offeringRequireTls());
    }
    if (publishes.equals("dane")) {
      return domain.dane();
    }
    if (!publishes.equals("none")) {
      domain.publish(policy(domain, PolicyMode.of(publishes).orElseThrow()));
    }
    return domain;
  }

  /// The attacker's exchanger, one for each domain, so that attacks can go on side by side.
  private static String evil(LabDomain domain) {
    String name = domain.name();
    return "mx." + name.substring(0, name.indexOf('.')) + ".evil.example";
  }
}
