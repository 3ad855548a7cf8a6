package org.postroad.engine.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postroad.engine.tls.TestCa.NOW;
import static org.postroad.engine.tls.TestCa.draft;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postroad.engine.tls.TestCa.Draft;
import org.postroad.engine.tls.TestCa.Node;
import org.postroad.protocol.dane.DaneVerdict;
import org.postroad.protocol.dns.DomainName;

/// Names under DANE-TA (RFC 7672 §3.2.2, §3.2.3): several reference identifiers, wildcards, and the
/// rare case in which the CN counts.
class DaneNamesTest {

  private final Node root = draft("Root").ca().selfSigned();

  @ParameterizedTest(name = "{0} for {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mx.example.com        | mx.example.com                             | yes | the base domain
          example.com           | mx.example.com example.com                 | yes | the next hop
          example.org           | mx.example.com example.com example.org     | yes | the next hop after its CNAMEs
          mx.example.net        | mx.example.com example.com                 | no  | none of them
          example.com           | mx.example.com                             | no  | the next hop where the MX is insecure
          *.example.com         | mx.example.com                             | yes | one whole label
          *.example.com         | mx.example.net example.com                 | no  | not none
          *.example.com         | a.mx.example.com                           | no  | not two
          m*.example.com        | mx.example.com                             | no  | not a part of one
          *x.example.com        | mx.example.com                             | no  | not a part of one
          MX.Example.COM        | mx.example.com                             | yes | case does not count
          mx.example.com.       | mx.example.com                             | no  | no final dot
          xn--bcher-kva.example | xn--bcher-kva.example                      | yes | A-labels
          """)
  void aDnsIdMustBeOneOfTheNames(String id, String names, String valid, String why) {
    assertThat(isValid(new Draft("CN=unused").dnsName(id), names))
        .as(why)
        .isEqualTo(valid.equals("yes"));
    assertThat(isValid(new Draft("CN=" + id), names))
        .as("the same for a CN where there is no DNS-ID: " + why)
        .isEqualTo(valid.equals("yes"));
  }

  @Test
  void theCnDoesNotCountBesideADnsId() {
    Draft draft = draft("mx.example.com").dnsName("mx.example.net");
    assertThat(isValid(draft, "mx.example.com")).isFalse();
    assertThat(isValid(draft("mx.example.com").dnsName("m*.example.net"), "mx.example.com"))
        .as("though that can match nothing")
        .isFalse();
  }

  @Test
  void theCnCountsWhereOtherNamesThanDnsIdsStandBesideIt() {
    assertThat(isValid(alternative("mx.example.com", GeneralName.rfc822Name, "a@example.com")))
        .isTrue();
    assertThat(isValid(alternative("mx.example.com", GeneralName.iPAddress, "192.0.2.1"))).isTrue();
    assertThat(isValid(alternative("elsewhere.example", GeneralName.rfc822Name, "mx.example.com")))
        .as("none of which is a DNS-ID")
        .isFalse();
  }

  @Test
  void theCnDoesNotStandInForNamesThatCannotBeRead() {
    for (ASN1Encodable junk : List.of(DERNull.INSTANCE, new DERUTF8String("mx.example.com"))) {
      Draft draft =
          draft("mx.example.com").extension(Extension.subjectAlternativeName, false, junk);
      assertThat(isValid(draft)).as("%s", junk).isFalse();
    }
  }

  @Test
  void aCnIdStandsAloneInItsPartOfTheName() { // RFC 6125 §1.8
    assertThat(isValid(new Draft("O=Example,CN=mx.example.com,C=EX"))).isTrue();
    assertThat(isValid(new Draft("CN=Example,CN=mx.example.com"))).as("any of several").isTrue();
    assertThat(isValid(new Draft("CN=mx.example.com,CN=Example"))).as("any of several").isTrue();
    assertThat(isValid(new Draft("O=mx.example.com"))).as("no CN").isFalse();
    assertThat(isValid(new Draft("CN=mx.example.com+O=Example"))).as("not alone").isFalse();
  }

  @Test
  void aCnIsReadAsItIsEncoded() {
    assertThat(isValid(commonName(new DERUTF8String("mx.example.com")))).isTrue();
    assertThat(isValid(commonName(new DERBMPString("mx.example.com")))).isTrue();
    assertThat(isValid(commonName(new DERUTF8String("mx.example.com\0.attacker.example"))))
        .isFalse();
    assertThat(isValid(commonName(new DERUTF8String("mx.example.com\0")))).isFalse();
    assertThat(isValid(commonName(new DERUTF8String("m\u0445.example.com")))).isFalse();
    assertThat(isValid(commonName(DERNull.INSTANCE))).isFalse();
  }

  @Test
  void aCertificateWithoutNamesIsForNobody() {
    assertThat(isValid(new Draft("O=Example"))).isFalse();
    assertThat(verify(new Draft("O=Example"), "mx.example.com"))
        .isEqualTo(
            new DaneVerdict.Refused(
                DaneVerdict.Fault.NAME_MISMATCH,
                "certificate has no name, so it is not valid for mx.example.com"));
  }

  @Test
  void withoutANameToBeForNoCertificateIsValid() {
    Node server = draft("mx.example.com").dnsName("mx.example.com").by(root);
    assertThat(
            DaneVerdict.of(
                Tlsa.set(Tlsa.of("2 0 1", root)),
                List.of(server.certificate(), root.certificate()),
                List.of(),
                NOW))
        .isInstanceOf(DaneVerdict.Refused.class);
  }

  @Test
  void manyNamesAreShownInPart() {
    Draft draft =
        draft("x")
            .extension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                    List.of(
                            "a.example",
                            "b.example",
                            "c.example",
                            "d.example",
                            "e.example",
                            "f.example")
                        .stream()
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toArray(GeneralName[]::new)));
    assertThat(verify(draft, "mx.example.com example.com"))
        .isEqualTo(
            new DaneVerdict.Refused(
                DaneVerdict.Fault.NAME_MISMATCH,
                "certificate not valid for mx.example.com or example.com, only for a.example,"
                    + " b.example, c.example, d.example, e.example and 1 more"));
  }

  private boolean isValid(Draft draft) {
    return isValid(draft, "mx.example.com");
  }

  private boolean isValid(Draft draft, String names) {
    DaneVerdict verdict = verify(draft, names);
    if (verdict instanceof DaneVerdict.Refused refused) {
      assertThat(refused.fault()).as(refused.why()).isEqualTo(DaneVerdict.Fault.NAME_MISMATCH);
      return false;
    }
    return true;
  }

  private DaneVerdict verify(Draft draft, String names) {
    return DaneVerdict.of(
        Tlsa.set(Tlsa.of("2 0 1", root)),
        List.of(draft.by(root).certificate(), root.certificate()),
        Arrays.stream(names.split(" ")).map(DomainName::of).toList(),
        NOW);
  }

  private static Draft alternative(String commonName, int kind, String value) {
    return draft(commonName)
        .extension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(kind, value)));
  }

  private static Draft commonName(ASN1Encodable value) {
    return new Draft(
        new X500Name(new RDN[] {new RDN(new AttributeTypeAndValue(BCStyle.CN, value))}));
  }
}
