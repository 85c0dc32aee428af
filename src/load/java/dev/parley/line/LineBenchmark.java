package dev.parley.line;

import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.dialect.input.CommandParser;
import dev.parley.dialect.output.OutputRenderer;
import dev.parley.dialect.output.Style;
import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the cost of one line of 64 bytes on input, and on output once for each style. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LineBenchmark {

  private static final String TEXT = "x".repeat(64);

  private final LineFramer framer = new LineFramer(4096, _ -> {});
  private final ByteBuf line = buffer(TEXT + "\n");
  private final ByteBuf half = buffer(TEXT.substring(32));
  private final ByteBuf rest = buffer(TEXT.substring(32) + "\n");
  private final Event event =
      new Event.Posted(
          RoomName.LOBBY,
          "c9ed67a1-994a-48bc-9b6e-51fef97d40c0",
          new LogEntry(812, Instant.EPOCH, LogEntry.Kind.MESSAGE, "alice", TEXT, false),
          null,
          null);
  private final Style text = new Style(false, false, false, false, false);
  private final Style json = new Style(true, false, false, false, false);

  private static ByteBuf buffer(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** Frames a line that arrives in one piece. */
  @Benchmark
  public Frame frameWhole() {
    return framer.read(line.readerIndex(0));
  }

  /** Frames a line that arrives in two pieces. */
  @Benchmark
  public Frame frameSplit() {
    framer.read(half.readerIndex(0));
    return framer.read(rest.readerIndex(0));
  }

  /** Parses a message. */
  @Benchmark
  public Object parseText() {
    return CommandParser.parse(TEXT, true, RoomName.LOBBY, false);
  }

  /** Parses a command. */
  @Benchmark
  public Object parseCommand() {
    return CommandParser.parse("/msg alice are you there?", true, RoomName.LOBBY, false);
  }

  /** Parses an object in JSON mode. */
  @Benchmark
  public Object parseJson() {
    return CommandParser.parse(
        "{\"room\":\"lobby\",\"text\":\"several\\nlines\"}", true, RoomName.LOBBY, true);
  }

  /** Renders a message as text. */
  @Benchmark
  public String renderText() {
    return OutputRenderer.TEXT.event(event, text);
  }

  /** Renders a message as JSON. */
  @Benchmark
  public String renderJson() {
    return OutputRenderer.JSON.event(event, json);
  }
}
