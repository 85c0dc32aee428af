package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.parley.chat.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests that no line is lost or repeated between replayed and live lines. */
class StreamSeamTests {

  private static final int SENDERS = 3;
  private static final int LINES = 2000;
  private static final int STREAMS = 40;
  private static final String END = "that is all";
  private static final String PATH = "/api/v1/rooms/lobby/";

  private enum Form {
    JSON("application/x-ndjson"),
    TEXT("text/plain"),
    EVENTS("text/event-stream");

    private final String accept;

    Form(String type) {
      this.accept = "Accept: " + type;
    }

    /** Reads a stream of this format to its end, as {@code <from> text}. */
    List<String> read(HttpStream stream) {
      List<String> lines = new ArrayList<>();
      do {
        lines.add(next(stream));
      } while (!lines.getLast().endsWith(END));
      return lines;
    }

    private String next(HttpStream stream) {
      return switch (this) {
        case JSON -> said(stream.line());
        case TEXT -> stream.line().substring("12:03 ".length());
        case EVENTS -> {
          var event = stream.event();
          assertThat(event.get("data")).contains("\"offset\":" + event.get("id") + ",");
          yield said(event.get("data"));
        }
      };
    }
  }

  private static String said(String json) {
    return "<" + JsonPath.read(json, "$.from") + "> " + JsonPath.read(json, "$.text");
  }

  private record Followed(Form form, long after, List<String> lines) {}

  @Test
  void streamsThatBeginWhileManySpeakMissNothing() throws Exception {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=0", "parley.history.memory-lines=100000");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> senders = new ArrayList<>();
      for (int n = 1; n <= SENDERS; n++) {
        String name = "sender" + n;
        senders.add(() -> speak(server, name));
      }
      List<Future<Void>> speaking = senders.stream().map(threads::submit).toList();
      List<Future<Followed>> following = new ArrayList<>();
      Random random = new Random(7);
      for (int n = 0; n < STREAMS; n++) {
        Form form = Form.values()[n % Form.values().length];
        long last = awaitLine(server, (long) n * SENDERS * LINES / STREAMS);
        long after = random.nextInt(3) == 0 ? last : random.nextLong(last + 1);
        following.add(threads.submit(() -> follow(server, form, after)));
      }
      for (Future<Void> sender : speaking) {
        sender.get();
      }
      server.bean(Operator.class).post("lobby", "parley", END);

      List<String> all = export(server);
      assertThat(all).hasSize(SENDERS * LINES + 1);
      for (Future<Followed> stream : following) {
        Followed followed = stream.get();
        assertThat(followed.lines)
            .as("%s after %d", followed.form, followed.after)
            .isEqualTo(all.subList((int) followed.after, all.size()));
      }
    }
  }

  private static Void speak(TestServer server, String name) {
    try (TestClient client = server.join(name)) {
      for (int n = 1; n <= LINES; n++) {
        client.send("line " + n);
      }
      client.send("/quit").expectUntil("-- bye: .*");
    }
    return null;
  }

  /** Waits until so much was said, and returns how much has been. */
  private static long awaitLine(TestServer server, long offset) {
    long last;
    do {
      Thread.onSpinWait();
      var room = server.bean(Operator.class).room("lobby");
      assertThat(room).isNotNull();
      last = room.position().last();
    } while (last < offset);
    return last;
  }

  private static Followed follow(TestServer server, Form form, long after) {
    try (HttpStream stream =
        HttpStream.open(
            server.httpPort(), TestServer.PASSWORD, PATH + "stream?after=" + after, form.accept)) {
      return new Followed(form, after, form.read(stream));
    }
  }

  /** Returns all that is in the log, at its offset less one. */
  private static List<String> export(TestServer server) {
    try (HttpStream export =
        HttpStream.open(server.httpPort(), TestServer.PASSWORD, PATH + "export")) {
      List<String> lines = export.rest();
      for (int n = 0; n < lines.size(); n++) {
        assertThat(JsonPath.<Integer>read(lines.get(n), "$.offset")).isEqualTo(n + 1);
      }
      return lines.stream().map(StreamSeamTests::said).toList();
    }
  }
}
