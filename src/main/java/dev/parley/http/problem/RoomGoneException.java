package dev.parley.http.problem;

import dev.parley.chat.api.Refusal;
import dev.parley.chat.name.RoomName;
import org.springframework.web.ErrorResponseException;

/**
 * Reports that a room was deleted while its log was being read, even if there is a new room of its
 * name.
 */
public final class RoomGoneException extends ErrorResponseException {

  private static final Problem KIND = Problem.of(Refusal.NO_SUCH_ROOM);

  public RoomGoneException(RoomName room) {
    super(KIND.status(), KIND.detail("Room " + room + " was deleted."), null);
  }
}
