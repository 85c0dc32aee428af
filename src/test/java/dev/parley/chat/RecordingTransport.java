package dev.parley.chat;

import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Endpoint;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.api.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Implements a transport whose endpoints record the events that they are shown. */
public final class RecordingTransport implements Transport {

  private int endpoints;
  private int calls;
  private @Nullable RuntimeException fault;
  private Runnable during = () -> {};

  /** Returns a new endpoint of this transport. */
  public RecordingEndpoint endpoint() {
    return new RecordingEndpoint("c" + ++endpoints);
  }

  /** Gives endpoints ids from another number on, unlike those of another server. */
  void countFrom(int number) {
    endpoints = number;
  }

  /** Makes deliveries throw this, or no longer: null. */
  public void failWith(@Nullable RuntimeException failure) {
    fault = failure;
  }

  /** Runs a task during the next delivery to many at once. */
  public void duringNext(Runnable task) {
    during =
        () -> {
          during = () -> {};
          task.run();
        };
  }

  /** Returns the number of deliveries to many at once. */
  int calls() {
    return calls;
  }

  @Override
  public void deliver(Event event, Audience audience) {
    calls++;
    during.run();
    if (fault != null) {
      throw fault;
    }
    for (Receiver receiver : audience.receivers()) {
      if (event.concerns(receiver)) {
        receiver.endpoint().deliver(event);
      }
    }
  }

  /** Records the events of one receiver. */
  public final class RecordingEndpoint implements Endpoint {

    private final String id;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private @Nullable Disconnect closed;
    private boolean resumable;
    private int maxSharing = 1;
    private String remoteAddress = "192.0.2.1";
    private @Nullable List<Runnable> held;
    private CompletableFuture<Void> holding = new CompletableFuture<>();

    private RecordingEndpoint(String id) {
      this.id = id;
    }

    /** Returns the events that were shown since the last call, in order. */
    public List<Event> seen() {
      List<Event> seen = List.copyOf(events);
      events.clear();
      return seen;
    }

    @Nullable
    public Disconnect closed() {
      return closed;
    }

    /** Holds what is to be run on the connection's own thread, until it is released. */
    public synchronized void hold() {
      held = new ArrayList<>();
      holding = new CompletableFuture<>();
    }

    /** Returns a future that completes once something is held. */
    public CompletableFuture<Void> holding() {
      return holding;
    }

    /** Runs what is held. */
    public void release() {
      List<Runnable> waiting;
      synchronized (this) {
        waiting = held == null ? List.of() : held;
        held = null;
      }
      waiting.forEach(Runnable::run);
    }

    @Override
    public void execute(Runnable task) {
      synchronized (this) {
        if (held != null) {
          held.add(task);
          holding.complete(null);
          return;
        }
      }
      task.run();
    }

    /** Comes from an address from now on. */
    public RecordingEndpoint from(String address) {
      remoteAddress = address;
      return this;
    }

    /** Makes the endpoint resumable. */
    public RecordingEndpoint resuming() {
      resumable = true;
      return this;
    }

    /** Lets so many connections of an account share a session. */
    public RecordingEndpoint sharing(int most) {
      maxSharing = most;
      return this;
    }

    @Override
    public int maxSharing() {
      return maxSharing;
    }

    @Override
    public boolean resumable() {
      return resumable;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String listener() {
      return "test";
    }

    @Override
    public String protocol() {
      return "test";
    }

    @Override
    public String remoteAddress() {
      return remoteAddress;
    }

    @Override
    public int remotePort() {
      return 1;
    }

    @Override
    public boolean tls() {
      return false;
    }

    @Override
    public Transport transport() {
      return RecordingTransport.this;
    }

    @Override
    public boolean shows(Event event) {
      return true;
    }

    @Override
    public void deliver(Event event) {
      events.add(event);
    }

    @Override
    public void close(Disconnect why) {
      closed = why;
    }

    @Override
    public Traffic traffic() {
      return new Traffic(0, 0, 0, 0, 0);
    }
  }
}
