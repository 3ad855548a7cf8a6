package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Where connections lead, and who sees what goes over them.
final class Roads {

  private final World world;
  private final Papers papers;
  private final Mailroom mailroom;
  private final Judge judge;
  private final Story story;
  private Optional<Duty> duty = Optional.empty();
  private int sessions;

  Roads(World world, Papers papers, Mailroom mailroom, Judge judge, Story story) {
    this.world = world;
    this.papers = papers;
    this.mailroom = mailroom;
    this.judge = judge;
    this.story = story;
  }

  /// Where a connection leads.
  sealed interface Way {
    record To(Meeting meeting) implements Way {}

    record None(String why) implements Way {}

    record Nowhere() implements Way {}
  }

  /// A server of one session, and its witness.
  record Meeting(Conduct conduct, Witness witness, Mailroom mailroom) {
    MailServer server(MailServer.Wire wire) {
      return new MailServer(conduct, witness, mailroom, wire);
    }
  }

  Papers papers() {
    return papers;
  }

  Story story() {
    return story;
  }

  /// A delivery begins: what it owes is what its sessions are held against.
  void begin(Duty owed) {
    duty = Optional.of(owed);
  }

  /// Connections that were answered.
  int sessions() {
    return sessions;
  }

  /// The way of one connection, which is made now.
  Way way(InetAddress address) {
    Way way = seek(address);
    story.tell(() -> "-- to " + address.getHostAddress() + ": " + words(way));
    if (way instanceof Way.To) {
      sessions++;
    }
    return way;
  }

  private Way seek(InetAddress address) {
    if (address.equals(Names.EVIL_ADDRESS)) {
      return to(address, Conduct.evil(papers));
    }
    Optional<Host> host = Host.at(address);
    if (host.isEmpty()) {
      return new Way.None("no route");
    }
    List<RoadTrick> tricks = world.road(host.get());
    if (tricks.contains(RoadTrick.SWALLOW)) {
      return new Way.Nowhere();
    }
    Kit kit = world.kit(host.get());
    return kit == Kit.DOWN || tricks.contains(RoadTrick.BLOCK)
        ? new Way.None("connection refused")
        : to(address, Conduct.honest(host.get(), kit, tricks, papers));
  }

  private Way to(InetAddress address, Conduct conduct) {
    Witness witness = new Witness(duty.orElseThrow(), address, judge, story);
    return new Way.To(new Meeting(conduct, witness, mailroom));
  }

  private static String words(Way way) {
    return switch (way) {
      case Way.To to -> "connected";
      case Way.None(String why) -> why;
      case Way.Nowhere() -> "no answer";
    };
  }
}
