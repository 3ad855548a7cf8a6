package org.postroad.app.labs.facts;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.Exchanger;
import org.postroad.engine.check.PolicyVisit;
import org.postroad.engine.check.SmtpVisit;
import org.postroad.engine.check.Tls;
import org.postroad.engine.check.Trust;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.tls.CertificateVerdict;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.lab.ca.Likenesses;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyDomain;

/// Asks the lab what was asked of the world, and tells what comes out in another way: zones cannot
/// say everything that servers were seen to say.
final class Compared {

  /// For all questions; a lab that starts should not be waited for.
  private static final Duration TIME_MAX = Duration.ofSeconds(20);

  private static final Set<RecordType> MADE_ANEW =
      Set.of(RecordType.DS, RecordType.DNSKEY, RecordType.TLSA);

  private final LabInternet net;
  private final Notes notes;

  Compared(LabInternet net, Notes notes) {
    this.net = net;
    this.notes = notes;
  }

  /// All answers, as who validates gets them.
  void answers(Map<DnsQuestion, Answer> recorded) {
    DnsClient dns =
        new DnsClient(
            DnsClient.Options.of(List.of(net.dns().address()))
                .total(Duration.ofSeconds(5))
                .dnssec(dnssec()),
            net.clock());
    Deadline deadline = Deadline.after(TIME_MAX);
    int left = recorded.size();
    for (Map.Entry<DnsQuestion, Answer> each : recorded.entrySet()) {
      if (deadline.passed()) {
        notes.add(left + " of " + recorded.size() + " DNS answers were not compared");
        return;
      }
      left--;
      if (!(each.getValue() instanceof Answer.Failed)) {
        Answer again = dns.lookup(each.getKey().name(), each.getKey().type());
        String before = words(each.getKey(), each.getValue());
        String now = words(each.getKey(), again);
        if (!before.equals(now)) {
          notes.add(each.getKey() + ": was " + before + ", is " + now);
        }
      }
    }
  }

  /// All certificates, as who believes the lab's authorities judges them.
  void certificates(List<DomainFacts> all, Likenesses likenesses, List<X509Certificate> anchors) {
    CertificateVerifier verifier =
        new CertificateVerifier(TrustAnchors.of("the lab", anchors), net.clock());
    Set<List<X509Certificate>> seen = new HashSet<>();
    for (DomainFacts facts : all) {
      Instant then = facts.circumstances().started();
      if (Duration.between(then, net.clock().instant()).abs().toHours() > 0) {
        continue; // its time is another one
      }
      for (PolicyVisit visit : facts.policyVisits()) {
        certificate(
            visit.tls(), PolicyDomain.policyHost(facts.domain()), likenesses, verifier, seen);
      }
      for (Exchanger exchanger : facts.exchangers()) {
        for (SmtpVisit visit : exchanger.visits()) {
          certificate(visit.tls(), visit.sni(), likenesses, verifier, seen);
        }
      }
    }
  }

  private void certificate(
      Tls tls,
      DomainName name,
      Likenesses likenesses,
      CertificateVerifier verifier,
      Set<List<X509Certificate>> seen) {
    if (tls instanceof Tls.Established up && !up.chain().isEmpty() && seen.add(up.chain())) {
      CertificateVerdict verdict =
          verifier.verify(up.chain().stream().map(likenesses::of).toList(), name);
      boolean before = up.trust().kind() == Trust.Kind.VERIFIED;
      boolean now = verdict instanceof CertificateVerdict.Verified;
      if (before != now) {
        notes.add(
            name
                + ": its certificate was "
                + (before ? "verified" : "refused: " + up.trust().why())
                + ", and is "
                + (verdict instanceof CertificateVerdict.Refused refused
                    ? "refused: " + refused.why()
                    : "verified"));
      }
    }
  }

  private static String words(DnsQuestion question, Answer answer) {
    return switch (answer) {
      case Answer.Found found ->
          found.security().name().toLowerCase(Locale.ROOT)
              + (MADE_ANEW.contains(question.type())
                  ? ""
                  : " "
                      + found.records().stream().distinct().map(Compared::data).sorted().toList());
      case Answer.NoSuchName none ->
          none.security().name().toLowerCase(Locale.ROOT) + " no such name";
      case Answer.NoData none -> none.security().name().toLowerCase(Locale.ROOT) + " no data";
      case Answer.Failed failed -> "failed (" + failed.detail() + ")";
    };
  }

  private static String data(DnsRecord record) {
    return switch (record) {
      case DnsRecord.TxtRecord txt -> txt.joined();
      case DnsRecord.DsRecord _, DnsRecord.DnskeyRecord _ -> "";
      default -> RecordText.data(record);
    };
  }

  private Dnssec dnssec() {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors roots) -> new Dnssec.Local(roots, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }
}
