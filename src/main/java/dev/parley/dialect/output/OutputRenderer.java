package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;

/**
 * Renders replies and events, as text for people or as JSON for programs. Each method returns whole
 * lines, each ended by LF, or an empty string. Stateless; any thread may call it.
 */
public sealed interface OutputRenderer permits TextRenderer, JsonRenderer {

  /** Text for people. */
  OutputRenderer TEXT = new TextRenderer();

  /** JSON for programs. */
  OutputRenderer JSON = new JsonRenderer();

  /** Renders an event for its receivers. */
  String event(Event event, Style style);

  /** Renders a reply for the asker. */
  String reply(Reply.Content reply, ReplyContext view);

  /** Renders the end of a replay for a resumed session. */
  String caughtUp(Reply.Resumed resumed);

  /** Renders a notice of the server, of one or more lines. */
  String notice(String text);

  /** Renders the last line before the server closes the connection. */
  String bye(Disconnect why, InputSummary summary);
}
