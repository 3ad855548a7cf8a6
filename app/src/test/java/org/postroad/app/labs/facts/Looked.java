package org.postroad.app.labs.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.postroad.engine.check.DomainFacts;
import org.postroad.engine.check.diagnosis.Diagnosis;
import org.postroad.engine.check.diagnosis.Finding;
import org.postroad.engine.check.json.FactsJson;
import org.postroad.engine.check.probe.DomainProbe;
import org.postroad.engine.check.probe.ProbeSettings;
import org.postroad.engine.check.probe.Progress;
import org.postroad.engine.check.probe.Vantage;
import org.postroad.engine.dns.DnsClient;
import org.postroad.engine.dns.Dnssec;
import org.postroad.engine.dns.RootAnchors;
import org.postroad.engine.net.AddressGuard;
import org.postroad.engine.net.Connector;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.net.DirectConnector;
import org.postroad.engine.tls.CertificateVerifier;
import org.postroad.engine.tls.TlsClient;
import org.postroad.engine.tls.TrustAnchors;
import org.postroad.lab.LabInternet;
import org.postroad.protocol.dkim.Selectors;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DomainName;
import org.postroad.protocol.dns.TlsaRecord;
import org.postroad.protocol.smtp.MailHost;

/// A lab, looked at by a check.
record Looked(LabInternet net, List<X509Certificate> anchors) {

  static Looked at(LabInternet net) {
    return new Looked(net, List.of(net.ca().root()));
  }

  static Looked at(FactsLab lab) {
    return new Looked(lab.net(), lab.anchors());
  }

  /// What a check sees of a domain.
  ///
  /// @param patience for each answer
  DomainFacts facts(String domain, Duration patience) {
    ProbeSettings settings =
        ProbeSettings.of(new MailHost.Named(DomainName.of("client.example.com")))
            .total(Duration.ofMinutes(2))
            .selectors(Selectors.NAMES)
            .patience(patience);
    return new DomainProbe(vantage(), settings, List.of(), Progress.SILENT)
        .gather(DomainName.of(domain));
  }

  /// The same facts, once written and read.
  static DomainFacts read(DomainFacts facts) {
    FactsJson.Parsed parsed = FactsJson.read(FactsJson.write(facts));
    assertThat(parsed).isInstanceOf(FactsJson.Parsed.Valid.class);
    return ((FactsJson.Parsed.Valid) parsed).facts();
  }

  /// What a lab shows of these facts.
  static FactsLab lab(DomainFacts... facts) {
    FactsLab.Built built = FactsLab.of(List.of(facts));
    assertThat(built).isInstanceOf(FactsLab.Built.Standing.class);
    return ((FactsLab.Built.Standing) built).lab();
  }

  /// Each finding as far as it must be the same again.
  static List<String> findings(DomainFacts facts) {
    return Diagnosis.of(facts, facts.circumstances().started()).findings().stream()
        .map(Looked::line)
        .sorted()
        .toList();
  }

  /// Each answer of the DNS, as far as it must be the same again: keys, digests of keys and times
  /// to live are others.
  static List<String> answers(DomainFacts facts) {
    return facts.dns().entries().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + line(entry.getValue().answer()))
        .toList();
  }

  private static String line(Answer answer) {
    return switch (answer) {
      case Answer.Found found ->
          found.security()
              + " "
              + found.canonicalName()
              + " "
              + found.records().stream().map(Looked::data).sorted().toList();
      case Answer.NoSuchName none -> none.security() + " no such name";
      case Answer.NoData none -> none.security() + " no data";
      case Answer.Failed failed -> failed.why() + "";
    };
  }

  private static String data(DnsRecord record) {
    return switch (record) {
      case TlsaRecord(int usage, int selector, int matching, String _) ->
          usage + " " + selector + " " + matching;
      case DnsRecord.DsRecord ds -> "DS of " + ds.algorithm();
      case DnsRecord.DnskeyRecord key -> "key of " + key.algorithm();
      default -> record.toString();
    };
  }

  private static String line(Finding finding) {
    return finding.severity().text()
        + " "
        + finding.code().text()
        + finding.because().map(cause -> " because of " + cause.text()).orElse("")
        + " ["
        + finding.subject()
        + "]";
  }

  private Vantage vantage() {
    DnsClient dns =
        new DnsClient(
            DnsClient.Options.of(List.of(net.dns().address()))
                .total(Duration.ofSeconds(5))
                .dnssec(dnssec()),
            net.clock());
    return new Vantage(
        new Vantage.Description(
            "postroad/test", dns.assurance(), dns.tellsSecure(), "the lab", true),
        List.of(net.dns().address()),
        dns,
        connector(),
        new TlsClient(new CertificateVerifier(TrustAnchors.of("the lab", anchors), net.clock())),
        AddressGuard.ANY,
        net.clock());
  }

  /// Who is not in the lab is nobody, and refuses.
  private Connector connector() {
    return new Connector() {
      @Override
      public Socket connect(InetSocketAddress address, Deadline deadline) throws IOException {
        return DirectConnector.fromAnyAddress().connect(dialled(address), deadline);
      }

      @Override
      public InetSocketAddress dialled(InetSocketAddress address) {
        return address.equals(net.dns().address()) ? address : real(address);
      }

      private InetSocketAddress real(InetSocketAddress address) {
        return net.connectMap().asMap().containsValue(address)
            ? address // led there already
            : net.connectMap().real(address);
      }
    };
  }

  private Dnssec dnssec() {
    return switch (RootAnchors.parse(net.dns().anchor().ds())) {
      case RootAnchors.Parsed.Valid(RootAnchors roots) -> new Dnssec.Local(roots, false);
      case RootAnchors.Parsed.Invalid(String why) -> throw new IllegalStateException(why);
    };
  }
}
