package dev.parley;

import dev.parley.chat.account.Secret;
import dev.parley.cluster.LineChecker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person in one room, in JSON mode, at one of several servers: after each drop they come back to
 * the next server with their token. A checker records what they are shown.
 */
final class ClusterPerson implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(200);

  /** Holds the objects that all people of a crowd share. */
  record Shared(List<ClusterServer> servers, LineChecker checker, Receipts receipts) {}

  private final String name;
  private final String room;
  private final Shared shared;
  private final Thread thread = Thread.ofVirtual().unstarted(this::run);
  private final AtomicInteger said = new AtomicInteger();
  private volatile String viewer;
  private volatile int server;
  private volatile @Nullable String epoch;
  private volatile @Nullable Socket socket;
  private final AtomicInteger shown = new AtomicInteger();
  private final AtomicInteger renewals = new AtomicInteger();
  private volatile boolean in;
  private volatile boolean live;
  private volatile boolean closed;
  private volatile @Nullable String token;
  private int arrivals;

  ClusterPerson(String name, String room, int server, Shared shared) {
    this.name = name;
    this.room = room;
    this.server = server;
    this.shared = shared;
    this.viewer = name;
    thread.start();
  }

  private void run() {
    while (!closed) {
      ClusterServer at = shared.servers.get(server);
      try (Socket open = new Socket(HERE, at.linePort())) {
        socket = open;
        open.setTcpNoDelay(true);
        send(
            open, token == null ? "/json on\n" + name + "\n" : "/json on\n/resume " + token + "\n");
        read(open, at);
      } catch (IOException e) {
        // The connection is lost, or there is none.
      }
      in = false;
      live = false;
      server = (server + 1) % shared.servers.size();
      LockSupport.parkNanos(RETRY);
    }
  }

  private static void send(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void read(Socket open, ClusterServer at) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(open.getInputStream(), StandardCharsets.UTF_8));
    String line = input.readLine();
    while (line != null) {
      if (line.startsWith("{") && line.endsWith("}")) { // Not a part of the last one.
        take(JSON.readTree(line), open, at);
      }
      line = input.readLine();
    }
  }

  private void take(JsonNode object, Socket open, ClusterServer at) throws IOException {
    boolean here = object.has("room") && object.get("room").asString().equals(room);
    switch (object.get("type").asString()) {
      case "welcome" -> welcome(object, here, open);
      case "message" -> {
        if (here) {
          message(object, at);
        }
      }
      case "renewed" -> {
        if (here) {
          String next = object.get("epoch").asString();
          shared.checker.renewed(
              viewer, String.valueOf(epoch), next, object.get("offset").asLong());
          epoch = next;
          renewals.incrementAndGet();
        }
      }
      case "refused" -> refused(object, open);
      default -> {}
    }
  }

  private void welcome(JsonNode object, boolean here, Socket open) throws IOException {
    boolean resumes = token != null;
    if (object.has("resume")) {
      token = object.get("resume").asString();
    }
    if (here) {
      String now = object.get("epoch").asString();
      if (!now.equals(epoch) || (!resumes && !in)) {
        shared.checker.joined(viewer, now, object.get("offset").asLong());
      }
      epoch = now;
      in = true;
    } else if (!resumes) {
      send(open, "/join " + room + "\n");
    }
  }

  private void refused(JsonNode object, Socket open) throws IOException {
    String code = object.get("code").asString();
    if (object.has("ref")) {
      shared.receipts.refused(object.get("text").asString());
    } else if (code.equals("unknown_token")) {
      arriveAnew(object.get("text").asString());
      open.close();
    } else {
      open.close();
    }
  }

  /** Comes as somebody else, as it were: what the one before has missed is not shown any more. */
  private void arriveAnew(String why) {
    shared.checker.killed(viewer);
    arrivals++;
    viewer = name + "+" + arrivals;
    token = null;
    epoch = null;
    shared.receipts.lostSession(why);
  }

  private void message(JsonNode object, ClusterServer at) {
    String text = object.get("text").asString();
    String of = object.get("epoch").asString();
    long offset = object.get("offset").asLong();
    shown.incrementAndGet();
    live = !object.has("replay");
    if (object.has("replay")) {
      if (shared.checker.replayed(viewer, of, offset, text)) {
        shared.receipts.repeated();
      }
    } else {
      shared.checker.shown(viewer, of, offset, text);
      shared.receipts.received(at.name(), text);
    }
  }

  /**
   * Says a line, if the person is in the room; the answer is recorded when it comes. It tells the
   * server, or that the person has just come back: such a line is read after what was missed is
   * sent.
   */
  void say() {
    Socket to = socket;
    if (in && to != null) {
      String text =
          name
              + " "
              + said.incrementAndGet()
              + " "
              + (live ? shared.servers.get(server).name() : "back")
              + " "
              + System.nanoTime();
      try {
        send(to, "{\"room\":\"" + room + "\",\"ref\":\"1\",\"text\":\"" + text + "\"}\n");
      } catch (IOException e) {
        // It is lost, and the person comes back.
      }
    }
  }

  /**
   * Leaves the server without a word, and reads what it still sends: a connection that is reset
   * loses what has arrived and is not read yet, which the server cannot know.
   */
  void drop() {
    Socket open = socket;
    in = false;
    live = false;
    try {
      if (open != null) {
        open.shutdownOutput();
      }
    } catch (IOException e) {
      // It was lost already.
    }
  }

  /** Returns the number of lines that the person was shown. */
  int shown() {
    return shown.get();
  }

  /** Returns how often the room has begun a new epoch while the person was in it. */
  int renewals() {
    return renewals.get();
  }

  /** Returns whether the person is in the room at a server. */
  boolean isAt(String serverName) {
    return in && shared.servers.get(server).name().equals(serverName);
  }

  boolean isIn() {
    return in;
  }

  /** Returns whether the person was shown all that was missed, and then a line as it was said. */
  boolean isLive() {
    return in && live;
  }

  /**
   * Returns whether the person was shown the last line of the room, whose epoch has that offset.
   */
  boolean hasSeen(String of, long last) {
    Long seen = shared.checker.lastShown(viewer).get(of);
    return of.equals(epoch) && seen != null && seen == last;
  }

  String room() {
    return room;
  }

  /** Returns the hash of the token to come back with, empty if there is none. */
  String tokenHash() {
    String now = token;
    return now == null ? "" : new Secret(now).hash();
  }

  @Override
  public String toString() {
    return viewer + " in " + room + " at " + server + (in ? "" : ", out") + ", epoch " + epoch;
  }

  @Override
  public void close() {
    closed = true;
    Socket open = socket;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      // It was lost already.
    }
    thread.interrupt();
  }
}
