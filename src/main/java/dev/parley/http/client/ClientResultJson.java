package dev.parley.http.client;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.http.problem.Outcomes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Represents the result of an action on one of several clients. */
@Schema(name = "ClientResult")
record ClientResultJson(
    @Schema(example = "a01dd832-9607-45f8-9550-d56661ea1379") String id,
    @Schema(example = "true") boolean ok,
    @Schema(
            description = "why not, null if it is done",
            example = "There is no client a01dd832.",
            types = {"string", "null"})
        @Nullable String detail) {

  /** Describes an outcome; throws one as a problem that is not about the client. */
  static ClientResultJson of(String id, Outcome<Success> outcome) {
    if (outcome instanceof Outcome.Refused<Success>(Reply.Refused(Refusal why, String text))
        && (why == Refusal.NO_SUCH_CLIENT || why == Refusal.NOT_AVAILABLE)) {
      return new ClientResultJson(id, false, text);
    }
    Outcomes.value(outcome);
    return new ClientResultJson(id, true, null);
  }
}
