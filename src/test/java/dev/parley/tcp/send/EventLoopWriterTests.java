package dev.parley.tcp.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopWriterTests {

  private static final RoomName OPS = new RoomName("ops");

  private final EventLoop loop = new DefaultEventLoop();
  private final List<Integer> measured = Collections.synchronizedList(new ArrayList<>());
  private final EventLoopWriter writer =
      new EventLoopWriter(loop, (receivers, nanos) -> measured.add(receivers));
  private final SpellingProtocol protocol = new SpellingProtocol();
  private final RegisteredProtocol registered = RegisteredProtocol.of(List.of(protocol)).getFirst();

  /** Renders a line in two styles, and records each time. */
  private static final class SpellingProtocol implements Protocol {
    private final List<String> rendered = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String name() {
      return "spelling";
    }

    @Override
    public Conversation newConversation(Peer peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int styleCount() {
      return 2;
    }

    @Override
    public byte[] render(Event event, int style) {
      String text = ((Event.Posted) event).entry().text();
      if (text.equals("fault")) {
        throw new IllegalStateException("cannot be rendered");
      }
      rendered.add(text);
      return ((style == 0 ? text : "<" + text + ">") + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Represents one connection of the loop. */
  private final class Receiver extends TestRecipient {
    private final StallingChannel channel;
    private final List<String> log = new ArrayList<>();
    private int style;
    private boolean faulty;

    Receiver() {
      this(new StallingChannel());
    }

    private Receiver(StallingChannel channel) {
      super(channel, writer, registered);
      this.channel = channel;
    }

    Receiver style(int number) {
      style = number;
      return this;
    }

    Receiver faulty() {
      faulty = true;
      return this;
    }

    @Override
    public int styleOf(Event event) {
      if (faulty) {
        throw new IllegalStateException("no style");
      }
      return style;
    }

    @Override
    public void recordShown(String epoch, long offset) {
      log.add(epoch + ":" + offset);
    }

    @Override
    public void closeGracefully(Disconnect why) {
      writer.write(sendQueue(), "bye\n".getBytes(StandardCharsets.UTF_8));
      sendQueue().finish();
    }

    @Override
    public void onOverflow() {
      log.add("overflowed");
    }

    @Override
    public void onSendFailure(IOException why) {
      log.add("failed");
    }

    @Override
    public void onFinished() {
      log.add("emptied");
    }
  }

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static Fanout line(long offset, String text, List<Fanout.Group> groups) {
    LogEntry entry =
        new LogEntry(offset, Instant.EPOCH, LogEntry.Kind.MESSAGE, "alice", text, false);
    Event event = new Event.Posted(OPS, "e", entry, null, null);
    return new Fanout(new EncodedEvent(event, 2), groups, System.nanoTime());
  }

  private void deliver(List<Recipient> receivers, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      writer.deliver(line(i + 1, texts[i], List.of()), receivers);
    }
  }

  /** Runs a task in one iteration of the loop, and waits until that is over. */
  private void inOneTurn(Runnable task) {
    loop.submit(task).syncUninterruptibly(); // Throws the exception of the task.
    loop.submit(() -> {}).syncUninterruptibly();
    loop.submit(() -> {}).syncUninterruptibly();
  }

  @Test
  void linesOfOneTurnLeaveInOneWriteForEachReceiver() {
    Receiver ann = new Receiver();
    Receiver bob = new Receiver();
    List<Recipient> both = List.of(ann, bob);
    inOneTurn(() -> deliver(both, "one", "two", "three"));
    assertThat(ann.channel.writes()).containsExactly("one\ntwo\nthree\n");
    assertThat(bob.channel.writes()).containsExactly("one\ntwo\nthree\n");
    assertThat(measured).containsExactly(2, 2, 2);
  }

  @Test
  void eachLineIsRenderedOncePerStyle() {
    List<Recipient> receivers =
        List.of(new Receiver(), new Receiver(), new Receiver().style(1), new Receiver().style(1));
    inOneTurn(() -> deliver(receivers, "one", "two"));
    assertThat(protocol.rendered).containsExactlyInAnyOrder("one", "one", "two", "two");
    assertThat(((Receiver) receivers.get(2)).channel.writes()).containsExactly("<one>\n<two>\n");
  }

  @Test
  void receiverFromWhomALineIsHiddenIsNotedToHaveSeenIt() {
    Receiver ann = new Receiver().style(Conversation.HIDDEN);
    inOneTurn(() -> deliver(List.of(ann), "one"));
    assertThat(ann.channel.writes()).isEmpty();
    assertThat(ann.log).containsExactly("e:1");
    assertThat(measured).isEmpty();
  }

  @Test
  void whatIsWrittenComesBehindWhatWasCaughtUpWith() {
    Receiver ann = new Receiver();
    inOneTurn(() -> {
      deliver(List.of(ann), "before");
      writer.stagePending();
      writer.write(ann.sendQueue(), "answer\n".getBytes(StandardCharsets.UTF_8));
      deliver(List.of(ann), "behind");
    });
    assertThat(String.join("", ann.channel.writes())).isEqualTo("before\nanswer\nbehind\n");
  }

  @Test
  void connectionIsClosedAfterWhatWasDeliveredBefore() {
    Receiver ann = new Receiver();
    inOneTurn(() -> {
      deliver(List.of(ann), "one");
      writer.close(ann, Disconnect.of(Disconnect.Reason.QUIT));
      deliver(List.of(ann), "two");
    });
    assertThat(String.join("", ann.channel.writes())).isEqualTo("one\nbye\n");
    assertThat(ann.log).contains("emptied");
  }

  @Test
  void faultOfOneReceiverHarmsNoOther() {
    Receiver faulty = new Receiver().faulty();
    Receiver ann = new Receiver();
    inOneTurn(() -> deliver(List.of(faulty, ann), "one", "two"));
    assertThat(ann.channel.writes()).containsExactly("one\ntwo\n");
    assertThat(faulty.channel.writes()).isEmpty();
  }

  @Test
  void lineThatCannotBeRenderedHarmsNoOther() {
    Receiver ann = new Receiver();
    inOneTurn(() -> deliver(List.of(ann), "one", "fault", "two"));
    assertThat(String.join("", ann.channel.writes())).isEqualTo("one\ntwo\n");
  }

  @Test
  void congestionIsFromManyWaitingDeliveriesUntilTheyAreStaged() {
    Receiver ann = new Receiver();
    inOneTurn(() -> {
      List<Recipient> receivers = List.of(ann);
      deliver(receivers, Collections.nCopies(4095, "x").toArray(String[]::new));
      assertThat(writer.isCongested()).isFalse();
      deliver(receivers, "x");
      assertThat(writer.isCongested()).isTrue();
      writer.stagePending();
      assertThat(writer.isCongested()).isFalse();
    });
    assertThat(String.join("", ann.channel.writes())).hasSize(2 * 4096);
  }
}
