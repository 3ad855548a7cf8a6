package org.postroad.lab.faults;

import java.util.Locale;
import java.util.function.Consumer;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;

/// A fault that domains were found to have, most of them by measurements of tens of thousands. Each
/// can be given to a domain of the lab's, which has no other.
@SuppressWarnings("ImmutableEnumChecker") // the faults are static methods without state
public enum FaultClass {
  // the record
  BAD_ID("an id with hyphens", RecordFaults::badId),
  MISSING_ID("a record without id", RecordFaults::missingId),
  WRONG_VERSION("a record of another version", RecordFaults::wrongVersion),
  BAD_EXTENSION("policy text in the record", RecordFaults::badExtension),
  STALE_ID("the file changed and the id did not", RecordFaults::staleId),

  // the policy host
  HOST_NXDOMAIN("a policy host that does not exist", PolicyHostFaults::noSuchName),
  HOST_SERVFAIL("a policy host that the DNS fails on", PolicyHostFaults::servfail),
  HOST_REFUSES("a policy host that refuses connections", PolicyHostFaults::refuses),
  HOST_UNREACHABLE("a policy host that does not answer", PolicyHostFaults::unreachable),
  HOST_NAME_MISMATCH("the certificate and page of another", PolicyHostFaults::nameMismatch),
  HOST_SELF_SIGNED("a self-signed certificate", PolicyHostFaults::selfSigned),
  HOST_EXPIRED("a certificate that expired", PolicyHostFaults::expired),
  HOST_EXPIRES_SOON("a certificate with a week left", PolicyHostFaults::expiresSoon),
  HOST_NO_CERTIFICATE("no certificate installed: an alert", PolicyHostFaults::noCertificate),
  HOST_INCOMPLETE_CHAIN("the intermediate is not sent", PolicyHostFaults::incompleteChain),
  HOST_NOT_FOUND("status 404", PolicyHostFaults::notFound),
  HOST_SERVER_ERROR("status 500", PolicyHostFaults::serverError),
  HOST_REDIRECT("a redirect to www", PolicyHostFaults::redirect),
  HOST_CONTENT_TYPE("the policy as text/html", PolicyHostFaults::contentType),
  HOST_IPV6_BROKEN("a policy host down over IPv6 alone", PolicyHostFaults::ipv6Broken),

  // the policy's text
  POLICY_EMAIL_ADDRESS("an e-mail address as mx", PolicyTextFaults::emailAddress),
  POLICY_TRAILING_DOT("an mx that ends in a dot", PolicyTextFaults::trailingDot),
  POLICY_EMPTY_MX("an mx line without a host", PolicyTextFaults::emptyMx),
  POLICY_EMPTY_FILE("a file of nothing", PolicyTextFaults::emptyFile),
  POLICY_BRACKETED_MODE("mode: [testing]", PolicyTextFaults::bracketedMode),
  POLICY_BLANK_LINES("blank lines between the others", PolicyTextFaults::blankLines),
  POLICY_STRAY_SPACES("blanks before the keys", PolicyTextFaults::straySpaces),

  // the policy against the exchangers
  MX_TYPO("an mx with a letter too many", PolicyMxFaults::typo),
  MX_POLICY_HOST_LISTED("the policy host as mx", PolicyMxFaults::policyHostListed),
  MX_EXTRA_LABEL("an mx with a label too many", PolicyMxFaults::extraLabel),
  MX_OTHER_DOMAIN("the exchanger of before a move", PolicyMxFaults::otherDomain),
  MX_WILDCARD("a wildcard for a host that is its bare domain", PolicyMxFaults::wildcard),
  MX_MICROSOFT("*.mx.microsoft for a host two labels below", PolicyMxFaults::microsoft),
  MX_SPLIT_PROVIDERS("mail at one provider, policy at another", PolicyMxFaults::splitProviders),
  LEFT_NXDOMAIN("a provider left, its name for us gone", PolicyMxFaults::leftNxdomain),
  LEFT_RENEWED("a provider left that renews on, policy stale", PolicyMxFaults::leftRenewed),
  LEFT_EMPTY_FILE("a provider left that serves nothing", PolicyMxFaults::leftEmptyFile),
  LEFT_UNCHANGED("a provider left that forgot us, and expired", PolicyMxFaults::leftUnchanged),

  // the exchangers
  MX_CERTIFICATE_EXPIRED("an exchanger's certificate expired", ExchangerFaults::expired),
  MX_CERTIFICATE_SELF_SIGNED("an exchanger signs for itself", ExchangerFaults::selfSigned),
  MX_CERTIFICATE_WRONG_NAME("an exchanger with another's name", ExchangerFaults::wrongName),
  MX_CERTIFICATE_CHAIN("an exchanger without its intermediate", ExchangerFaults::chain),
  MX_CERTIFICATE_ENDING("an exchanger's certificate with a week left", ExchangerFaults::ending),
  MX_WEAK_KEY("an exchanger with RSA of 1024 bits", ExchangerFaults::weakKey),
  MX_TURNS_AWAY("an exchanger that greets with 554", ExchangerFaults::turnsAway),
  MX_BUSY("an exchanger that answers EHLO with 421", ExchangerFaults::busy),
  MX_SERVFAIL("MX records that the DNS fails on", ExchangerFaults::servfail),
  MX_IPV6_BROKEN("an exchanger down over IPv6 alone", ExchangerFaults::ipv6Broken),
  MX_IPV6_SILENT("an exchanger silent over IPv6 alone", ExchangerFaults::ipv6Silent),
  PORT_25_BLOCKED("nobody answers on port 25 from here", ExchangerFaults::port25Blocked),

  // DANE and the DNS
  TLSA_LATE("a new key, and TLSA of the old one", DnsFaults::tlsaLate),
  INTERMEDIATE_CHANGED("another intermediate than TLSA 2 names", DnsFaults::intermediateChanged),
  TLSA_WITHOUT_DS("TLSA in a zone whose DS is missing", DnsFaults::tlsaWithoutDs),
  DNSSEC_EXPIRED("signatures that expired", DnsFaults::signaturesExpired),
  NAME_SERVER_IDS("name servers with two ids", DnsFaults::idsDiffer),
  NAME_SERVER_SERIALS("a secondary that lags behind", DnsFaults::serialsDiffer);

  private final String words;
  private final Consumer<SoundDomain> fault;

  FaultClass(String words, Consumer<SoundDomain> fault) {
    this.words = words;
    this.fault = fault;
  }

  /// As a label of a name or an argument of a command: `bad-id`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What it is, in a few words.
  public String words() {
    return words;
  }

  /// Makes a domain of that name that has this fault; of more than one label, which no zone has
  /// yet.
  public LabDomain stage(LabInternet net, String name) {
    return befall(SoundDomain.at(net, name));
  }

  /// Gives a sound domain this fault, which lies in what it publishes and in how its hosts behave,
  /// from now on. A domain takes one.
  public LabDomain befall(SoundDomain domain) {
    fault.accept(domain);
    return domain.domain();
  }
}
