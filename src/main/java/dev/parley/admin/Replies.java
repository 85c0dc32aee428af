package dev.parley.admin;

import dev.parley.chat.Refusal;
import dev.parley.chat.Reply;

/** Takes the core's replies apart. */
final class Replies {

  private Replies() {}

  /** The reply, which is of that kind or a refusal; a refusal is thrown as a problem. */
  static <R extends Reply> R expect(Class<R> kind, Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, String text)) {
      throw Problem.of(refusal).because(text);
    }
    return kind.cast(reply);
  }

  /** Throws a refusal as a problem. */
  static void done(Reply reply) {
    expect(Reply.Done.class, reply);
  }
}
