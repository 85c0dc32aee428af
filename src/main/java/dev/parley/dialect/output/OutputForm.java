package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;

/**
 * How what the server says looks: as lines for people or as JSON for programs. What each method
 * returns is whole lines, each ended by LF, or nothing at all. Stateless; any thread may call it.
 */
public sealed interface OutputForm permits TextForm, JsonForm {

  /** For people. */
  OutputForm TEXT = new TextForm();

  /** For programs. */
  OutputForm JSON = new JsonForm();

  /** Something that happened, to those who are shown it. */
  String event(Event event, Style style);

  /** The answer to the one who asked; a reply that comes later is shown once it has come. */
  String reply(Reply reply, ReplyContext view);

  /** What the one who came back is told once all that was missed is shown. */
  String caughtUp(Reply.Resumed resumed);

  /** What the server itself has to say, in one line or several. */
  String notice(String text);

  /** The last line before the server closes the connection. */
  String bye(Disconnect why, Receipt receipt);
}
