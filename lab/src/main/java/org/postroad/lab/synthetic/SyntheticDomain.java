package org.postroad.lab.synthetic;

import java.util.List;
import java.util.Optional;
import org.postroad.lab.policyhost.Conduct;
import org.postroad.lab.policyhost.HttpReply;

/// One domain as it stands in the DNS, at its policy host and at its exchangers.
///
/// @param record the TXT record at `_mta-sts`; nothing where there is none
/// @param exchangers the hosts of its MX records, the first choice first
/// @param host how its policy host is reached
/// @param certificate which certificate the policy host shows
/// @param conduct what the policy host does
record SyntheticDomain(
    Optional<String> record,
    List<Exchanger> exchangers,
    Host host,
    Certificate certificate,
    Conduct conduct) {

  /// Where `mta-sts.DOMAIN` leads.
  enum Host {
    NOWHERE,
    /// An address of its own.
    OWN,
    OWN_REFUSES,
    OWN_SWALLOWS,
    /// An alias to the provider of policies.
    PROVIDER,
    PROVIDER_REFUSES,
    /// An alias to a name that the provider took away.
    PROVIDER_GONE
  }

  enum Certificate {
    GOOD,
    OTHER_NAME,
    SELF_SIGNED,
    EXPIRED,
    CHAIN_CUT,
    /// Whole, from an authority that nobody else knows.
    PRIVATE_AUTHORITY
  }

  /// A mail exchanger.
  ///
  /// @param name as its MX record has it
  /// @param machine that it is a name of; machines of several names show to each its certificate
  record Exchanger(String name, String machine, Certificate certificate, boolean startTls) {

    static Exchanger good(String name) {
      return new Exchanger(name, name, Certificate.GOOD, true);
    }

    Exchanger of(String other) {
      return new Exchanger(name, other, certificate, startTls);
    }

    Exchanger certificate(Certificate other) {
      return new Exchanger(name, machine, other, startTls);
    }

    Exchanger withoutStartTls() {
      return new Exchanger(name, machine, certificate, false);
    }
  }

  static final String PROVIDER = "policies.example";
  static final String MAIL_PROVIDER = "mailhost.example";

  private static final String RECORD = "v=STSv1; id=20250101T000000;";
  private static final int UNRECOGNIZED_NAME = 112; // RFC 8446 §6

  static SyntheticDomain of(Plot plot, String name, int number) {
    String own = "mx." + name;
    String hosted = "in." + MAIL_PROVIDER;
    String providers = "in." + PROVIDER;
    String mode = number % 2 == 0 ? "enforce" : "testing";
    String policy = policy(mode, own);
    Exchanger exchanger = Exchanger.good(own);
    SyntheticDomain alone =
        new SyntheticDomain(
            Optional.of(RECORD),
            List.of(exchanger),
            Host.OWN,
            Certificate.GOOD,
            Conduct.policy(policy));
    SyntheticDomain atProvider = alone.host(Host.PROVIDER);
    return switch (plot) {
      case GOOD_ON_ITS_OWN ->
          alone.text(number % 20 == 0 ? policy("none", own) : policy(mode, own, "*.spare.example"));
      case GOOD_AT_A_PROVIDER -> atProvider.mx(hosted).text(policy(mode, "*." + MAIL_PROVIDER));
      case RECORD_WITHOUT_ID -> alone.record("v=STSv1;");
      case RECORD_BAD_ID -> alone.record("v=STSv1; id=2025-01-01;");
      case RECORD_WRONG_VERSION -> alone.record("v=STS1; id=20250101T000000;");
      case RECORD_WITH_POLICY_TEXT ->
          alone.record("v=STSv1; id=20250101T000000; mode: enforce; mx: " + own);
      case HOST_NO_NAME -> alone.host(Host.NOWHERE);
      case HOST_REFUSES -> alone.host(Host.OWN_REFUSES);
      case HOST_SWALLOWS -> alone.host(Host.OWN_SWALLOWS);
      case HOST_OTHER_NAME ->
          alone
              .certificate(Certificate.OTHER_NAME)
              .conduct(number % 3 == 0 ? Conduct.policy(policy) : Conduct.status(404));
      case HOST_SELF_SIGNED -> alone.certificate(Certificate.SELF_SIGNED);
      case HOST_EXPIRED -> alone.certificate(Certificate.EXPIRED);
      case HOST_CHAIN_CUT -> alone.certificate(Certificate.CHAIN_CUT);
      case HOST_404 -> alone.conduct(Conduct.status(404));
      case HOST_REDIRECTS ->
          alone.conduct(new Conduct.Replies(HttpReply.redirect(301, "https://www." + name + "/")));
      case HOST_403 -> alone.conduct(Conduct.status(403));
      case HOST_HTML ->
          alone.conduct(new Conduct.Replies(HttpReply.policy(policy).mediaType("text/html")));
      case TEXT_BLANK_LINE -> alone.text(policy.replaceFirst("\r\n", "\r\n\r\n"));
      case TEXT_STRAY_SPACE -> alone.text(policy.replaceFirst("mode:", " mode:"));
      case PROVIDER_REFUSES -> alone.host(Host.PROVIDER_REFUSES);
      case PROVIDER_WITHOUT_CERTIFICATE ->
          atProvider.conduct(new Conduct.Alerts(UNRECOGNIZED_NAME));
      case PROVIDER_OTHER_NAME -> atProvider.certificate(Certificate.OTHER_NAME);
      case PROVIDER_EXPIRED -> atProvider.certificate(Certificate.EXPIRED);
      case PROVIDER_SELF_SIGNED -> atProvider.certificate(Certificate.SELF_SIGNED);
      case PROVIDER_404 -> atProvider.conduct(Conduct.status(404));
      case PROVIDER_503 -> atProvider.conduct(Conduct.status(503));
      case TEXT_MAIL_ADDRESS -> atProvider.text(policy(mode, "postmaster@" + name));
      case TEXT_TRAILING_DOT -> atProvider.text(policy(mode, own + "."));
      case TEXT_EMPTY_MX -> atProvider.text(policy(mode, ""));
      case TEXT_BRACKETED_MODE -> atProvider.text(policy("[" + mode + "]", own));
      case TEXT_EMPTY -> atProvider.text("");
      case MX_TYPO -> alone.mx("mailer." + name).text(policy(mode, "maler." + name));
      case MX_POLICY_HOST -> alone.text(policy(mode, "mta-sts." + name));
      case MX_LABEL_TOO_MANY -> alone.text(policy(mode, "mx.inbound." + name));
      case MX_OF_BEFORE -> alone.text(policy(mode, "gateway.hoster-of-before.example"));
      case MX_WILDCARD_TOO_HIGH ->
          alone.mx("customer.a-v1.mx." + MAIL_PROVIDER).text(policy(mode, "*.mx." + MAIL_PROVIDER));
      case MX_TWO_PROVIDERS -> atProvider.mx(hosted);
      case MX_ONE_PROVIDER -> atProvider.mx(providers).text(policy(mode, "gateway-eu." + PROVIDER));
      case EXCHANGER_SELF_SIGNED ->
          alone.exchangers(exchanger.certificate(Certificate.SELF_SIGNED));
      case EXCHANGER_OTHER_NAME -> alone.exchangers(exchanger.certificate(Certificate.OTHER_NAME));
      case EXCHANGER_EXPIRED -> alone.exchangers(exchanger.certificate(Certificate.EXPIRED));
      case EXCHANGER_SPARE_EXPIRED ->
          alone
              .exchangers(
                  exchanger, Exchanger.good("spare." + name).certificate(Certificate.EXPIRED))
              .text(policy(mode, own, "spare." + name));
      case EXCHANGER_CHAIN_CUT -> alone.exchangers(exchanger.certificate(Certificate.CHAIN_CUT));
      case EXCHANGER_PRIVATE_AUTHORITY ->
          alone.exchangers(exchanger.certificate(Certificate.PRIVATE_AUTHORITY));
      case PROVIDERS_EXCHANGER_OTHER_NAME ->
          atProvider.exchangers(exchanger.of(hosted).certificate(Certificate.OTHER_NAME));
      case PROVIDERS_EXCHANGER_EXPIRED -> atProvider.hosted(mode, 2, Certificate.EXPIRED);
      case PROVIDERS_EXCHANGER_SELF_SIGNED -> atProvider.hosted(mode, 3, Certificate.SELF_SIGNED);
      case PROVIDERS_EXCHANGER_CHAIN_CUT -> atProvider.hosted(mode, 4, Certificate.CHAIN_CUT);
      case EXCHANGER_WITHOUT_STARTTLS -> alone.exchangers(exchanger.withoutStartTls());
      case LEFT_NAME_GONE -> alone.host(Host.PROVIDER_GONE);
      case LEFT_POLICY_STALE, LEFT_POLICY_UNCHANGED ->
          atProvider.mx(hosted).text(policy(mode, providers));
      case LEFT_FILE_EMPTY -> atProvider.mx(hosted).text("");
      case RECORD_SERVFAIL -> alone;
      case NO_RECORD, NO_RECORD_BUT_SPF_BY_WILDCARD ->
          new SyntheticDomain(
              Optional.empty(), List.of(), Host.NOWHERE, Certificate.GOOD, Conduct.policy(policy));
    };
  }

  private static String policy(String mode, String... mx) {
    StringBuilder text = new StringBuilder("version: STSv1\r\nmode: " + mode + "\r\n");
    List.of(mx).forEach(host -> text.append("mx: ").append(host).append("\r\n"));
    return text.append("max_age: 1209600\r\n").toString();
  }

  /// At a host of the provider's that shows such a certificate to all of its customers.
  private SyntheticDomain hosted(String mode, int machine, Certificate shown) {
    Exchanger provided = Exchanger.good("in" + machine + "." + MAIL_PROVIDER).certificate(shown);
    return exchangers(provided).text(policy(mode, "*." + MAIL_PROVIDER));
  }

  private SyntheticDomain record(String other) {
    return new SyntheticDomain(Optional.of(other), exchangers, host, certificate, conduct);
  }

  private SyntheticDomain mx(String other) {
    return exchangers(Exchanger.good(other));
  }

  private SyntheticDomain exchangers(Exchanger... others) {
    return new SyntheticDomain(record, List.of(others), host, certificate, conduct);
  }

  private SyntheticDomain host(Host other) {
    return new SyntheticDomain(record, exchangers, other, certificate, conduct);
  }

  private SyntheticDomain certificate(Certificate other) {
    return new SyntheticDomain(record, exchangers, host, other, conduct);
  }

  private SyntheticDomain conduct(Conduct other) {
    return new SyntheticDomain(record, exchangers, host, certificate, other);
  }

  private SyntheticDomain text(String policy) {
    return conduct(Conduct.policy(policy));
  }
}
