package org.postroad.lab.mx;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postroad.lab.tls.TlsFacts;

/// One message's envelope as it grows (RFC 5321 §3.3).
final class Transaction {

  private Optional<MailPath> from = Optional.empty();
  private final List<MailPath> to = new ArrayList<>();

  void begin(MailPath sender) {
    reset();
    from = Optional.of(sender);
  }

  void add(MailPath recipient) {
    to.add(recipient);
  }

  void reset() {
    from = Optional.empty();
    to.clear();
  }

  Optional<MailPath> from() {
    return from;
  }

  int recipients() {
    return to.size();
  }

  List<String> mailParameters() {
    return from.map(MailPath::parameters).orElse(List.of());
  }

  ReceivedMail mail(
      String server,
      List<String> lines,
      Optional<TlsFacts> tls,
      InetSocketAddress peer,
      List<String> greetings) {
    return new ReceivedMail(
        server,
        from.map(MailPath::address).orElse(""),
        mailParameters(),
        to.stream().map(MailPath::address).toList(),
        to.stream().map(MailPath::parameters).toList(),
        SmtpStream.unstuffed(lines),
        tls,
        peer,
        greetings);
  }
}
