package org.postroad.lab.mx;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.postroad.lab.ca.Credential;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Service;

/// A mail exchanger: an SMTP server with STARTTLS that takes every message, unless its [MxConduct]
/// says otherwise, and remembers what reached it.
public final class LabMx implements Service {

  /// The largest message that it takes, in octets.
  public static final int MESSAGE_MAX = 1024 * 1024;

  private static final int MESSAGES_MAX = 1000;
  private static final int VISITS_MAX = 10_000;
  private static final int GREYLIST_MAX = 10_000;
  private static final int IDLE_MILLIS = 300_000; // RFC 5321 §4.5.3.2.7

  private final String hostName;
  private final Map<String, Credential> bySni = new ConcurrentHashMap<>();
  private final Journal<ReceivedMail> messages;
  private final Journal<SmtpVisit> visits = new Journal<>(VISITS_MAX);
  private final Set<String> greylist = ConcurrentHashMap.newKeySet();
  private final AtomicInteger talking = new AtomicInteger();
  private volatile Credential credential;
  private volatile OptionalInt group = OptionalInt.empty();
  private volatile Turns turns = new Turns(MxConduct.honest());

  /// A conduct and how far it has come.
  static final class Turns {
    private final MxConduct conduct;
    private final Map<Stage, AtomicInteger> turn = new ConcurrentHashMap<>();

    Turns(MxConduct conduct) {
      this.conduct = conduct;
    }

    MxConduct conduct() {
      return conduct;
    }

    SmtpReply next(Stage stage) {
      SmtpReply reply = conduct.replies().getOrDefault(stage, new SmtpReply.Usual());
      if (reply instanceof SmtpReply.InTurn(List<SmtpReply> steps)) {
        int last = steps.size() - 1;
        AtomicInteger count = turn.computeIfAbsent(stage, s -> new AtomicInteger());
        return steps.get(count.getAndUpdate(n -> Math.min(n + 1, last)));
      }
      return reply;
    }
  }

  /// One that greets with that name and shows that certificate to all who do not ask by SNI for
  /// another one that it has.
  public LabMx(String hostName, Credential credential) {
    this(hostName, credential, new Journal<>(MESSAGES_MAX));
  }

  /// One that puts the messages where others do, too.
  public LabMx(String hostName, Credential credential, Journal<ReceivedMail> messages) {
    this.messages = messages;
    this.hostName = hostName;
    this.credential = credential;
  }

  public String hostName() {
    return hostName;
  }

  /// Changes how it behaves, from the next conversation on.
  public void conduct(MxConduct conduct) {
    turns = new Turns(conduct);
  }

  public MxConduct conduct() {
    return turns.conduct();
  }

  /// What it shows to who asks for no other by SNI.
  public Credential credential() {
    return credential;
  }

  /// Changes its certificate.
  public void credential(Credential other) {
    credential = other;
  }

  /// Shows another certificate to those who ask for this name by SNI.
  public void credential(String sni, Credential other) {
    bySni.put(sni.toLowerCase(Locale.ROOT), other);
  }

  /// Names this group, by its number on the wire, to a client that shows no key of its own and only
  /// wants to be told.
  public void group(int code) {
    group = OptionalInt.of(code);
  }

  /// The messages that it took, newest last.
  public Journal<ReceivedMail> messages() {
    return messages;
  }

  /// The conversations that are over, newest last.
  public Journal<SmtpVisit> visits() {
    return visits;
  }

  /// How many conversations are not over yet.
  public int talking() {
    return talking.get();
  }

  @Override
  public void serve(Socket socket) throws IOException, InterruptedException {
    socket.setSoTimeout(IDLE_MILLIS);
    socket.setTcpNoDelay(true);
    Conversation conversation = new Conversation(this, socket, turns);
    talking.incrementAndGet();
    try {
      conversation.hold();
    } finally {
      visits.add(conversation.visit());
      talking.decrementAndGet();
    }
  }

  OptionalInt group() {
    return group;
  }

  Credential credentialFor(Optional<String> sni) {
    return sni.map(bySni::get).orElse(credential);
  }

  void take(ReceivedMail mail) {
    messages.add(mail);
  }

  /// Whether this pair was here in an earlier conversation; if not, it is from now on.
  boolean knows(String from, String to) {
    if (greylist.size() >= GREYLIST_MAX) {
      greylist.clear();
    }
    return !greylist.add(from + " " + to);
  }
}
