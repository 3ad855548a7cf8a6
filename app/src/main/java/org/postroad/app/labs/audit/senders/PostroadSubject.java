package org.postroad.app.labs.audit.senders;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postroad.app.labs.PostroadSender;
import org.postroad.app.labs.audit.AuditCase;
import org.postroad.app.labs.audit.Post;
import org.postroad.app.labs.audit.Subject;
import org.postroad.lab.LabInternet;
import org.postroad.lab.LabMessage;
import org.postroad.lab.Sender;
import org.postroad.protocol.mtasts.PolicyRules;

/// Our own sender, in process: the engine as it ships, in an Internet of its own for each case,
/// whose clock is moved.
public final class PostroadSubject implements Subject {

  private static final int LANES = 4;

  private final String version;

  public PostroadSubject(String version) {
    this.version = version;
  }

  @Override
  public String key() {
    return "postroad";
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String about() {
    return "the SMTP client of Postroad, in process";
  }

  @Override
  public Optional<String> cannot(AuditCase one) {
    return Optional.empty();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public Round begin(AuditCase one) {
    LabInternet net = LabInternet.start();
    return new OwnRound(net, new PostroadSender(net, version));
  }

  @Override
  public void close() {}

  private record OwnRound(LabInternet net, PostroadSender postroad) implements Round {

    @Override
    public Sender.Seen send(Post post) {
      LabMessage message =
          new LabMessage(post.message().from(), post.message().localPart(), post.content());
      return postroad.send(message, post.domain(), post.smartHost(), post.demand().requiresTls());
    }

    @Override
    public void pause() {}

    @Override
    public void settle() {
      postroad.settle();
    }

    @Override
    public boolean hasLabClock() {
      return true;
    }

    @Override
    public void timePassed(Duration by, List<String> domains) {
      if (by.compareTo(PolicyRules.REFRESH_EVERY) >= 0) {
        domains.forEach(postroad::refresh);
      }
    }

    @Override
    public void close() {
      postroad.close();
      net.close();
    }
  }
}
