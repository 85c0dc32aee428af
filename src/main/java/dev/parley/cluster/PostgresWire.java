package dev.parley.cluster;

import dev.parley.store.DatabaseFault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries messages by {@code NOTIFY}, over a connection that sends and one that listens, each with
 * a thread. What is published while a notification is on its way is sent with the next. A
 * notification is sent at least every {@link #HEARTBEAT}; where none of one's own comes back for
 * {@link #TIMEOUT}, the connection that listens counts as lost, whatever the operating system says.
 */
final class PostgresWire implements Wire, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PostgresWire.class);

  private static final String CHANNEL = "select quote_ident('parley ' || current_schema())";
  private static final int HEARTBEAT = 500;
  private static final int TIMEOUT = 2000;
  private static final int RETRY = 100;
  private static final int CAPACITY = 65_536;

  private final DataSource source;
  private final Supplier<NodeId> self;
  private final UUID id = UUID.randomUUID();
  private final WireReceiver receiver = new WireReceiver(id);
  private final BlockingQueue<WirePayload.Message> queue = new LinkedBlockingQueue<>(CAPACITY);

  /** The parts of messages that are sent next. Confined to the sender. */
  private final Deque<WirePayload.Message> parts = new ArrayDeque<>();

  private final Thread sender = Thread.ofPlatform().name("parley-wire-send").unstarted(this::send);
  private final Thread listener =
      Thread.ofPlatform().name("parley-wire-listen").unstarted(this::listen);
  private @Nullable Connection sending;
  private @Nullable Connection listening;
  private long number;
  private volatile boolean dropped;
  private volatile boolean closed;

  /**
   * @param source a source of connections without a pool
   * @param self returns the current id of this node
   */
  PostgresWire(DataSource source, Supplier<NodeId> self) {
    this.source = source;
    this.self = self;
  }

  /**
   * Begins to send and to listen; messages that were published before are sent now.
   *
   * @throws SQLException where the database cannot be reached
   */
  void start() throws SQLException {
    listening = openListening();
    sender.start();
    listener.start();
  }

  @Override
  public void publish(String topic, String body) {
    if (!queue.offer(WirePayload.Message.of(topic, body))) {
      dropped = true;
    }
  }

  @Override
  public void subscribe(String topic, Handler handler) {
    receiver.subscribe(topic, handler);
  }

  @Override
  public void onReconnect(Runnable refresh) {
    receiver.onReconnect(refresh);
  }

  /** Sends what was published, and closes the connections. */
  @Override
  public void close() {
    closed = true;
    sender.interrupt();
    listener.interrupt();
    try {
      sender.join(TIMEOUT);
      listener.join(TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    WirePayload payload = null;
    boolean done = false;
    while (!done) {
      try {
        done = closed && queue.isEmpty() && parts.isEmpty();
        if (payload == null) {
          payload = take();
        }
        notify(payload.text());
        payload = null;
      } catch (SQLException e) {
        log.debug("The connection to other nodes is lost", DatabaseFault.of(e));
        Connections.abort(sending);
        sending = null;
        done = closed;
        pause();
      }
    }
    Connections.abort(sending);
  }

  /** Waits for messages, and takes as many as fit into one notification. */
  private WirePayload take() {
    List<WirePayload.Message> messages = new ArrayList<>();
    if (parts.isEmpty()) {
      divide(poll());
    }
    int left = WirePayload.CAPACITY;
    while (!parts.isEmpty() && parts.element().size() <= left) {
      left -= parts.element().size();
      messages.add(parts.remove());
      if (parts.isEmpty()) {
        divide(queue.poll());
      }
    }
    if (dropped) {
      dropped = false;
      number++; // Receivers find this one missing, and refresh.
    }
    return new WirePayload(self.get(), id, ++number, messages);
  }

  private void divide(WirePayload.@Nullable Message message) {
    if (message != null) {
      parts.addAll(message.parts());
    }
  }

  private WirePayload.@Nullable Message poll() {
    try {
      return closed ? queue.poll() : queue.poll(HEARTBEAT, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return queue.poll();
    }
  }

  private void notify(String text) throws SQLException {
    Connection connection = sending;
    if (connection == null) {
      connection = openSending();
      sending = connection;
    }
    try (PreparedStatement notify =
        connection.prepareStatement("select pg_notify('parley ' || current_schema(), ?)")) {
      notify.setString(1, text);
      notify.execute();
    }
  }

  /** Opens a connection whose commits do not wait for the disk: a notification is never on it. */
  private Connection openSending() throws SQLException {
    Connection connection = Connections.open(source, TIMEOUT);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      return connection;
    } catch (SQLException e) {
      Connections.abort(connection);
      throw e;
    }
  }

  private Connection openListening() throws SQLException {
    Connection connection = Connections.open(source, TIMEOUT);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + channel(statement));
      return connection;
    } catch (SQLException e) {
      Connections.abort(connection);
      throw e;
    }
  }

  private static String channel(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(CHANNEL)) {
      row.next();
      return row.getString(1);
    }
  }

  private void listen() {
    long heard = System.nanoTime();
    while (!closed) {
      try {
        Connection connection = listening;
        if (connection == null) {
          connection = openListening();
          listening = connection;
          heard = System.nanoTime();
          receiver.refresh();
        }
        if (receive(connection)) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > TimeUnit.MILLISECONDS.toNanos(TIMEOUT)) {
          throw new SQLException("Nothing comes back", "08006");
        }
      } catch (SQLException e) {
        if (listening != null && !closed) { // Once, however long there is none.
          log.info("The connection to other nodes is lost: {}", DatabaseFault.describe(e));
        }
        Connections.abort(listening);
        listening = null;
        pause();
      }
    }
    Connections.abort(listening);
  }

  /** Waits for notifications for a moment, and returns whether one of this node's own came. */
  private boolean receive(Connection connection) throws SQLException {
    PGNotification[] notifications =
        connection.unwrap(PGConnection.class).getNotifications(HEARTBEAT);
    boolean own = false;
    if (notifications != null) {
      for (PGNotification notification : notifications) {
        own |= receiver.receive(notification.getParameter());
      }
    }
    return own;
  }

  private void pause() {
    if (!closed) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(RETRY));
    }
  }
}
