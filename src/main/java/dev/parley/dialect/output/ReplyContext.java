package dev.parley.dialect.output;

import dev.parley.chat.name.RoomName;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where the asker of something stands when the reply is shown.
 *
 * @param asked the line of input that asked
 * @param current the asker's current room, null where the asker is in none
 * @param time whether the time is put before what people say
 * @param today the day, in UTC
 * @param historyPage how many lines of history are shown at a time
 */
record ReplyContext(
    InputReference asked,
    @Nullable RoomName current,
    boolean time,
    LocalDate today,
    int historyPage) {}
