package org.postroad.app.labs.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postroad.app.labs.audit.Subject.Round;
import org.postroad.lab.LabDomain;
import org.postroad.lab.LabInternet;
import org.postroad.lab.Sender;
import org.postroad.lab.attacker.Attack;
import org.postroad.lab.attacker.Attacker;
import org.postroad.lab.ca.Leaf;
import org.postroad.lab.dns.Interference;
import org.postroad.lab.dns.LabDns;
import org.postroad.lab.mx.LabMx;
import org.postroad.lab.mx.ReceivedMail;
import org.postroad.lab.net.Journal;
import org.postroad.lab.net.Mounted;
import org.postroad.protocol.dns.RecordType;
import org.postroad.protocol.mtasts.PolicyMode;

/// Where a case is played: the private Internet, the sender, and who must and must not receive what
/// is sent. Names are made of the case's id, so that many cases fit in one Internet.
public final class Scene implements AutoCloseable {

  /// How long a policy lives in a case in which it ends, for senders that know real time only.
  static final Duration SHORT_LIFE = Duration.ofSeconds(5);

  private static final Duration LONG_LIFE = Duration.ofDays(2);

  /// How long what the DNS says may be kept, and what passes between two messages, so that what was
  /// changed or forged in between is there to be seen: for a sender with the lab's clock as much as
  /// a policy daemon may wait before it looks again.
  private static final Duration TTL = Duration.ofSeconds(1);

  private static final Duration BETWEEN = Duration.ofSeconds(61);
  private static final Duration MARGIN = Duration.ofSeconds(2);
  private static final Duration REST_MAX = Duration.ofSeconds(2);

  private final AuditCase played;
  private final LabInternet net;
  private final Audited sender;
  private final List<LabMx> hosts = new ArrayList<>();
  private final List<LabMx> strangers = new ArrayList<>();
  private final List<Journal<ReceivedMail>> loot = new ArrayList<>();
  private final List<Mounted> mounted = new ArrayList<>();
  private final List<String> domains = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  /// A message that was sent.
  ///
  /// @param due what is right for it
  record Letter(Post post, Optional<Expectation> due, Optional<Sender.Seen> claim, String words) {}

  Scene(AuditCase played, Round round) {
    this.played = played;
    this.net = round.net();
    this.sender = round;
  }

  public LabInternet net() {
    return net;
  }

  public LabDns dns() {
    return net.dns();
  }

  /// The domain of the case: `record-two.example`.
  public String name() {
    return played.id() + ".example";
  }

  /// Another domain of it: `name("other")` is `other-record-two.example`.
  public String name(String prefix) {
    return prefix + "-" + name();
  }

  /// The domain of the case, without a policy, with the exchanger `mx.NAME`.
  public LabDomain domain() {
    return known(net.domain(name()));
  }

  /// The domain of the case, with a policy of that mode for its exchanger.
  public LabDomain domain(PolicyMode mode) {
    return known(net.domain(name(), mode));
  }

  /// Another domain, whose exchanger may get mail too.
  public LabDomain domain(String name, PolicyMode mode) {
    return known(net.domain(name, mode));
  }

  /// A domain that the case made itself.
  public LabDomain known(LabDomain domain) {
    hosts.add(domain.mx());
    domains.add(domain.name());
    return domain;
  }

  /// Another exchanger that may get mail, with a good certificate.
  public LabMx mx(String host) {
    LabMx mx = net.mx(host);
    hosts.add(mx);
    return mx;
  }

  /// An exchanger that must not get mail, with a good certificate for its name.
  public LabMx stranger(String host) {
    LabMx mx = net.mx(host);
    strangers.add(mx);
    return mx;
  }

  /// From now on this exchanger must not get mail.
  public void forbid(LabMx mx) {
    hosts.remove(mx);
    strangers.add(mx);
  }

  /// Lets it show a certificate by its own hand: nobody who verifies takes it.
  public void distrust(LabMx mx) {
    mx.credential(net.ca().issue(Leaf.of(mx.hostName()).selfSigned()));
  }

  /// The domain's mail goes to these hosts, the first preferred.
  public void route(String domain, String... exchangers) {
    String[] records = new String[exchangers.length];
    for (int i = 0; i < records.length; i++) {
      records[i] = 10 * (i + 1) + " " + exchangers[i];
    }
    dns().set(domain, RecordType.MX, records);
  }

  /// The TXT records at `_mta-sts` in the place of those that are there; each in quotes.
  public void records(LabDomain domain, String... texts) {
    dns().set(domain.recordName(), RecordType.TXT, texts);
  }

  /// Begins an attack, which lasts until the case is over; who it robs must not be robbed.
  public void attack(Attacker attacker) {
    Attack attack = attacker.mount(net);
    mounted.add(attack);
    loot.add(attack.loot());
  }

  /// Keeps something mounted until the case is over.
  public void mount(Mounted thing) {
    mounted.add(thing);
  }

  /// Comes between questions for that name and type and their answers until the case is over.
  public void interfere(String name, RecordType type, Interference interference) {
    mount(dns().interfere(name, type, interference));
  }

  /// Comes before every question for that name but DS and DNSKEY until the case is over.
  public void interfereAt(String name, Interference interference) {
    mount(dns().interfereAt(name, interference));
  }

  /// A message that a right sender delivers over TLS, whatever the case expects of the last one.
  public void arrives(LabDomain domain) throws InterruptedException {
    send(Post.to(domain.name()), Optional.of(Expectation.DELIVER));
  }

  /// As above.
  public void arrives(Post post) throws InterruptedException {
    send(post, Optional.of(Expectation.DELIVER));
  }

  /// A message of which nothing is expected, except that it gets into no wrong hands.
  public void tries(LabDomain domain) throws InterruptedException {
    send(Post.to(domain.name()), Optional.empty());
  }

  /// The message that decides the case.
  public void decides(LabDomain domain) throws InterruptedException {
    decides(Post.to(domain.name()));
  }

  /// The message that decides the case.
  public void decides(Post post) throws InterruptedException {
    send(post, Optional.of(played.expected()));
  }

  /// How long the policy of this case shall live: until [#lifeEnds], and not a moment longer.
  public Duration life() {
    need(Need.SECONDS);
    return sender.hasLabClock() ? LONG_LIFE : SHORT_LIFE;
  }

  /// A policy fetched now is past its [#life].
  public void lifeEnds() throws InterruptedException {
    passes(life().plus(MARGIN));
  }

  /// Part of a [#life].
  public void lifePasses(double part) throws InterruptedException {
    passes(Duration.ofMillis(Math.round(life().toMillis() * part)));
  }

  /// Minutes, hours or days go by.
  public void hoursPass(Duration time) throws InterruptedException {
    need(Need.HOURS);
    passes(time);
  }

  /// The sender's clock is set back.
  public void clockIsSetBack(Duration time) throws InterruptedException {
    need(Need.CLOCK_BACK);
    net.clock().advance(time.negated());
    sender.timePassed(time.negated(), domains);
  }

  /// Something besides the messages that has to be so.
  ///
  /// @param otherwise what was wrong if it is not
  public void require(boolean so, String otherwise) {
    if (!so) {
      complaints.add(otherwise);
    }
  }

  List<Letter> letters() {
    return letters;
  }

  List<LabMx> hosts() {
    return hosts;
  }

  List<LabMx> strangers() {
    return strangers;
  }

  List<Journal<ReceivedMail>> loot() {
    return loot;
  }

  List<String> complaints() {
    return complaints;
  }

  /// Waits until the exchangers have seen the end of every conversation.
  void rests() throws InterruptedException {
    long end = System.nanoTime() + REST_MAX.toNanos();
    while (System.nanoTime() < end
        && Stream.concat(hosts.stream(), strangers.stream()).anyMatch(mx -> mx.talking() > 0)) {
      boolean _ = new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
    }
  }

  AuditCase played() {
    return played;
  }

  @Override
  public void close() {
    mounted.reversed().forEach(Mounted::close);
  }

  private void send(Post post, Optional<Expectation> due) throws InterruptedException {
    if (letters.isEmpty()) {
      dns().ttlMax(TTL);
    } else {
      sender.pause();
      passes(between());
    }
    try {
      Sender.Seen claim = sender.send(post);
      letters.add(new Letter(post, due, Optional.of(claim), claim.words()));
    } catch (Audited.Endless e) {
      letters.add(new Letter(post, due, Optional.empty(), String.valueOf(e.getMessage())));
    }
    sender.settle();
  }

  /// Where a policy lives for seconds only there is no time for a slow cache.
  private Duration between() {
    if (sender.hasLabClock()) {
      return BETWEEN;
    }
    Duration kept = played.needs().contains(Need.SECONDS) ? TTL : sender.keepsAnswers();
    return kept.plusMillis(200);
  }

  private void passes(Duration time) throws InterruptedException {
    if (sender.hasLabClock()) {
      net.clock().advance(time);
      sender.timePassed(time, domains);
      sender.settle();
    } else {
      boolean _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void need(Need need) {
    if (!played.needs().contains(need)) {
      throw new IllegalStateException(played.id() + " does not say that it needs " + need);
    }
  }
}
