/// What the RFCs of mail transport security say, as records, sealed results and pure rules.
///
/// Nothing here opens a socket, reads a clock, draws a random number, touches a file, logs or keeps
/// static state. Start reading at `org.postroad.protocol.mtasts`.
@org.jspecify.annotations.NullMarked
module org.postroad.protocol {
  requires static org.jspecify;
  requires com.ibm.icu;

  exports org.postroad.protocol.bimi;
  exports org.postroad.protocol.certificate;
  exports org.postroad.protocol.dane;
  exports org.postroad.protocol.dkim;
  exports org.postroad.protocol.dmarc;
  exports org.postroad.protocol.dns;
  exports org.postroad.protocol.mtasts;
  exports org.postroad.protocol.postfix;
  exports org.postroad.protocol.precedence;
  exports org.postroad.protocol.smtp;
  exports org.postroad.protocol.socketmap;
  exports org.postroad.protocol.spf;
  exports org.postroad.protocol.text;
  exports org.postroad.protocol.tlsrpt;
}
