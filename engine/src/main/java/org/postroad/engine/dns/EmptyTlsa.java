package org.postroad.engine.dns;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postroad.protocol.dns.TlsaRecord;
import org.xbill.DNS.Compression;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.DNSOutput;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;
import org.xbill.DNS.UNKRecord;

/// A TLSA record that ends behind its three numbers: malformed, and a record all the same.
///
/// RFC 6698 §4.1 has such a one count as unusable, beside others that may be good; dnsjava refuses
/// the whole message for it, which would make a failed look-up of a mistake. So it is read here, as
/// a record that can be validated like any other. One that is shorter still has not even the fields
/// of a TLSA record, and its message stays unreadable.
final class EmptyTlsa extends Record {

  private static final long serialVersionUID = 1;

  private static final int HEADER_BYTES = 12; // RFC 1035 §4.1.1
  private static final int RDATA_BYTES = 3; // RFC 6698 §2.1: usage, selector, matching type
  private static final int POINTER = 0xc0; // RFC 1035 §4.1.4

  /// What stands in its place while dnsjava reads the message (RFC 6895 §3.1: private use).
  private static final int PLACEHOLDER = 0xff06;

  private final transient TlsaRecord tlsa;

  private EmptyTlsa(Record owner, byte[] rdata) {
    super(owner.getName(), Type.TLSA, owner.getDClass(), owner.getTTL());
    this.tlsa = new TlsaRecord(rdata[0] & 0xff, rdata[1] & 0xff, rdata[2] & 0xff, "");
  }

  /// Reads a message that dnsjava refused.
  ///
  /// @return empty if no such record is in its answer
  /// @throws IOException if it is unreadable besides
  static Optional<Message> in(byte[] octets) throws IOException {
    byte[] readable = octets.clone();
    List<Integer> places = new ArrayList<>();
    try {
      replace(readable, places);
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty(); // the octets end too early
    }
    if (places.isEmpty()) {
      return Optional.empty();
    }
    Message message = new Message(readable);
    List<Record> answer = List.copyOf(message.getSection(Section.ANSWER));
    message.removeAllRecords(Section.ANSWER);
    for (int i = 0; i < answer.size(); i++) {
      Record record = answer.get(i);
      message.addRecord(
          places.contains(i) && record instanceof UNKRecord unread
              ? new EmptyTlsa(unread, unread.getData())
              : record,
          Section.ANSWER);
    }
    return Optional.of(message);
  }

  TlsaRecord record() {
    return tlsa;
  }

  /// Gives the empty ones of the answer another type.
  ///
  /// @param places gets where they stand among the answer's records
  private static void replace(byte[] octets, List<Integer> places) {
    ByteBuffer in = ByteBuffer.wrap(octets);
    int questions = in.getShort(4) & 0xffff;
    int answers = in.getShort(6) & 0xffff;
    in.position(HEADER_BYTES);
    for (int i = 0; i < questions; i++) {
      skipName(in);
      skip(in, 4); // type and class
    }
    for (int i = 0; i < answers; i++) {
      skipName(in);
      int at = in.position();
      int type = in.getShort() & 0xffff;
      skip(in, 6); // class and TTL
      int length = in.getShort() & 0xffff;
      skip(in, length);
      if (type == Type.TLSA && length == RDATA_BYTES) {
        in.putShort(at, (short) PLACEHOLDER);
        places.add(i);
      }
    }
  }

  private static void skipName(ByteBuffer in) {
    int length = in.get() & 0xff;
    while (length != 0) {
      if ((length & POINTER) == POINTER) {
        skip(in, 1);
        return;
      }
      skip(in, length);
      length = in.get() & 0xff;
    }
  }

  private static void skip(ByteBuffer in, int octets) {
    in.position(in.position() + octets);
  }

  @Override
  protected void rrFromWire(DNSInput in) {
    throw new UnsupportedOperationException("read from whole messages only");
  }

  @Override
  protected void rdataFromString(Tokenizer text, @Nullable Name origin) {
    throw new UnsupportedOperationException("read from whole messages only");
  }

  @Override
  protected String rrToString() {
    return tlsa.text().strip();
  }

  /// What its signature covers.
  @Override
  protected void rrToWire(DNSOutput out, @Nullable Compression compression, boolean canonical) {
    out.writeU8(tlsa.usage());
    out.writeU8(tlsa.selector());
    out.writeU8(tlsa.matchingType());
  }
}
