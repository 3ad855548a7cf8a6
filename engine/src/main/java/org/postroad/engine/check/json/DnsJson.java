package org.postroad.engine.check.json;

import org.postroad.engine.check.DnsQuestion;
import org.postroad.engine.check.NameServer;
import org.postroad.engine.check.SignatureSeen;
import org.postroad.protocol.dns.Answer;
import org.postroad.protocol.dns.DnsRecord;
import org.postroad.protocol.dns.DnsRecord.AddressRecord;
import org.postroad.protocol.dns.DnsRecord.CaaRecord;
import org.postroad.protocol.dns.DnsRecord.CnameRecord;
import org.postroad.protocol.dns.DnsRecord.DnskeyRecord;
import org.postroad.protocol.dns.DnsRecord.DsRecord;
import org.postroad.protocol.dns.DnsRecord.NsRecord;
import org.postroad.protocol.dns.DnsRecord.PtrRecord;
import org.postroad.protocol.dns.DnsRecord.SoaRecord;
import org.postroad.protocol.dns.DnsRecord.SrvRecord;
import org.postroad.protocol.dns.DnsRecord.TxtRecord;
import org.postroad.protocol.dns.MxRecord;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.dns.Security;
import org.postroad.protocol.dns.TlsaRecord;

/// Answers, records and what name servers said.
final class DnsJson {

  private DnsJson() {}

  /// Written as type names are: `TXT`.
  static void question(JsonText out, DnsQuestion question) {
    out.text("name", question.name().text()).text("type", question.type().name());
  }

  static DnsQuestion question(Fields in) {
    return new DnsQuestion(in.name("name"), RecordType.valueOf(in.text("type")));
  }

  static void answer(JsonText out, Answer answer) {
    switch (answer) {
      case Answer.Found found ->
          out.kind("found")
              .objects("records", found.records(), DnsJson::record)
              .text("canonical_name", found.canonicalName().text())
              .word("security", found.security())
              .seconds("ttl", found.ttl());
      case Answer.NoSuchName none ->
          out.kind("no_such_name").word("security", none.security()).seconds("ttl", none.ttl());
      case Answer.NoData none ->
          out.kind("no_data").word("security", none.security()).seconds("ttl", none.ttl());
      case Answer.Failed failed ->
          out.kind("failed").word("why", failed.why()).text("detail", failed.detail());
    }
  }

  static Answer answer(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "found" ->
          new Answer.Found(
              in.objects("records", DnsJson::record),
              in.name("canonical_name"),
              in.word("security", Security.class),
              in.seconds("ttl"));
      case "no_such_name" ->
          new Answer.NoSuchName(in.word("security", Security.class), in.seconds("ttl"));
      case "no_data" -> new Answer.NoData(in.word("security", Security.class), in.seconds("ttl"));
      case "failed" -> new Answer.Failed(in.word("why", Answer.Why.class), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  static void record(JsonText out, DnsRecord record) {
    switch (record) {
      case AddressRecord a -> out.kind("address").address("address", a.address());
      case CaaRecord caa ->
          out.kind("caa")
              .number("flags", caa.flags())
              .text("tag", caa.tag())
              .text("value", caa.value());
      case CnameRecord cname -> out.kind("cname").text("target", cname.target().text());
      case DnskeyRecord key ->
          out.kind("dnskey")
              .number("flags", key.flags())
              .number("algorithm", key.algorithm())
              .number("key_tag", key.keyTag());
      case DsRecord ds ->
          out.kind("ds")
              .number("key_tag", ds.keyTag())
              .number("algorithm", ds.algorithm())
              .number("digest_type", ds.digestType())
              .text("digest", ds.digest());
      case MxRecord mx ->
          out.kind("mx")
              .number("preference", mx.preference())
              .text("exchange", mx.exchange().text());
      case NsRecord ns -> out.kind("ns").text("host", ns.host().text());
      case PtrRecord ptr -> out.kind("ptr").text("target", ptr.target().text());
      case SoaRecord soa ->
          out.kind("soa")
              .text("primary", soa.primary().text())
              .number("serial", soa.serial())
              .number("refresh", soa.refresh())
              .number("retry", soa.retry())
              .number("expire", soa.expire())
              .number("minimum", soa.minimum());
      case SrvRecord srv ->
          out.kind("srv")
              .number("priority", srv.priority())
              .number("weight", srv.weight())
              .number("port", srv.port())
              .text("target", srv.target().text());
      case TlsaRecord tlsa ->
          out.kind("tlsa")
              .number("usage", tlsa.usage())
              .number("selector", tlsa.selector())
              .number("matching_type", tlsa.matchingType())
              .text("data", tlsa.data());
      case TxtRecord txt -> out.kind("txt").texts("strings", txt.strings());
    }
  }

  static DnsRecord record(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "address" -> new AddressRecord(in.address("address"));
      case "caa" -> new CaaRecord(in.integer("flags"), in.octets("tag"), in.octets("value"));
      case "cname" -> new CnameRecord(in.name("target"));
      case "dnskey" ->
          new DnskeyRecord(in.integer("flags"), in.integer("algorithm"), in.integer("key_tag"));
      case "ds" ->
          new DsRecord(
              in.integer("key_tag"),
              in.integer("algorithm"),
              in.integer("digest_type"),
              in.text("digest"));
      case "mx" -> new MxRecord(in.integer("preference"), in.name("exchange"));
      case "ns" -> new NsRecord(in.name("host"));
      case "ptr" -> new PtrRecord(in.name("target"));
      case "soa" ->
          new SoaRecord(
              in.name("primary"),
              in.number("serial"),
              in.number("refresh"),
              in.number("retry"),
              in.number("expire"),
              in.number("minimum"));
      case "srv" ->
          new SrvRecord(
              in.integer("priority"), in.integer("weight"), in.integer("port"), in.name("target"));
      case "tlsa" ->
          new TlsaRecord(
              in.integer("usage"),
              in.integer("selector"),
              in.integer("matching_type"),
              in.text("data"));
      case "txt" -> new TxtRecord(in.octetsList("strings"));
      default -> throw in.unknownKind(kind);
    };
  }

  static void nameServer(JsonText out, NameServer server) {
    out.text("zone", server.zone().text())
        .text("host", server.host().text())
        .address("address", server.address())
        .objects("answers", server.answers(), DnsJson::said);
  }

  static NameServer nameServer(Fields in) {
    return new NameServer(
        in.name("zone"),
        in.name("host"),
        in.address("address"),
        in.objects("answers", DnsJson::said));
  }

  private static void said(JsonText out, NameServer.Said said) {
    question(out, said.question());
    switch (said) {
      case NameServer.Answered answered ->
          out.kind("answered")
              .flag("exists", answered.exists())
              .flag("authoritative", answered.authoritative())
              .objects("records", answered.records(), DnsJson::record)
              .seconds("took", answered.took());
      case NameServer.Unanswered none ->
          out.kind("unanswered").word("why", none.why()).text("detail", none.detail());
    }
  }

  private static NameServer.Said said(Fields in) {
    DnsQuestion question = question(in);
    String kind = in.text("kind");
    return switch (kind) {
      case "answered" ->
          new NameServer.Answered(
              question,
              in.flag("exists"),
              in.flag("authoritative"),
              in.objects("records", DnsJson::record),
              in.seconds("took"));
      case "unanswered" ->
          new NameServer.Unanswered(question, in.word("why", Answer.Why.class), in.text("detail"));
      default -> throw in.unknownKind(kind);
    };
  }

  static void signature(JsonText out, SignatureSeen seen) {
    question(out, seen.question());
    out.text("covers", seen.covers())
        .number("algorithm", seen.algorithm())
        .number("key_tag", seen.keyTag())
        .text("signer", seen.signer().text())
        .time("inception", seen.inception())
        .time("expiration", seen.expiration());
  }

  static SignatureSeen signature(Fields in) {
    return new SignatureSeen(
        question(in),
        in.text("covers"),
        in.integer("algorithm"),
        in.integer("key_tag"),
        in.name("signer"),
        in.time("inception"),
        in.time("expiration"));
  }
}
