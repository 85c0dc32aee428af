package dev.parley.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Relays lines at the least possible cost: the baseline, called the floor in reports, that parley
 * is compared with.
 *
 * <p>One thread reads the sockets that are ready, collects the lines of this iteration in one
 * buffer for each room, and writes that buffer once to each member of the room. It validates and
 * stores nothing. Of parley's line protocol it knows what a measurement needs: the first line is a
 * name, and {@code /join ROOM} enters a room.
 */
final class BaselineServer {

  private static final int READ_BYTES = 64 * 1024;
  private static final int MAX_QUEUED_BYTES = 64 * 1024 * 1024;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Map<String, BaselineRoom> rooms = new HashMap<>();
  private final List<BaselineRoom> dirty = new ArrayList<>();
  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] bytes = new byte[READ_BYTES];

  BaselineServer(int port) throws IOException {
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open();
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  /** Serves until the process ends. */
  void serve() throws IOException {
    while (true) {
      selector.select(this::ready);
      for (BaselineRoom room : dirty) {
        room.flush();
      }
      dirty.clear();
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.attachment() instanceof BaselineClient client) {
        if (key.isWritable()) {
          client.flush();
        }
        if (key.isReadable()) {
          read(client);
        }
      } else {
        accept();
      }
    } catch (IOException e) {
      if (key.attachment() instanceof BaselineClient client) {
        client.close();
      }
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      BaselineClient client = new BaselineClient(channel, MAX_QUEUED_BYTES);
      client.key = channel.register(selector, SelectionKey.OP_READ, client);
    }
  }

  private void read(BaselineClient client) throws IOException {
    int partial = client.partialLine.length;
    System.arraycopy(client.partialLine, 0, bytes, 0, partial);
    direct.clear().limit(READ_BYTES - partial);
    int count = client.channel.read(direct);
    if (count < 0) {
      client.close();
      return;
    }
    direct.get(0, bytes, partial, count);
    int end = partial + count;
    int from = 0;
    for (int i = partial; i < end; i++) {
      if (bytes[i] == '\n') {
        processLine(client, from, i + 1);
        from = i + 1;
      }
    }
    client.keepPartialLine(bytes, from, end);
  }

  private void processLine(BaselineClient client, int from, int to) throws IOException {
    BaselineRoom room = client.room;
    if (room == null) {
      String name = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
      client.name(name);
      enter(client, "lobby");
    } else if (bytes[from] == '/') {
      String command = new String(bytes, from, to - from, StandardCharsets.UTF_8).strip();
      if (command.startsWith("/join ")) {
        enter(client, command.substring("/join ".length()));
      }
    } else {
      if (room.append(client, bytes, from, to)) {
        dirty.add(room);
      }
    }
  }

  private void enter(BaselineClient client, String name) throws IOException {
    BaselineRoom room = rooms.computeIfAbsent(name, _ -> new BaselineRoom());
    client.enter(room);
    client.write(
        ByteBuffer.wrap(
            ("-- You are " + client.name + " in #" + name + ".\n")
                .getBytes(StandardCharsets.UTF_8)));
  }
}
