package dev.parley.tcp.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.Peer;
import dev.parley.tcp.Protocol;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class DeliveryBatchTests {

  private static final int MAX_EVENTS = 64;
  private static final int MAX_TEXT = 16 * 1024;

  private final StallingChannel channel = new StallingChannel();
  private final FlushBuffer buffer = new FlushBuffer();
  private final DeliveryBatch batch = new DeliveryBatch(buffer);
  private final EventLoopWriter writer =
      new EventLoopWriter(channel.eventLoop(), (receivers, nanos) -> {});
  private final RegisteredProtocol protocol =
      RegisteredProtocol.of(List.of(new TwoStyles())).getFirst();

  /** Renders a line as it is, or in brackets. */
  private static final class TwoStyles implements Protocol {
    @Override
    public String name() {
      return "test";
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
      return (style == 0 ? text + " " : "<" + text + "> ").getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Represents a connection, which sees each line in a style of its own. */
  private final class Member extends TestRecipient {
    private final ToIntFunction<String> styles;
    private final String sends;
    private final List<Long> shown = new ArrayList<>();

    /**
     * @param sends the line that it has sent itself
     */
    Member(ToIntFunction<String> styles, String sends) {
      super(channel, writer, protocol);
      this.styles = styles;
      this.sends = sends;
    }

    @Override
    public int styleOf(Event event) {
      return styles.applyAsInt(((Event.Posted) event).entry().text());
    }

    @Override
    public boolean isSender(Event.Posted line) {
      return line.entry().text().equals(sends);
    }

    @Override
    public void recordShown(String epoch, long offset) {
      shown.add(offset);
    }
  }

  private Member member(int style) {
    return new Member(text -> style, "");
  }

  private void add(List<Recipient> receivers, String... texts) {
    for (int i = 0; i < texts.length; i++) {
      LogEntry entry =
          new LogEntry(i + 1, Instant.EPOCH, LogEntry.Kind.MESSAGE, "alice", texts[i], false);
      Event event = new Event.Posted(new RoomName("ops"), "e", entry, null, null);
      batch.add(new Fanout(new EncodedEvent(event, 2), List.of(), 0), receivers);
    }
  }

  /** Stages the events, and returns the buffer and then the text that each member is sent. */
  private List<String> stage(Member... members) {
    batch.stage(writer);
    ByteBuf bytes = buffer.take();
    List<String> texts = new ArrayList<>();
    texts.add(bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8));
    for (Member member : members) {
      member.sendQueue().flush(bytes);
      texts.add(String.join("", channel.writes()));
    }
    if (bytes != null) {
      bytes.release();
    }
    return texts;
  }

  @Test
  void emptyBatchTakesEventsForAnyReceivers() {
    assertThat(batch.canAdd(List.of(member(0)))).isTrue();
    assertThat(batch.canAdd(List.of())).isTrue();
  }

  @Test
  void furtherEventsHaveToBeForTheSameReceivers() {
    List<Recipient> receivers = List.of(member(0));
    add(receivers, "one");
    assertThat(batch.canAdd(receivers)).isTrue();
    assertThat(batch.canAdd(List.of(member(0)))).isFalse();
  }

  @Test
  void batchHasAMaximumNumberOfEvents() {
    List<Recipient> receivers = List.of(member(0));
    for (int i = 0; i < MAX_EVENTS; i++) {
      assertThat(batch.canAdd(receivers)).isTrue();
      add(receivers, "x");
    }
    assertThat(batch.canAdd(receivers)).isFalse();
  }

  @Test
  void batchHasAMaximumOfText() {
    List<Recipient> receivers = List.of(member(0));
    add(receivers, "x".repeat(MAX_TEXT - 1));
    assertThat(batch.canAdd(receivers)).isTrue();
    add(receivers, "x");
    assertThat(batch.canAdd(receivers)).isFalse();
  }

  @Test
  void receiversOfOneStyleShareItsBytes() {
    Member ann = member(0);
    Member bob = member(0);
    add(List.of(ann, bob), "one", "two");
    assertThat(stage(ann, bob)).containsExactly("one two ", "one two ", "one two ");
  }

  @Test
  void stylesThatNobodySeesAreNotRendered() {
    Member ann = member(1);
    add(List.of(ann), "one", "two");
    assertThat(stage(ann)).containsExactly("<one> <two> ", "<one> <two> ");
  }

  @Test
  void ownLineOfTheSenderIsRenderedAlone() {
    Member sender = new Member(text -> text.equals("two") ? 1 : 0, "two");
    Member other = member(0);
    add(List.of(sender, other), "one", "two", "three");
    assertThat(stage(sender, other))
        .containsExactly("one two three <two> ", "one <two> three ", "one two three ");
  }

  @Test
  void hiddenLinesCountAsShownAndDeferredOnesDoNot() {
    Member ann =
        new Member(text -> text.equals("hidden") ? Conversation.HIDDEN : Conversation.DEFERRED, "");
    add(List.of(ann), "hidden", "deferred");
    assertThat(stage(ann)).containsExactly("", "");
    assertThat(ann.shown).containsExactly(1L);
  }

  @Test
  void stagedBatchIsEmpty() {
    Member ann = member(0);
    add(List.of(ann), "one");
    stage(ann);
    assertThat(batch.canAdd(List.of(member(0)))).isTrue();
    add(List.of(ann), "two");
    assertThat(stage(ann)).containsExactly("two ", "two ");
  }
}
