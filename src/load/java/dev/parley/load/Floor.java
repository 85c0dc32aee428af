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
 * The least that a line server can do: one thread reads what is there, collects the lines of this
 * turn in one buffer a room, and hands each member of the room that buffer in one write. It checks,
 * stores and remembers nothing, and speaks just enough of parley's dialect to be measured beside
 * it: the first line is a name, and {@code /join ROOM} chooses the room.
 */
final class Floor {

  private static final int READ = 64 * 1024;
  private static final int BEHIND = 64 * 1024 * 1024;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final Map<String, FloorRoom> rooms = new HashMap<>();
  private final List<FloorRoom> dirty = new ArrayList<>();
  private final ByteBuffer direct = ByteBuffer.allocateDirect(READ);
  private final byte[] bytes = new byte[READ];

  Floor(int port) throws IOException {
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
      for (FloorRoom room : dirty) {
        room.flush();
      }
      dirty.clear();
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.attachment() instanceof FloorClient client) {
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
      if (key.attachment() instanceof FloorClient client) {
        client.close();
      }
    }
  }

  private void accept() throws IOException {
    for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      FloorClient client = new FloorClient(channel, BEHIND);
      client.key = channel.register(selector, SelectionKey.OP_READ, client);
    }
  }

  private void read(FloorClient client) throws IOException {
    int kept = client.kept.length;
    System.arraycopy(client.kept, 0, bytes, 0, kept);
    direct.clear().limit(READ - kept);
    int count = client.channel.read(direct);
    if (count < 0) {
      client.close();
      return;
    }
    direct.get(0, bytes, kept, count);
    int end = kept + count;
    int from = 0;
    for (int i = kept; i < end; i++) {
      if (bytes[i] == '\n') {
        line(client, from, i + 1);
        from = i + 1;
      }
    }
    client.keep(bytes, from, end);
  }

  private void line(FloorClient client, int from, int to) throws IOException {
    FloorRoom room = client.room;
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
      if (room.say(client, bytes, from, to)) {
        dirty.add(room);
      }
    }
  }

  private void enter(FloorClient client, String name) throws IOException {
    FloorRoom room = rooms.computeIfAbsent(name, _ -> new FloorRoom());
    client.enter(room);
    client.write(
        ByteBuffer.wrap(
            ("-- You are " + client.name + " in #" + name + ".\n")
                .getBytes(StandardCharsets.UTF_8)));
  }
}
