package org.postroad.app.labs.hostile;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.postroad.engine.net.Deadline;
import org.postroad.engine.smtpclient.SmtpDialer;

/// The way to every server of the model, in memory.
final class Roads implements SmtpDialer {

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

  /// A delivery begins: what it owes is what its sessions are held against.
  void begin(Duty owed) {
    duty = Optional.of(owed);
  }

  /// Connections that were answered.
  int sessions() {
    return sessions;
  }

  @Override
  public Dialled dial(InetSocketAddress endpoint, Deadline deadline) {
    InetAddress address = endpoint.getAddress();
    return switch (way(address)) {
      case Way.None(String why) -> {
        story.tell(() -> "-- " + address.getHostAddress() + ": " + why);
        yield new Dialled.NotConnected(why);
      }
      case Way.Nowhere() -> {
        world.clock().advanceTo(deadline.nanoTime());
        story.tell(() -> "-- " + address.getHostAddress() + ": no answer");
        yield new Dialled.TimedOut("no connection in time");
      }
      case Way.To(Conduct conduct) -> {
        story.tell(() -> "-- " + address.getHostAddress() + ": connected");
        sessions++;
        yield new Dialled.Connected(
            new MemoryTransport(world.clock(), papers, story, conduct, witness(address), mailroom));
      }
    };
  }

  private Witness witness(InetAddress address) {
    return new Witness(duty.orElseThrow(), address, judge, story);
  }

  /// Where a connection leads.
  sealed interface Way {
    record To(Conduct conduct) implements Way {}

    record None(String why) implements Way {}

    record Nowhere() implements Way {}
  }

  private Way way(InetAddress address) {
    if (address.equals(Names.EVIL_ADDRESS)) {
      return new Way.To(Conduct.evil(papers));
    }
    Optional<Host> host = Host.at(address);
    if (host.isEmpty()) {
      return new Way.None("no route");
    }
    var tricks = world.road(host.get());
    if (tricks.contains(RoadTrick.SWALLOW)) {
      return new Way.Nowhere();
    }
    Kit kit = world.kit(host.get());
    return kit == Kit.DOWN || tricks.contains(RoadTrick.BLOCK)
        ? new Way.None("connection refused")
        : new Way.To(Conduct.honest(host.get(), kit, tricks, papers));
  }
}
