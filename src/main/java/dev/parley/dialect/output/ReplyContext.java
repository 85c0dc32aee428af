package dev.parley.dialect.output;

import dev.parley.chat.name.RoomName;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of the asker when a reply is shown.
 *
 * @param asked the line of input that the reply answers
 * @param current the asker's current room, null if there is none
 * @param time whether messages are shown with the time
 * @param today the day, in UTC
 * @param historyPage number of lines of history shown at a time
 */
record ReplyContext(
    InputReference asked,
    @Nullable RoomName current,
    boolean time,
    LocalDate today,
    int historyPage) {}
