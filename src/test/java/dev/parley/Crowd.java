package dev.parley;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * People and programs who talk and listen in all the ways there are, as much as they can, until the
 * server is gone. They tell what they were shown.
 */
final class Crowd implements AutoCloseable {

  private static final int OUTSTANDING = 200;
  private static final int LINES_IN_A_PIPE = 20;

  private final ServerProcess server;
  private final ShownLines shown;
  private final String round;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Something that goes on until the server is gone, and ends with an exception then. */
  private interface Doing {
    void go() throws IOException, InterruptedException;
  }

  /**
   * @param round what makes the lines of this crowd differ from those of others
   */
  Crowd(ServerProcess server, ShownLines shown, String round) {
    this.server = server;
    this.shown = shown;
    this.round = round;
  }

  /** Someone who talks in a room in JSON mode, and so is shown what became of it. */
  void talk(String name, String room) {
    start(() -> {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
        Semaphore slots = new Semaphore(OUTSTANDING);
        start(() -> listen(socket, name, slots));
        OutputStream out = socket.getOutputStream();
        write(out, "/json on\n" + name + "\n/join " + room + "\n");
        for (int i = 0; ; i++) {
          slots.acquire();
          write(out, name + " says " + i + " in round " + round + "\n");
        }
      }
    });
  }

  /** Each of one's own lines that comes back, or is refused, lets another one go. */
  private void listen(Socket socket, String name, Semaphore slots) throws IOException {
    BufferedReader in = reader(socket);
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        ShownLine seen = show("echo", line);
        if (seen == null ? line.contains("\"refused\"") : seen.from().equals(name)) {
          slots.release();
        }
      }
    } finally {
      // The next write shows that the server is gone.
      slots.release(Integer.MAX_VALUE / 2);
    }
  }

  /** Someone who only listens, in several rooms, in JSON mode. */
  void read(String name, List<String> rooms) {
    start(() -> {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
        StringBuilder commands = new StringBuilder("/json on\n" + name + "\n");
        rooms.forEach(room -> commands.append("/join ").append(room).append('\n'));
        write(socket.getOutputStream(), commands.toString());
        BufferedReader in = reader(socket);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          show("reader", line);
        }
      }
    });
  }

  /** Someone who pipes a few lines into the lobby, takes the receipt, and begins again. */
  void pipe(String name) {
    start(() -> {
      for (int i = 0; ; i++) {
        String job = name + " job " + i + " of round " + round;
        pipe(name, IntStream.range(0, LINES_IN_A_PIPE).mapToObj(n -> job + " line " + n).toList());
      }
    });
  }

  private void pipe(String name, List<String> texts) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
      write(socket.getOutputStream(), name + "\n" + String.join("\n", texts) + "\n");
      socket.shutdownOutput();
      if (reader(socket)
          .lines()
          .anyMatch(("-- bye: " + texts.size() + " lines accepted")::equals)) {
        shown.accepted("pipe", texts);
      }
    }
  }

  /** A program that posts lines, one after the other. */
  void post(String name, String room) {
    start(() -> {
      for (int i = 0; ; i++) {
        String text = name + " posts " + i + " in round " + round;
        String body = "{\"text\":\"" + text + "\",\"from\":\"" + name + "\"}";
        show("post", server.post(path(room, "messages"), TestServer.PASSWORD, body).body());
      }
    });
  }

  /** A program that follows a room over a stream, from an offset on. */
  void follow(String room, long after, String type) {
    start(() -> {
      String path = path(room, "stream?after=" + after);
      try (HttpStream stream =
          HttpStream.open(server.httpPort(), TestServer.PASSWORD, path, "Accept: " + type)) {
        for (String line = stream.next(); line != null; line = stream.next()) {
          show(type, line.replaceFirst("^data: ", ""));
        }
      }
    });
  }

  /** Records a line; ignores an incomplete one, which the end of the server has cut. */
  private @Nullable ShownLine show(String how, String line) {
    ShownLine seen = line.startsWith("{") && line.endsWith("}") ? ShownLine.parse(line) : null;
    shown.add(how, seen);
    return seen;
  }

  private static String path(String room, String what) {
    return "/api/v1/rooms/" + room + "/" + what;
  }

  private void start(Doing doing) {
    var _ =
        threads.submit(() -> {
          try {
            doing.go();
          } catch (IOException | UncheckedIOException gone) {
            // That is how it is to end.
          }
          return null;
        });
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until all have noticed that the server is gone. */
  @Override
  public void close() {
    threads.close();
  }
}
